"""The operator's pages over the sample province: each opens for the operator alone, finds what is wrong, mends it."""

import csv
import io
import json
import re
import threading
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.world import World, sample_world, undone
from tinhso.base.actor import system_actor
from tinhso.kernel.calendar.models import CalendarException
from tinhso.kernel.cases.jobs import run_batches
from tinhso.kernel.cases.models import Case, Definition
from tinhso.kernel.cases.rules.changes import BadNumber, changed_body, changes_between
from tinhso.kernel.cases.rules.states import OPEN
from tinhso.kernel.identity.actions import end_seat
from tinhso.kernel.identity.models import Delegation, Seat
from tinhso.kernel.identity.queries import actor_of_account
from tinhso.kernel.law import kinds as law
from tinhso.kernel.law.models import RuleSet
from tinhso.kernel.law.rules import BadLeaf, leaves_of, rebuilt
from tinhso.kernel.ledger.models import Entry
from tinhso.kernel.organisations.models import Post, UnitVersion
from tinhso.site.doctor import Finding
from tinhso.site.job_runs import OVERDUE, job_states
from tinhso.site.models import JobRun
from tinhso.site.setup_check import setup_findings
from tinhso.site.work import Job, all_jobs, keep_run, run_lane

pytestmark = pytest.mark.django_db
PAGES = (
    "/quan-tri/he-thong",
    "/quan-tri/kiem-tra",
    "/quan-tri/so-cai",
    "/quan-tri/lich",
    "/quan-tri/lich/standard",
    "/quan-tri/hen-tra",
    "/quan-tri/don-vi",
    "/quan-tri/quy-tac",
    "/quan-tri/quy-tac/clock",
    "/quan-tri/quy-tac/watchdog",
    "/quan-tri/quy-trinh",
    "/quan-tri/quy-trinh/1.001193",
)
TOMORROW = {"day": "15", "month": "01", "year": "2030"}


@pytest.fixture(scope="module")
def loaded(django_db_setup: None, django_db_blocker: Any) -> Iterator[World]:
    with django_db_blocker.unblock(), sample_world() as found:
        yield found


@pytest.fixture
def world(loaded: World) -> Iterator[World]:
    with undone():
        yield loaded


@pytest.fixture
def operator(world: World) -> Client:
    return world.client("operator")


def day(name: str) -> dict[str, str]:
    return {f"{name}-{part}": text for part, text in TOMORROW.items()}


@pytest.mark.parametrize("page", PAGES)
def test_it_works(world: World, operator: Client, page: str) -> None:
    assert operator.get(page).status_code == 200
    assert world.client("signer").get(page).status_code == 403
    assert world.client("citizen").get(page).status_code == 403


# Dating anew


def test_every_ticked_dossier_gets_its_result_also_one_that_ended_meanwhile(world: World, operator: Client) -> None:
    ended = Case.objects.exclude(finished_at=None).filter(due_at__isnull=False).order_by("number")[0]
    running = Case.objects.filter(state__in=OPEN, finished_at=None, due_at__isnull=False).order_by("number")[0]
    ticked = [f"{case.pk}:{case.version}" for case in (ended, running)]
    asked = operator.post("/quan-tri/hen-tra/tinh-lai", {"case": ticked, "ground": "12/QĐ-UBND", "key": "both"})
    waiting = operator.get(asked["Location"]).content.decode()
    assert 'hx-trigger="every 1s"' in waiting
    run_batches()
    page = operator.get(asked["Location"]).content.decode()
    assert 'hx-trigger="every 1s"' not in page
    assert ended.number in page and running.number in page
    assert page.count("Hạn của hồ sơ này không đổi theo lịch hiện tại") == 2


# Health and jobs


def test_a_job_leaves_its_trace_and_a_failing_one_is_named(operator: Client) -> None:
    name = all_jobs()[0].name
    stopping = threading.Event()
    JobRun.objects.create(
        name=name, every=1, began_at="2026-11-01T00:00Z", ended_at="2026-11-01T00:00Z", next_at="2026-11-01T00:00Z",
        failures=3, error="OperationalError",
    )  # fmt: skip
    page = operator.get("/quan-tri/he-thong").content.decode()
    assert "3× OperationalError" in page
    assert "Niêm phong sổ cái" in page
    assert not stopping.is_set()


def test_a_job_that_should_have_run_is_late(world: World) -> None:
    name = all_jobs()[0].name
    JobRun.objects.create(name=name, every=1, began_at=world.at, ended_at=world.at, next_at=world.at)
    assert {one.name: one.state for one in job_states(world.at)}[name] == "well"
    later = job_states(world.at + OVERDUE + timedelta(seconds=1))
    assert {one.name: one.state for one in later}[name] == "late"


