"""The operator's lists: sent, looked at, confirmed, done in the background, with nothing personal left over."""

from collections.abc import Callable
from datetime import datetime, timedelta
from io import BytesIO
from typing import Any

import openpyxl
import pytest
from django.conf import settings
from django.contrib.auth.hashers import check_password
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.world import session_of
from tinhso.base.actor import system_actor
from tinhso.base.moments import LOCAL, local_day, now
from tinhso.kernel.cases.models import Case
from tinhso.kernel.cases.tests.conftest import world as small_world  # noqa: F401  (a fixture)
from tinhso.kernel.files.models import StoredFile
from tinhso.kernel.files.queries import path_of
from tinhso.kernel.identity.actions import assign_seat, close_account, open_account
from tinhso.kernel.identity.models import Account, Seat
from tinhso.kernel.ledger.models import Entry
from tinhso.kernel.organisations.actions import add_code, create_post, found_unit
from tinhso.kernel.organisations.models import Unit
from tinhso.kernel.organisations.queries import unit_by_code
from tinhso.modules.citizens.one_stop import jobs
from tinhso.modules.citizens.one_stop.actions.imports import KINDS, forget_old_lists, kinds, run_import
from tinhso.modules.citizens.one_stop.models import ListImport, ListImportRow
from tinhso.modules.citizens.one_stop.queries.due_letters import letters_due
from tinhso.modules.citizens.one_stop.queries.imports import waiting_imports

pytestmark = pytest.mark.django_db
BY = system_actor("test")
UNITS = "Mã định danh;Loại;Tên;Mã đơn vị cấp trên\nH36.900.1;office;Phòng Một;H36.900\n"
HEAD = "Tên đăng nhập;Họ và tên;Số định danh;Mã đơn vị;Chức danh;Vai trò\n"
HOA = "hoa.dtt;Đặng Thị Thu Hòa;068190000001;H36.900;Công chức một cửa;Cán bộ tiếp nhận và trả kết quả\n"
MINH = "minh;Lê Minh;;H36.900;Chuyên viên;one_stop.handler\n"
WRONG = "x;Không Có;1234;H36.900;Chuyên viên;trùm\n"


@pytest.fixture
def unit() -> Unit:
    at = now()
    on = local_day(at) - timedelta(days=30)
    unit = found_unit("commune", "Xã Thử", on=on, by=BY, at=at)
    add_code(unit.id, "qd20", "H36.900", valid_from=on, by=BY, at=at)
    return unit


@pytest.fixture
def account_in(unit: Unit) -> Callable[[str], Account]:
    def opened(role: str) -> Account:
        at = now()
        account, _ = open_account(f"nguoi.{role}", "Người Vận Hành", by=BY, at=at)
        post = create_post(unit.id, role, valid_from=local_day(at), by=BY, at=at)
        assign_seat(account.person, post, [role], valid_from=local_day(at), by=BY, at=at)
        return account

    return opened


def browser(account: Account) -> Client:
    client = Client()
    client.cookies[settings.SESSION_COOKIE_NAME] = session_of(account, now())
    return client


@pytest.fixture
def account(account_in: Callable[[str], Account]) -> Account:
    return account_in("site.operator")


@pytest.fixture
def operator(account: Account) -> Client:
    return browser(account)


def send(client: Client, code: str, data: str | bytes, name: str = "ds.csv") -> Any:
    content = data.encode() if isinstance(data, str) else data
    return client.post(f"/quan-tri/nhap/{code}", {"file": SimpleUploadedFile(name, content)})


def sent(client: Client, code: str, data: str | bytes) -> ListImport:
    """A list that was sent and tried."""
    answer = send(client, code, data)
    assert answer.status_code == 302, answer.content.decode()
    work()
    return ListImport.objects.get(pk=answer.url.rsplit("/", 1)[1])


def work() -> None:
    """The job, until no list waits."""
    while waiting_imports().exists():
        jobs.run_imports()


