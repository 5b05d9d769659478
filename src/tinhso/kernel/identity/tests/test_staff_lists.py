"""Staff and seats from a table: tried, written once, gone on with after a break; passwords delivered only."""

import csv
import json
import os
import stat
from datetime import date, timedelta
from pathlib import Path
from time import process_time

import openpyxl
import pytest
from django.contrib.auth.hashers import ScryptPasswordHasher, get_hasher
from django.db import connection
from django.test.utils import CaptureQueriesContext
from typer.testing import CliRunner

from tinhso.base import rights, tables
from tinhso.base.actor import staff_actor
from tinhso.base.messages import NotAllowed
from tinhso.base.tables import Row
from tinhso.kernel.identity.actions import close_account, create_person, sign_in, staff_lists
from tinhso.kernel.identity.actions.accounts import WeakPassword, change_password
from tinhso.kernel.identity.actions.sign_in import SignInFailed, check_password
from tinhso.kernel.identity.actions.staff_lists import import_staff
from tinhso.kernel.identity.commands import staff as commands
from tinhso.kernel.identity.models import Account, Person, Seat
from tinhso.kernel.identity.queries import contact_of, number_of
from tinhso.kernel.identity.rules.staff_lists import COLUMNS, columns_with_roles, read_day
from tinhso.kernel.identity.tests.people import AT, SYSTEM, TODAY, a_post, a_seat, a_staff_account, a_unit
from tinhso.kernel.ledger.models import Entry
from tinhso.kernel.organisations.models import Post, UnitCode

pytestmark = pytest.mark.django_db
HOA = {
    "login": "Hoa.DTT", "full_name": "Đặng Thị Thu Hòa", "number": "068190000001", "phone": "0912 345 678",
    "email": "hoa@tinh.example.vn", "unit": "H36.101", "post": "Công chức một cửa", "roles": "cán bộ thử",
    "since": "01/11/2026",
}  # fmt: skip
MINH = HOA | {"login": "minh", "full_name": "Lê Minh", "number": "068090000002", "phone": "", "email": ""}
EMPTY = {column.code: "" for column in COLUMNS}


@pytest.fixture
def unit():
    unit = a_unit()
    UnitCode.objects.create(unit=unit, system="qd20", code="H36.101", valid_from=TODAY - timedelta(days=400))
    return unit


def imported(*cells, is_trial=False, by=SYSTEM, at=AT, deliver=lambda reports: None):
    rows = [Row(place, EMPTY | each) for place, each in enumerate(cells, start=2)]
    return list(import_staff(rows, is_trial=is_trial, deliver=deliver, by=by, at=at))


def outcomes(*cells, **more):
    return [report.outcome for report in sorted(imported(*cells, **more), key=lambda report: report.place)]


def test_it_works(unit):
    delivered = []
    (report,) = imported(HOA, deliver=delivered.extend)
    assert (report.outcome, report.changes) == ("new", ("mở tài khoản", "bố trí vị trí"))
    account = Account.objects.select_related("person").get(login="hoa.dtt")
    assert (number_of(account.person), contact_of(account.person).phone) == ("068190000001", "0912345678")
    seat = Seat.objects.select_related("post").get(person=account.person)
    assert (seat.unit_id, seat.post.title, seat.roles) == (unit.id, "Công chức một cửa", ["tests.clerk"])
    assert delivered == [report]
    assert account.check_password(report.password)
    assert account.must_change_password
    assert account.one_time_until == AT + timedelta(days=3)


def test_a_trial_says_the_same_and_changes_nothing(unit):
    before = Entry.objects.count()
    reports = imported(HOA, MINH | {"roles": "kỹ sư trưởng"}, is_trial=True)
    assert [(report.place, report.outcome) for report in reports] == [(2, "new"), (3, "refused")]
    assert (Account.objects.count(), Person.objects.count(), Post.objects.count()) == (0, 0, 0)
    assert Entry.objects.count() == before


def test_the_same_table_again_changes_nothing_and_a_changed_one_only_the_change(unit):
    assert outcomes(HOA, MINH) == ["new", "new"]
    before = Entry.objects.count()
    assert outcomes(HOA, MINH) == ["unchanged", "unchanged"]
    assert Entry.objects.count() == before
    seat = Seat.objects.get(person__full_name="Lê Minh")
    reports = imported(
        HOA | {"roles": "", "phone": "", "since": ""}, MINH | {"roles": "tests.reader", "phone": "0987654321"}
    )
    assert [report.changes for report in reports] == [(), ("đổi vai trò", "đổi điện thoại")]
    seat.refresh_from_db()
    assert seat.roles == ["tests.reader"]
    assert Entry.objects.filter(event="identity.roles_changed", subject_id=seat.pk).count() == 1