def test_the_lane_writes_down_failures_and_recovery() -> None:
    stopping, runs = threading.Event(), []
    kept: list[tuple[int, str]] = []

    def shaky() -> None:
        runs.append(1)
        if len(runs) == 2:
            raise RuntimeError("no")
        if len(runs) == 4:
            stopping.set()

    def keep(job: Job, began: datetime, error: BaseException | None) -> None:
        kept.append((job.failures, type(error).__name__ if error else ""))

    job = Job("test.shaky", 0.001, shaky)
    job.wait = lambda: 0.001  # type: ignore[method-assign]
    run_lane([job], stopping, keep=keep)
    assert kept == [(0, ""), (1, "RuntimeError"), (0, "")]  # the fourth run follows too closely to be worth a row


def test_a_run_overwrites_the_one_before(world: World) -> None:
    job = Job("test.kept", 5.0, lambda: None, failures=1)
    keep_run(job, world.at, RuntimeError("words that may name somebody"))
    row = JobRun.objects.get(name="test.kept")
    assert (row.failures, row.error, row.well_at) == (1, "RuntimeError", None)
    job.failures = 0
    keep_run(job, world.at, None)
    row.refresh_from_db()
    assert (row.failures, row.error) == (0, "")
    assert row.well_at is not None


# The configuration check


def test_the_check_costs_few_queries(world: World) -> None:
    with CaptureQueriesContext(connection) as seen:
        setup_findings(world.at)
    assert len(seen) <= 20


def test_a_signer_who_leaves_is_found_with_the_way_to_mend_it(world: World) -> None:
    def people() -> list[str]:
        return [one.what for one in setup_findings(world.at) if one.area == "Con người"]

    signer = Seat.objects.get(pk=actor_of_account(world.accounts["signer"], world.at).seat_id)
    before = people()
    end_seat(signer, valid_to=world.at.date() - timedelta(days=1), by=system_actor("test"), at=world.at)
    after = people()
    assert len(after) == len(before) + 1
    assert "ký số văn bản" in " ".join(set(after) - set(before))


def test_a_day_off_that_nobody_confirmed_and_a_rule_set_that_ends_are_found(world: World, operator: Client) -> None:
    CalendarException.objects.update(is_verified=True)
    RuleSet.objects.filter(code="clock").update(valid_to=world.at.date() + timedelta(days=5))
    areas = {(one.area, one.weight) for one in setup_findings(world.at)}
    assert ("Bộ quy tắc", "error") in areas
    assert not [one for one in setup_findings(world.at) if one.area == "Lịch làm việc"]
    CalendarException.objects.filter(date__year=world.at.year).update(is_verified=False)
    assert [one for one in setup_findings(world.at) if one.area == "Lịch làm việc"]
    assert "Cách tính thời hạn giải quyết" in operator.get("/quan-tri/kiem-tra").content.decode()


def test_every_way_to_mend_leads_somewhere(world: World, operator: Client) -> None:
    urls = {one.url for one in setup_findings(world.at)}
    assert urls
    assert {url: operator.get(url).status_code for url in urls} == dict.fromkeys(urls, 200)


# The ledger


def test_the_ledger_is_searched_by_dossier_and_by_person(world: World, operator: Client) -> None:
    page = operator.post("/quan-tri/so-cai", {"find-case": world.case.number}).content.decode()
    assert str(world.case.pk) in page
    assert str(world.other_case.pk) not in page
    before = Entry.objects.filter(event="ledger.searched").count()
    operator.post("/quan-tri/so-cai", {"find-login": "quantri"})
    operator.post("/quan-tri/so-cai", {"find-login": "không-có"})
    assert Entry.objects.filter(event="ledger.searched").count() - before <= 1
    operator.post("/quan-tri/so-cai", {"find-login": "tiepnhan"})
    assert Entry.objects.filter(event="ledger.searched").count() >= before


def test_older_entries_follow_without_a_gap(world: World, operator: Client) -> None:
    first = operator.post("/quan-tri/so-cai", {})
    assert ">hệ thống</td>" in first.content.decode()  # a word, not a code
    following = first.context["next"]
    second = operator.post("/quan-tri/so-cai", {"before": str(following)})
    seen = [row["entry"].id for answer in (first, second) for row in answer.context["rows"]]
    assert len(seen) == len(set(seen)) == 100
    assert seen == sorted(seen, reverse=True)