def act(client: Client, row: ListImport, what: str) -> Any:
    return client.post(f"/quan-tri/nhap/xem/{row.pk}/{what}", follow=True)


def page(client: Client, row: ListImport, query: str = "") -> str:
    answer = client.get(f"/quan-tri/nhap/xem/{row.pk}{query}")
    assert answer.status_code == 200
    return str(answer.content.decode())


def book(answer: HttpResponse) -> list[tuple[Any, ...]]:
    return list(openpyxl.load_workbook(BytesIO(answer.content)).worksheets[0].iter_rows(values_only=True))


def test_it_works(operator: Client, account: Account) -> None:
    row = sent(operator, "can-bo", HEAD + HOA + MINH + WRONG)
    shown = page(operator, row)
    assert "Xem trước, chưa ghi gì: 2 mới, 0 thay đổi, 0 không đổi, 1 dòng có lỗi." in shown
    assert "mở tài khoản, bố trí vị trí" in shown
    assert "<strong>Số định danh:</strong> có 4 chữ số" in shown
    assert not Account.objects.filter(login="minh").exists()
    act(operator, row, "xac-nhan")
    assert "đang nhập" in page(operator, row)
    work()
    shown = page(operator, row)
    assert "2 mới, 0 thay đổi, 0 không đổi, 1 dòng không nhập được." in shown
    assert Seat.objects.get(person__full_name="Lê Minh").roles == ["one_stop.handler"]
    events = Entry.objects.filter(event__startswith="one_stop.list_", actor_id=account.pk)
    assert list(events.order_by("recorded_at", "id").values_list("event", flat=True)) == [
        "one_stop.list_sent", "one_stop.list_confirmed", "one_stop.list_done",
    ]  # fmt: skip


def test_passwords_are_fetched_once_and_are_the_right_ones(operator: Client) -> None:
    row = sent(operator, "can-bo", HEAD + HOA + MINH)
    assert "Tải bảng mật khẩu" not in page(operator, row)
    act(operator, row, "xac-nhan")
    work()
    assert "2 tài khoản mới" in page(operator, row)
    answer = operator.post(f"/quan-tri/nhap/xem/{row.pk}/mat-khau.xlsx")
    assert answer["Cache-Control"].count("no-store") == 1
    head, *lines = book(answer)
    assert head[0] == "Tên đăng nhập"
    for login, name, password in lines:
        account = Account.objects.select_related("person").get(login=login)
        assert (account.person.full_name, account.check_password(password)) == (name, True)
        assert account.must_change_password
    assert "đã được tải" in act(operator, row, "mat-khau.xlsx").content.decode()
    assert not row.rows.exclude(password_sealed=None).exists()


def test_nothing_personal_stands_in_clear_and_the_file_is_gone_in_the_end(operator: Client) -> None:
    row = sent(operator, "can-bo", HEAD + HOA)
    assert row.file is not None
    place = path_of(row.file.sha256)
    assert b"068190000001" not in place.read_bytes()
    act(operator, row, "xac-nhan")
    work()
    assert not place.exists()
    assert not StoredFile.objects.exists()
    with connection.cursor() as cursor:
        for table in ("ledger_entry", "one_stop_listimport", "one_stop_listimportrow"):
            cursor.execute(f"SELECT coalesce(string_agg(t::text, ' '), '') FROM {table} t")  # noqa: S608
            said = cursor.fetchone()[0]
            for personal in ("068190000001", "Hòa", "hoa.dtt"):
                assert personal not in said
                assert personal.encode().hex() not in said


def test_a_second_time_changes_nothing(operator: Client) -> None:
    first = sent(operator, "can-bo", HEAD + HOA + MINH)
    act(operator, first, "xac-nhan")
    work()
    row = sent(operator, "can-bo", HEAD + HOA + MINH)
    assert (row.state, "2 không đổi" in page(operator, row)) == ("checked", True)
    assert "Không có gì để nhập" in page(operator, row)
    assert "Nhập 0 dòng" not in page(operator, row)
    assert Account.objects.filter(login__in=("hoa.dtt", "minh")).count() == 2