def test_posts_that_are_free_are_filled_before_new_ones_are_made(unit):
    free, taken = a_post(unit, "Công chức một cửa"), a_post(unit, "Công chức một cửa")
    a_seat(a_staff_account("nguoicu", "Người Cũ")[0].person, taken)
    outcomes(HOA, MINH)
    assert Post.objects.filter(unit=unit).count() == 3
    assert Seat.objects.get(person__full_name="Đặng Thị Thu Hòa").post_id == free.id


def test_one_person_in_two_seats_is_two_rows(unit):
    assert outcomes(HOA, HOA | {"post": "Phó văn phòng"}) == ["new", "changed"]
    assert Seat.objects.filter(person__full_name="Đặng Thị Thu Hòa").count() == 2


def test_a_citizen_known_by_number_becomes_an_official_without_a_second_row(unit):
    person = create_person("Đặng Thị Thu Hoà", number="068190000001", source="counter", by=SYSTEM, at=AT)
    assert outcomes(HOA) == ["new"]
    assert Account.objects.get(login="hoa.dtt").person_id == person.id


def test_a_birth_date_is_kept_and_one_that_is_missing_is_added(unit):
    outcomes(HOA | {"birth_date": "12/05/1990"}, MINH)
    assert Person.objects.get(full_name="Đặng Thị Thu Hòa").birth_date == date(1990, 5, 12)
    reports = imported(HOA | {"birth_date": "1990-05-13"}, MINH | {"birth_date": "01/02/1985"})
    assert [remark.column for remark in reports[0].remarks] == ["birth_date"]
    assert reports[1].changes == ("ghi ngày sinh",)
    assert Person.objects.get(full_name="Lê Minh").birth_date == date(1985, 2, 1)


def test_every_fault_of_a_row_is_told_at_once(unit):
    outcomes(HOA)
    wrong = HOA | {
        "full_name": "Trần Văn Khác", "number": "1234", "birth_date": "mùa xuân", "phone": "12", "unit": "H36.999",
        "roles": "trùm",
    }  # fmt: skip
    (report,) = imported(wrong, is_trial=True)
    told = [remark.column for remark in report.remarks]
    assert sorted(told) == ["birth_date", "full_name", "number", "phone", "roles", "unit"]
    assert (report.login, report.full_name) == ("hoa.dtt", "Trần Văn Khác")


def test_thousands_of_new_accounts_do_not_wait_for_slow_hashes(unit):
    """Passwords of a list are too long to be guessed, so a row costs a fraction of the hash that people's own get."""
    people = [
        HOA | {"login": f"nguoi{n}", "full_name": f"Người {n}", "number": f"0681900{n:05}", "phone": "", "email": ""}
        for n in range(60)
    ]
    began = process_time()
    ScryptPasswordHasher().encode("một câu dài do người nghĩ ra", "muối")
    hashed = process_time() - began
    began = process_time()
    reports = imported(*people)
    assert process_time() - began < 60 * hashed / 2
    passwords = [report.password for report in reports]
    assert len(set(passwords)) == 60
    assert {len(password.replace("-", "")) for password in passwords} == {28}  # 31^28: 138 bits


def test_a_password_of_a_list_signs_in_once_and_gives_way_to_ones_own(unit):
    (report,) = imported(HOA)
    account = check_password("hoa.dtt", report.password, address="10.0.0.1", at=AT)
    assert account.must_change_password
    with pytest.raises(SignInFailed):
        check_password("hoa.dtt", report.password[:-1], address="10.0.0.1", at=AT)
    with pytest.raises(SignInFailed):
        check_password("hoa.dtt", report.password, address="10.0.0.1", at=AT + timedelta(days=3, minutes=1))
    own = staff_actor([], unit.id, account_id=account.id)
    with pytest.raises(WeakPassword):
        change_password(account, report.password, by=own, at=AT)
    account = change_password(account, "một câu dài của riêng tôi", by=own, at=AT)
    assert not account.password.startswith("one_time$")
    with pytest.raises(SignInFailed):
        check_password("hoa.dtt", report.password, address="10.0.0.1", at=AT)