def test_the_export_is_the_same_rows_and_is_written_down(world: World, operator: Client) -> None:
    answer = operator.post("/quan-tri/so-cai.csv", {"find-case": world.case.number})
    rows = list(csv.reader(io.StringIO(b"".join(answer.streaming_content).decode("utf-8-sig"))))  # type: ignore[attr-defined]
    assert len(rows) - 1 == Entry.objects.filter(subject_id=world.case.pk).count()
    assert Entry.objects.filter(event="ledger.exported").count() == 1


@pytest.mark.parametrize("typed", [{"since": "hôm qua"}, {"subject": "xyz"}, {"before": "1"}, {"event": "khong.co"}])
def test_nonsense_in_the_search_is_no_crash(operator: Client, typed: dict[str, str]) -> None:
    assert operator.post("/quan-tri/so-cai", typed).status_code == 200


# Units


def test_a_unit_is_found_renamed_given_a_post_and_merged(world: World, operator: Client) -> None:
    ward = world.case.competent_unit_id
    made_there = operator.post(
        f"/quan-tri/don-vi/{ward}/lap",
        {"kind": "office", "name": "Phòng Thử nghiệm", "decision": "1/QĐ", "found-on-day": "1", "found-on-month": "12",
         "found-on-year": "2026"},
    )  # fmt: skip
    unit = UnitVersion.objects.get(name="Phòng Thử nghiệm").unit_id
    assert made_there.headers["Location"] == f"/quan-tri/don-vi/{unit}"
    operator.post(f"/quan-tri/don-vi/{unit}/doi", {"name": "Phòng Đã đổi tên", "decision": "2/QĐ", **day("change-on")})
    assert list(UnitVersion.objects.filter(unit_id=unit).order_by("valid_from").values_list("name", flat=True)) == [
        "Phòng Thử nghiệm",
        "Phòng Đã đổi tên",
    ]
    operator.post(f"/quan-tri/don-vi/{unit}/chuc-danh", {"title": "Trưởng phòng", **day("post-from")})
    assert Post.objects.filter(unit_id=unit, title="Trưởng phòng").exists()
    page = operator.get(f"/quan-tri/don-vi/{unit}").content.decode()
    assert "Phòng Thử nghiệm" in page
    refused = operator.post(f"/quan-tri/don-vi/{unit}/cham-dut", {"decision": ""} | day("abolish-on"))
    assert refused.status_code == 422


def test_the_tree_of_a_day_before_the_merger_is_another(operator: Client) -> None:
    before = operator.get("/quan-tri/don-vi", {"ngay": "30/06/2025"}).content.decode()
    today = operator.get("/quan-tri/don-vi").content.decode()
    assert "Tỉnh Bình Thuận" in before
    assert "Tỉnh Bình Thuận" not in today
    found = operator.get("/quan-tri/don-vi", {"tim": "xuan huong da lat"}).content.decode()
    assert "Phường Xuân Hương - Đà Lạt" in found


# Seats


def test_an_official_lends_a_role_from_their_own_page_and_takes_it_back(world: World, operator: Client) -> None:
    handler, signer = world.client("handler"), world.client("signer")
    to_seat = actor_of_account(world.accounts["handler"], world.at).seat_id
    today = world.at.date()
    days = {f"lent-from-{part}": str(getattr(today, part)) for part in ("day", "month", "year")}
    days |= {f"lent-to-{part}": str(getattr(today + timedelta(days=9), part)) for part in ("day", "month", "year")}
    form = {"to_seat": str(to_seat), "lent": "one_stop.signer", "decision": "3/QĐ"} | days
    assert signer.post("/tai-khoan/uy-quyen", form | {"lent": "site.operator"}).status_code == 422
    assert handler.get("/ban/ky").status_code == 403
    assert signer.post("/tai-khoan/uy-quyen", form).status_code == 302
    assert handler.get("/ban/ky").status_code == 200
    assert [one for one in setup_findings(world.at) if one.area == "Ủy quyền"]
    delegation = Delegation.objects.get()
    assert handler.post(f"/tai-khoan/uy-quyen/{delegation.pk}/thu-hoi").status_code == 404
    assert signer.post(f"/tai-khoan/uy-quyen/{delegation.pk}/thu-hoi").status_code == 302
    assert handler.get("/ban/ky").status_code == 403


def test_the_operator_sees_who_sits_in_a_unit(world: World, operator: Client) -> None:
    ward = world.case.competent_unit_id
    page = operator.get("/quan-tri/vi-tri", {"don-vi": str(ward)}).content.decode()
    assert "Phó Chủ tịch Ủy ban nhân dân" in page
    assert "Lãnh đạo ký" in page
    assert world.client("signer").get("/quan-tri/vi-tri").status_code == 403


