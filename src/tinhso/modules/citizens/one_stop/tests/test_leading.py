"""A leader's morning: numbers that lead to their rows, papers read and signed, holders reminded and changed."""

import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.world import World, sample_world, undone
from tinhso.base.actor import Actor
from tinhso.kernel.cases.actions import assign_case
from tinhso.kernel.cases.models import Case
from tinhso.kernel.cases.queries import hand_over_note
from tinhso.kernel.identity.queries import actor_of_account
from tinhso.kernel.ledger.queries import entries_of
from tinhso.modules.citizens.one_stop.actions.reminders import DayPast, close_reminder, remind
from tinhso.modules.citizens.one_stop.models import Reminder
from tinhso.modules.citizens.one_stop.queries.leading import FIGURES, WEEK, cases_behind, counted, red_cases
from tinhso.modules.citizens.one_stop.queries.led_units import unit_lines
from tinhso.modules.citizens.one_stop.queries.reminders import reminders_for, reminders_given

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def loaded(django_db_setup: None, django_db_blocker: Any) -> Iterator[World]:
    with django_db_blocker.unblock(), sample_world() as found:
        yield found


@pytest.fixture
def world(loaded: World) -> Iterator[World]:
    with undone():
        yield loaded


def actor(world: World, who: str) -> Actor:
    return actor_of_account(world.accounts[who], world.at)


def waiting_paper(world: World) -> Case:
    return Case.objects.get(step="sign", competent_unit_id=actor(world, "signer").unit_id, finished_at=None)


def signer(world: World) -> Client:
    return world.client("signer")


def test_it_works(world: World) -> None:
    page = signer(world).get("/ban/sang-nay")
    assert page.status_code == 200
    assert "Danh sách đỏ" in page.content.decode()


@pytest.mark.parametrize("days", [0, 3, 9, 30])
@pytest.mark.parametrize("who", ["signer", "supervisor"])
def test_every_number_counts_exactly_the_rows_it_leads_to(world: World, who: str, days: int) -> None:
    by, at = actor(world, who), world.at + timedelta(days=days)
    for item in counted(by, at):
        behind = cases_behind(item.figure, by, at)
        assert (item.value if item.of is None else item.of) == behind.count(), item.figure.code
    assert sum(item.value for item in counted(by, at)) > 0


def test_a_number_of_last_week_is_what_it_would_have_been_then(world: World) -> None:
    """Nothing happens after the sample was made: a week later, the figures of now are those of a week before."""
    by = actor(world, "signer")
    then = {item.figure.code: item.value for item in counted(by, world.at)}
    later = {item.figure.code: item.before for item in counted(by, world.at + WEEK)}
    for figure in FIGURES:
        if figure.then and figure.code != "dung-han":
            assert later[figure.code] == then[figure.code], figure.code


def test_the_morning_costs_few_queries_however_many_dossiers(world: World) -> None:
    client = signer(world)
    client.get("/ban/sang-nay")
    with CaptureQueriesContext(connection) as seen:
        client.get("/ban/sang-nay")
    assert len(seen) <= 18, [query["sql"][:90] for query in seen.captured_queries]


def test_the_page_is_light(world: World) -> None:
    assert len(signer(world).get("/ban/sang-nay").content) < 40 * 1024


def test_the_longest_overdue_dossier_stands_first_in_the_red_list(world: World) -> None:
    late = world.at + timedelta(days=60)
    dates = [case.due_at for case in red_cases(actor(world, "signer"), late) if case.due_at]
    assert len(dates) > 3
    assert dates == sorted(dates)


def test_offices_are_ranked_and_add_up(world: World) -> None:
    by, late = actor(world, "signer"), world.at + timedelta(days=60)
    lines = unit_lines(by, late)
    total = {item.figure.code: item.value for item in counted(by, late)}
    assert sum(line.overdue for line in lines) == total["qua-han"] > 0
    assert sum(line.unmoved for line in lines) == total["khong-ai-dong"] > 0