def test_time_tells_nobody_which_logins_wait_for_their_first_sign_in(unit, monkeypatch):
    imported(HOA)
    slow = []
    hasher = get_hasher("default").__class__
    encode = hasher.encode
    monkeypatch.setattr(hasher, "encode", lambda *args, **more: slow.append(1) or encode(*args, **more))
    sign_in._nobodys_password.cache_clear()
    sign_in._nobodys_password()
    counts = []
    for login in ("hoa.dtt", "khong.co"):
        slow.clear()
        with pytest.raises(SignInFailed):
            check_password(login, "sai mật khẩu", address="10.0.0.1", at=AT)
        counts.append(len(slow))
    assert counts == [1, 1]


WRONG = {
    "login": ({"login": "Hòa"}, "login", "tên đăng nhập chưa đúng"),
    "no login": ({"login": ""}, "login", "còn trống"),
    "short number": ({"number": "68190000001"}, "number", "có 11 chữ số"),
    "phone": ({"phone": "12345"}, "phone", "không phải số điện thoại"),
    "mail": ({"email": "hoa@"}, "email", "không phải địa chỉ"),
    "unit": ({"unit": "H36.999"}, "unit", "không có đơn vị mang mã H36.999"),
    "no post": ({"post": ""}, "post", "còn trống"),
    "role": ({"roles": "cán bộ thử; trùm"}, "roles", "không có vai trò “trùm”"),
    "day": ({"since": "31/02/2026"}, "since", "không phải ngày"),
    "long": ({"post": "x" * 201}, "post", "dài quá 200"),
    "no letters": ({"full_name": "=–"}, "full_name", "không có chữ"),
}


@pytest.mark.parametrize("name", WRONG)
def test_a_fault_is_told_by_row_and_column_with_how_to_mend(unit, name):
    changed, column, message = WRONG[name]
    refused, _ = sorted(imported(HOA | changed, MINH, is_trial=True), key=lambda report: report.place)
    (remark,) = refused.remarks
    assert (refused.outcome, remark.place, remark.column) == ("refused", 2, column)
    assert message in remark.message
    assert outcomes(HOA | changed, MINH) == ["refused", "new"]


def test_what_contradicts_what_is_here_is_refused(unit):
    outcomes(HOA, MINH)
    account = Account.objects.get(login="minh")
    close_account(account, by=SYSTEM, at=AT)
    contradicting = (
        HOA | {"full_name": "Trần Văn Khác"},
        HOA | {"number": "068190000009", "post": "Khác"},
        MINH,
        MINH | {"login": "minh2"},
        HOA | {"login": "lan", "full_name": "Lan"},
    )
    columns = []
    for cells in contradicting:
        (report,) = imported(cells)
        columns.append((report.outcome, report.remarks[0].column))
    assert columns == [("refused", name) for name in ("full_name", "number", "login", "login", "number")]


def test_rows_that_contradict_one_another_are_refused(unit):
    same_seat, other_name, same_number = HOA, HOA | {"full_name": "Khác", "post": "Khác"}, HOA | {"login": "khac"}
    assert outcomes(HOA, same_seat, other_name, same_number, is_trial=True) == ["new", "refused", "refused", "refused"]


def test_only_who_administers_everywhere_may_and_roles_that_count_everywhere_need_it_too(unit):
    by = staff_actor(["identity.administer"], unit.id)
    with pytest.raises(NotAllowed):
        imported(HOA, by=by)
    assert not Account.objects.exists()


def test_no_password_and_nothing_personal_stands_in_the_ledger_or_in_clear(unit):
    (report,) = imported(HOA)
    with connection.cursor() as cursor:
        cursor.execute("SELECT string_agg(t::text, ' ') FROM ledger_entry t")
        ledger = cursor.fetchone()[0]
        cursor.execute("SELECT string_agg(t::text, ' ') FROM identity_account t")
        accounts = cursor.fetchone()[0]
    assert report.password not in ledger + accounts
    for personal in ("Hòa", "068190000001", "0912345678", "hoa@tinh"):
        assert personal not in ledger


def test_days_are_read_in_both_orders():
    assert [f"{read_day(text)}" for text in ("1/2/2026", "2026-02-01", "1-2-26")] == [
        "2026-02-01",
        "2026-02-01",
        "None",
    ]


# The command