# Rule sets and procedures


def test_a_rule_set_gets_a_new_version_from_a_day(world: World, operator: Client) -> None:
    tables = RuleSet.objects.get(code="watchdog").tables
    boxes = {f"leaf:{path}": text for path, text in leaves_of(tables)}
    form = boxes | {"leaf:hours.4": "16", "legal_basis": "5/QĐ-UBND", "is_verified": "1"} | day("valid_from")
    assert operator.post("/quan-tri/quy-tac/watchdog", form).status_code == 302
    row = RuleSet.objects.get(code="watchdog", valid_from=date(2030, 1, 15))
    assert (row.tables["hours"]["4"], row.is_verified) == (16, True)
    assert RuleSet.objects.get(code="watchdog", valid_to=date(2030, 1, 15)).tables == tables


@pytest.mark.parametrize("typed", ["mười", "[1]", ""])
def test_a_number_that_is_none_stands_beside_its_box(operator: Client, typed: str) -> None:
    form = {"leaf:hours.4": typed, "legal_basis": "x"} | day("valid_from")
    answer = operator.post("/quan-tri/quy-tac/watchdog", form)
    assert answer.status_code == 422
    assert "aria-invalid" in answer.content.decode()


def test_leaves_and_back_is_the_same() -> None:
    tables = {"a": {"1": 8, "x": "chữ"}, "list": [["07:00", "11:30"]], "share": 0.5}
    assert rebuilt(tables, dict(leaves_of(tables))) == tables
    with pytest.raises(BadLeaf):
        rebuilt(tables, {"list": json.dumps({"a": 1})})


def test_hours_of_a_step_change_from_a_day_after_a_preview(world: World, operator: Client) -> None:
    last = Definition.objects.filter(code="1.001193").latest("version")
    step = last.body["steps"][1]["code"]
    form = {f"step:{step}:hours": "3,5", "legal_basis": "7/QĐ-UBND"} | day("valid_from")
    preview = operator.post("/quan-tri/quy-trinh/1.001193", form)
    assert preview.status_code == 200
    assert "<ins>3.5</ins>" in preview.content.decode()
    assert Definition.objects.filter(code="1.001193").count() == last.version
    assert operator.post("/quan-tri/quy-trinh/1.001193", form | {"confirmed": "1"}).status_code == 302
    newest = Definition.objects.filter(code="1.001193").latest("version")
    assert (newest.version, newest.body["steps"][1]["hours"]) == (last.version + 1, 3.5)
    assert Case.objects.get(pk=world.case.pk).definition_id == last.pk  # running dossiers keep theirs


def test_a_procedure_is_not_published_without_a_change_a_basis_or_a_number(operator: Client) -> None:
    page = "/quan-tri/quy-trinh/1.001193"
    assert operator.post(page, {"legal_basis": "x"} | day("valid_from")).status_code == 422
    assert operator.post(page, {"variant:standard:amount": "9"} | day("valid_from")).status_code == 422
    wrong = operator.post(page, {"variant:standard:amount": "-1", "legal_basis": "x"} | day("valid_from"))
    assert "aria-invalid" in wrong.content.decode()


def test_changes_are_told_one_by_one() -> None:
    body = {"variants": [{"code": "a", "title": "A", "amount": 1, "unit": "day"}], "steps": []}
    [change] = changes_between(body, changed_body(body, {"variant:a:amount": "2"}))
    assert (change.place, change.name, change.before, change.after) == ("A", "amount", 1, 2)
    with pytest.raises(BadNumber):
        changed_body(body, {"variant:a:amount": "NaN"})


def test_what_the_doctor_finds_stands_on_the_page(operator: Client) -> None:
    findings: list[Finding] = operator.get("/quan-tri/he-thong").context["findings"]
    assert {"niêm phong", "dung lượng", "việc nền", "sao lưu", "giao dịch"} <= {one.what for one in findings}


SCHEMAS = [one for one in law.rule_schemas if not one.code.endswith("-test")]  # but for what other tests register


@pytest.mark.parametrize("schema", SCHEMAS, ids=lambda schema: schema.code)
def test_every_value_of_a_rule_set_is_called_by_words(operator: Client, schema: law.RuleSchema) -> None:
    page = operator.get(f"/quan-tri/quy-tac/{schema.code}").content.decode()
    labels = dict(re.findall(r'<label class="label"\s+for="(leaf-\d+)">\s*([^<]+?)\s*<', page))
    assert labels
    assert [text for text in labels.values() if re.fullmatch(r"[a-z_.0-9]+", text)] == []