def test_an_office_that_is_not_the_leaders_is_not_there(world: World) -> None:
    other = world.other_case.competent_unit_id
    assert signer(world).get("/ban/sang-nay", {"don-vi": str(other)}).status_code == 404
    own = world.case.competent_unit_id
    assert signer(world).get("/ban/sang-nay", {"don-vi": str(own)}).status_code == 200
    assert signer(world).get("/ban/sang-nay", {"don-vi": "không"}).status_code == 404


def test_a_paper_is_signed_only_after_it_was_read(world: World) -> None:
    case, client = waiting_paper(world), signer(world)
    refused = client.post("/ban/ky/nhieu", {"number": case.number})
    assert refused.status_code == 422
    assert "Chưa mở đọc văn bản" in refused.content.decode()
    assert Case.objects.get(pk=case.pk).step == "sign"
    page = client.get(f"/ban/ky/{case.number}").content.decode()
    pictures = re.findall(rf"/ban/ky/{case.number}/trang/\d+\.png", page)
    assert client.get(pictures[0]).content.startswith(b"\x89PNG")
    assert client.post("/ban/ky/nhieu", {"number": case.number}).status_code == 302
    assert Case.objects.get(pk=case.pk).step == "issue"


def test_a_paper_that_changed_after_reading_must_be_read_again(world: World) -> None:
    case, client = waiting_paper(world), signer(world)
    client.get(f"/ban/ky/{case.number}")
    assign_case(case, to_seat_id=None, by=actor(world, "signer"), at=world.at)
    answer = client.post(f"/ban/ky/{case.number}/ky", {"version": str(case.version)})
    assert answer.status_code == 409
    assert Case.objects.get(pk=case.pk).step == "sign"


def test_a_paper_goes_back_with_its_reason(world: World) -> None:
    case, client = waiting_paper(world), signer(world)
    form = {"version": str(case.version), "reason": ""}
    empty = client.post(f"/ban/ky/{case.number}/tra-lai", form)
    assert empty.status_code == 422
    assert "Ghi một câu" in empty.content.decode()
    client.post(f"/ban/ky/{case.number}/tra-lai", form | {"reason": "Sai dân tộc của mẹ"})
    case.refresh_from_db()
    assert case.step == "process"
    assert hand_over_note(case.hand_overs.latest("order")) == "Sai dân tộc của mẹ"


def test_a_leader_reminds_and_the_holder_reads_it(world: World) -> None:
    case, client = world.case, signer(world)
    answer = client.post(f"/ban/ho-so/{case.number}/nhac", {"in_days": "0", "text": "Xong trước 11 giờ"})
    assert answer.status_code == 302
    reminder = Reminder.objects.get(case=case)
    assert entries_of(case).filter(event="one_stop.reminded").count() == 1
    assert "Xong trước 11 giờ" in client.get("/ban/nhac").content.decode()
    assert "Xong trước 11 giờ" in client.get(f"/ban/ho-so/{case.number}").content.decode()
    [given] = reminders_given(actor(world, "signer"), world.at)
    assert given.state == "open"
    assert reminders_given(actor(world, "signer"), world.at + timedelta(days=2))[0].state == "late"
    holders = [who for who in world.accounts if reminders_for(actor(world, who), world.at)]
    assert holders
    close_reminder(reminder, by=actor(world, "signer"), at=world.at)
    assert not [who for who in world.accounts if reminders_for(actor(world, who), world.at)]


def test_a_reminder_is_for_a_day_to_come(world: World) -> None:
    with pytest.raises(DayPast):
        remind(world.case, text="", due_on=world.at.date() - timedelta(days=2), by=actor(world, "signer"), at=world.at)


def test_a_leader_changes_the_holder(world: World) -> None:
    case, seat = world.case, actor(world, "handler").seat_id
    form = {"version": str(case.version), "seat": str(seat)}
    assert signer(world).post(f"/ban/ho-so/{case.number}/nguoi-giu", form).status_code == 302
    assert Case.objects.get(pk=case.pk).step_seat_id == seat
    assert signer(world).post(f"/ban/ho-so/{case.number}/nguoi-giu", form).status_code == 409


def test_who_leads_nothing_has_no_morning(world: World) -> None:
    assert world.client("handler").get("/ban/sang-nay").status_code == 403
    assert world.client("handler").post(f"/ban/ho-so/{world.case.number}/nhac", {}).status_code == 403