def run(*arguments):
    return CliRunner().invoke(commands.app, list(map(str, arguments)))


def a_table(folder: Path, *cells: dict[str, str]) -> Path:
    """With English titles, as CSV."""
    path = folder / "ds.csv"
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file, delimiter=";")
        heads = (
            "username",
            "full name",
            "citizen id",
            "birth date",
            "telephone",
            "e-mail",
            "unit code",
            "position",
            "role",
            "from",
        )
        writer.writerow(heads)
        writer.writerows([(EMPTY | each)[column.code] for column in COLUMNS] for each in cells)
    return path


def test_the_command_delivers_passwords_in_a_sheet_of_its_owner_alone(unit, tmp_path):
    table, sheet = a_table(tmp_path, HOA, MINH), tmp_path / "ds.mat-khau.csv"
    tried = run("import", table, "--dry-run")
    assert "2 mới" in tried.stdout
    assert not sheet.exists()
    done = run("import", table, "--json")
    assert (done.exit_code, json.loads(done.stdout)["new"]) == (0, 2)
    assert stat.S_IMODE(sheet.stat().st_mode) == 0o600
    lines = list(csv.reader(sheet.read_text(encoding="utf-8-sig").splitlines()))
    assert [line[0] for line in lines] == ["Tên đăng nhập", "hoa.dtt", "minh"]
    for login, _, password in lines[1:]:
        assert Account.objects.get(login=login).check_password(password)
        assert password not in done.output + tried.output
    again = run("import", table)
    assert "0 mới, 0 thay đổi, 2 không đổi, 0 bị từ chối" in again.stdout
    assert len(sheet.read_text().splitlines()) == 3


def test_a_sheet_others_can_read_stops_the_import_before_anything_stands(unit, tmp_path):
    sheet = tmp_path / "all.csv"
    sheet.write_text("")
    sheet.chmod(0o644)
    done = run("import", a_table(tmp_path, HOA), "--passwords", sheet)
    assert (done.exit_code, "600" in done.output) == (2, True)
    assert not Account.objects.exists()


def test_the_template_carries_an_example_that_is_nobody(unit, tmp_path):
    out, errors = tmp_path / "mau.xlsx", tmp_path / "loi.xlsx"
    assert run("template", out).exit_code == 0
    assert openpyxl.load_workbook(out).worksheets[0]["C2"].value == "068190000001"
    assert tables.read_bytes(out.read_bytes(), COLUMNS) == []
    assert columns_with_roles(rights.roles)[8].hint.count(";") >= 3
    assert "cán bộ thử" in run("roles").stdout
    done = run("import", a_table(tmp_path, HOA | {"unit": "H36.7"}), "--errors", errors)
    assert (done.exit_code, "Dòng 2, cột “Mã đơn vị”" in done.stdout) == (3, True)
    assert errors.exists()
    assert run("import", os.devnull).exit_code == 2
    assert run("import", tmp_path / "khong-co.csv").exit_code == 2


# A break in the middle


class Killed(BaseException):
    """The machine is switched off."""


def test_a_list_broken_off_is_gone_on_with_and_every_account_has_its_password(unit, monkeypatch):
    monkeypatch.setattr(staff_lists, "BATCH", 5)
    people = [
        HOA | {"login": f"nguoi{n}", "full_name": f"Người {n}", "number": f"0681900{n:05}", "phone": "", "email": ""}
        for n in range(12)
    ]
    sheet: dict[str, str] = {}
    batches = []

    def deliver(reports):
        sheet.update({report.login: report.password for report in reports})
        batches.append(len(reports))
        if len(batches) == 2:
            raise Killed

    with pytest.raises(Killed):
        imported(*people, deliver=deliver)
    assert Account.objects.count() == 5
    assert outcomes(*people, deliver=deliver) == ["unchanged"] * 5 + ["new"] * 7
    assert batches == [5, 5, 5, 2]
    assert all(Account.objects.get(login=login).check_password(password) for login, password in sheet.items())
    assert (len(sheet), Person.objects.count(), Seat.objects.count()) == (12, 12, 12)


def test_a_long_list_is_tried_with_few_questions_a_row(unit):
    people = [HOA | {"login": f"nguoi{n}", "number": f"0681900{n:05}"} for n in range(200)]
    with CaptureQueriesContext(connection) as seen:
        assert outcomes(*people, is_trial=True) == ["new"] * 200
    assert len(seen) <= 4 * 200