def test_a_worker_that_dies_leaves_the_list_where_the_last_part_ended(
    operator: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    people = "".join(f"nguoi{n};Người {n};;H36.900;Chuyên viên;\n" for n in range(60))
    row = sent(operator, "can-bo", HEAD + people)
    act(operator, row, "xac-nhan")
    staff, done = KINDS["can-bo"].work, []

    def dying(*arguments: Any) -> Any:
        if len(done) == 1:
            staff(*arguments)
            raise KeyboardInterrupt
        done.append(1)
        return staff(*arguments)

    object.__setattr__(KINDS["can-bo"], "work", dying)
    try:
        with pytest.raises(KeyboardInterrupt):
            jobs.run_imports()
    finally:
        object.__setattr__(KINDS["can-bo"], "work", staff)
    row.refresh_from_db()
    assert (row.state, row.position, Account.objects.filter(login__startswith="nguoi").count()) == ("running", 25, 26)
    assert 'max="60" value="25"' in page(operator, row)
    assert run_import(row, at=now(), is_enough=lambda: True) is False
    work()
    row.refresh_from_db()
    assert (row.state, row.rows.filter(outcome="new").count()) == ("done", 60)
    head, *lines = book(operator.post(f"/quan-tri/nhap/xem/{row.pk}/mat-khau.xlsx"))
    assert all(check_password(password, Account.objects.get(login=login).password) for login, _, password in lines)
    assert len(lines) == 60


def test_a_list_whose_work_breaks_holds_up_no_other_and_is_given_up(
    operator: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken, sound = sent(operator, "can-bo", HEAD + HOA), sent(operator, "don-vi", UNITS)
    act(operator, broken, "xac-nhan")
    act(operator, sound, "xac-nhan")
    staff = KINDS["can-bo"].work

    def breaking(*arguments: Any) -> Any:
        raise ZeroDivisionError

    object.__setattr__(KINDS["can-bo"], "work", breaking)
    try:
        with pytest.raises(ZeroDivisionError):
            jobs.run_imports()
        with pytest.raises(ZeroDivisionError):
            jobs.run_imports()
        assert unit_by_code("qd20", "H36.900.1") is not None
        with pytest.raises(ZeroDivisionError):
            jobs.run_imports()
        work()
    finally:
        object.__setattr__(KINDS["can-bo"], "work", staff)
    broken.refresh_from_db()
    assert (broken.state, broken.file_id, broken.rows.count()) == ("done", None, 1)
    assert "bị ngắt nhiều lần liền nên đã dừng" in page(operator, broken)
    assert not Account.objects.filter(login="hoa.dtt").exists()
    assert not StoredFile.objects.exists()


def test_units_come_all_or_none(operator: Client) -> None:
    head = "Mã định danh;Loại;Tên;Mã đơn vị cấp trên\n"
    wrong = sent(operator, "don-vi", head + "H36.900.1;office;Phòng Một;H36.900\nH36.900.2;quán;Phòng Hai;\n")
    assert wrong.state == "done"
    assert "Danh sách có dòng sai nên chưa dòng nào được nhập" in page(operator, wrong)
    row = sent(operator, "don-vi", head + "H36.900.1;office;Phòng Một;H36.900\n")
    assert unit_by_code("qd20", "H36.900.1") is None
    act(operator, row, "xac-nhan")
    work()
    assert unit_by_code("qd20", "H36.900.1") is not None
    assert "H36.900.1 · Phòng Một" in page(operator, row, "?ket-qua=new")


def test_dossiers_are_tried_with_every_fault_told(operator: Client) -> None:
    line = '{"number": "H36.900-261101-0001", "procedure": "9.9", "state": 4, "applicant": {"name": "Trần Văn Mẫu"}}\n'
    row = sent(operator, "ho-so", line + line + "không phải JSON\n")
    shown = page(operator, row)
    assert "0 mới, 0 thay đổi, 0 không đổi, 3 dòng có lỗi" in shown
    assert "mã hồ sơ trùng với dòng 1" in shown
    assert "<strong>Nộp lúc:</strong>" in shown
    lines = book(operator.get(f"/quan-tri/nhap/xem/{row.pk}/can-xem.xlsx"))
    assert lines[0][:2] == ("Dòng", "Nội dung")
    assert {line[0] for line in lines[1:]} == {"1", "2", "3"}


@pytest.mark.usefixtures("small_world")
def test_dossiers_come_with_their_number_state_and_promise_and_once(operator: Client) -> None:
    head = "Mã hồ sơ;Mã thủ tục;Trạng thái;Nộp lúc;Tiếp nhận lúc;Hẹn trả lúc;Người nộp;Mã nơi nhận;Giấy tờ\n"
    line = (
        "H99.1.1-261102-0007;9.000001;Đang giải quyết;02/11/2026 08:00;02/11/2026 08:10;02/12/2026 17:00;Trần Văn Mẫu;"
    )
    data = head + line + 'H99.1.1;"map; Bản đồ; copy; 1; 2; bando.pdf"\n'
    row = sent(operator, "ho-so", data)
    assert "hệ thống cũ hẹn" in page(operator, row)
    assert "tệp đính kèm không được nhận qua trang này" in page(operator, row)
    assert not Case.objects.exists()
    act(operator, row, "xac-nhan")
    work()
    case = Case.objects.get(number="H99.1.1-261102-0007")
    assert (case.state, case.due_at) == (4, datetime(2026, 12, 2, 17, 0, tzinfo=LOCAL))
    assert "1 không đổi" in page(operator, sent(operator, "ho-so", data))
    assert not StoredFile.objects.filter(pk=row.file_id).exists()
    assert case.received_at is not None
    assert letters_due(case) == []  # the former system gave the receipt


@pytest.mark.parametrize(
    ("name", "data", "why"),
    [
        ("ds.xlsx", b"PK\x03\x04 broken", "tệp Excel bị hỏng"),
        ("ds.csv", HEAD.encode(), "Danh sách không có dòng nào"),
        ("ds.csv", "Tên\nHòa\n".encode(), "thiếu cột Tên đăng nhập"),
        ("ds.pdf", b"%PDF-1.7 \xe2\xe3", "không phải Excel"),
    ],
)
def test_what_is_no_list_is_refused_with_a_reason(operator: Client, name: str, data: bytes, why: str) -> None:
    answer = send(operator, "can-bo", data, name)
    assert (answer.status_code, why in answer.content.decode()) == (422, True)
    assert not ListImport.objects.exists()
    assert not StoredFile.objects.exists()


def test_a_form_without_a_file_says_so(operator: Client) -> None:
    answer = operator.post("/quan-tri/nhap/can-bo")
    assert (answer.status_code, "Chưa chọn tệp" in answer.content.decode()) == (422, True)


def test_every_page_opens_and_the_example_of_a_template_is_nobody(operator: Client) -> None:
    first = operator.get("/quan-tri/nhap").content.decode()
    assert "Bạn chưa gửi danh sách nào" in first
    for code, kind in KINDS.items():
        assert kind.columns()[0].title in operator.get(f"/quan-tri/nhap/{code}").content.decode()
        answer = operator.get(f"/quan-tri/nhap/{code}/mau.xlsx")
        sheet = openpyxl.load_workbook(BytesIO(answer.content)).worksheets[0]
        assert (sheet.max_row, sheet["A2"].value) == (2, kind.columns()[0].example), code
        assert "không có dòng nào" in send(operator, code, answer.content).content.decode()
    assert operator.get("/quan-tri/nhap/khac").status_code == 404


def test_a_list_that_was_not_confirmed_is_dropped_with_its_file(operator: Client) -> None:
    row = sent(operator, "can-bo", HEAD + HOA)
    act(operator, row, "bo")
    assert "đã bỏ" in page(operator, row)
    assert not StoredFile.objects.exists()
    assert "không còn chờ xác nhận" in act(operator, row, "xac-nhan").content.decode()
    assert "không còn chờ xác nhận" in act(operator, row, "bo").content.decode()


def test_confirming_twice_is_once(operator: Client) -> None:
    row = sent(operator, "can-bo", HEAD + HOA)
    act(operator, row, "xac-nhan")
    assert "không còn chờ xác nhận" in act(operator, row, "xac-nhan").content.decode()


def test_only_who_may_sees_the_pages_and_only_the_sender_a_list(
    operator: Client, account_in: Callable[[str], Account], account: Account
) -> None:
    row = sent(operator, "can-bo", HEAD + HOA)
    other = browser(account_in("one_stop.supervisor"))
    assert other.get("/quan-tri/nhap").status_code == 403
    assert other.post("/quan-tri/nhap/can-bo").status_code == 403
    at = now()
    second, _ = open_account("vanhanh2", "Người Hai", by=BY, at=at)
    post = create_post(unit_by_code("qd20", "H36.900"), "hai", valid_from=local_day(at), by=BY, at=at)  # type: ignore[arg-type]
    assign_seat(second.person, post, ["site.operator"], valid_from=local_day(at), by=BY, at=at)
    colleague = browser(second)
    for path in ("", "/can-xem.xlsx"):
        assert colleague.get(f"/quan-tri/nhap/xem/{row.pk}{path}").status_code == 404
    for path in ("xac-nhan", "bo", "mat-khau.xlsx"):
        assert colleague.post(f"/quan-tri/nhap/xem/{row.pk}/{path}").status_code == 404


def test_who_lost_the_right_meanwhile_changes_nothing(operator: Client, account: Account) -> None:
    row = sent(operator, "can-bo", HEAD + HOA)
    act(operator, row, "xac-nhan")
    close_account(account, by=BY, at=now())
    work()
    row.refresh_from_db()
    assert (row.state, "không còn quyền" in row.problem) == ("done", True)
    assert not Account.objects.filter(login="hoa.dtt").exists()
    assert not StoredFile.objects.exists()


def test_old_passwords_lists_and_rows_are_forgotten(operator: Client) -> None:
    row = sent(operator, "can-bo", HEAD + HOA)
    act(operator, row, "xac-nhan")
    work()
    waiting = sent(operator, "can-bo", HEAD + MINH)
    forget_old_lists(at=now() + timedelta(days=4))
    assert not ListImportRow.objects.exclude(password_sealed=None).exists()
    assert row.rows.exists()
    forget_old_lists(at=now() + timedelta(days=31))
    waiting.refresh_from_db()
    assert (row.rows.exists(), waiting.state, waiting.file_id) == (False, "dropped", None)


def test_the_page_of_a_long_list_costs_few_queries(operator: Client) -> None:
    people = "".join(f"nguoi{n};Người {n};;;;\n" for n in range(60))
    row = sent(operator, "can-bo", HEAD + people)
    with CaptureQueriesContext(connection) as seen:
        assert "Trang 1" in page(operator, row)
    assert len(seen) <= 12


def test_lines_of_json_are_kept_as_they_were_sent_until_their_turn() -> None:
    """20 MB of empty lists would be half a gigabyte once all of them were opened."""
    rows = KINDS["ho-so"].read(b'{"number": "x", "papers": [[],[]]}\n{"number": "y"}\n{"number": "x"}\n')
    assert [type(line) for _, line in rows] == [bytes, bytes, str]


def test_files_named_in_a_list_are_not_silently_left_out() -> None:
    assert kinds._files_named({"papers": [{"code": "a", "file": "x.pdf"}]})
    assert not kinds._files_named({"papers": [{"code": "a"}]})
