"""The operator's calendars: a holiday set by hand, proposals confirmed, hours of a week, and a try-out."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import RequestFactory

from tinhso.base.actor import Actor, ActorKind, Grant, system_actor
from tinhso.base.messages import NotAllowed
from tinhso.kernel.calendar import actions, queries
from tinhso.kernel.calendar.desk import changes, pages
from tinhso.kernel.calendar.models import Calendar, CalendarException
from tinhso.kernel.calendar.rules import vietnam
from tinhso.kernel.calendar.rules.proposals import proposed_days
from tinhso.kernel.calendar.rules.year import months_of
from tinhso.kernel.law.actions import enact_rule_set
from tinhso.kernel.organisations.actions import found_unit

SYSTEM = system_actor("test")
AT = datetime(2026, 11, 16, 1, tzinfo=UTC)
OPERATOR = Actor(kind=ActorKind.STAFF, grants=frozenset([Grant("calendar.change")]))

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def standard(db: None) -> Calendar:
    enact_rule_set(
        "clock", title="x", tables=vietnam.CLOCK_TABLES, legal_basis="x", valid_from=date(2025, 7, 1), by=SYSTEM, at=AT
    )
    return actions.set_up_standard(by=SYSTEM, at=AT)


def asked(view: Any, *args: str, by: Actor = OPERATOR, post: bool = False, **form: Any) -> HttpResponse:
    request = RequestFactory().post("/", form) if post else RequestFactory().get("/", form)
    request.actor = by  # type: ignore[attr-defined]
    request.session = {}
    request._messages = type("Said", (), {"add": lambda self, *said: None, "__iter__": lambda self: iter(())})()  # type: ignore[attr-defined]
    answer: HttpResponse = view(request, *args)
    return answer


def day(text: str, name: str = "day") -> dict[str, str]:
    year, month, number = text.split("-")
    return {f"{name}-year": year, f"{name}-month": month, f"{name}-day": number}


def test_it_works() -> None:
    page = asked(pages.calendar, "standard", nam="2026").content.decode()
    assert page.count('<table class="month">') == 12
    assert "Ngày Văn hóa Việt Nam" in page


def test_a_holiday_is_set_confirmed_and_removed() -> None:
    form = day("2026-12-24") | {"kind": "off", "note": "Thử", "nam": "2026"}
    assert asked(changes.set_day, "standard", post=True, **form).status_code == 302
    row = CalendarException.objects.get(date=date(2026, 12, 24))
    assert not row.is_verified
    refused = asked(changes.confirm_day, "standard", post=True, day="2026-12-24", decision=" ")
    assert refused.status_code == 422
    asked(changes.confirm_day, "standard", post=True, day="2026-12-24", decision="123/QĐ-UBND")
    row.refresh_from_db()
    assert (row.is_verified, row.decision) == (True, "123/QĐ-UBND")
    asked(changes.remove_day, "standard", post=True, day="2026-12-24", ground="Đặt nhầm")
    assert not CalendarException.objects.filter(date=date(2026, 12, 24)).exists()


@pytest.mark.parametrize("typed", [{}, day("2026-02-30"), day("2026-xx-01")])
def test_a_day_that_is_none_is_told_beside_what_was_typed(typed: dict[str, str]) -> None:
    answer = asked(changes.set_day, "standard", post=True, kind="off", note="Giữ lại chữ này", **typed)
    assert answer.status_code == 422
    assert "Giữ lại chữ này" in answer.content.decode()


@pytest.mark.parametrize("hours", ["7h-11h", "07:00", "13:30-07:00", "07:00-11:30, 11:00-12:00"])
def test_hours_that_cannot_be_meant_are_refused(hours: str) -> None:
    answer = asked(changes.set_day, "standard", post=True, kind="hours", hours=hours, **day("2026-12-24"))
    assert answer.status_code == 422


def test_a_refused_date_and_a_refused_week_stand_as_they_were_typed() -> None:
    page = asked(changes.set_day, "standard", post=True, kind="off", **day("2026-2-31")).content.decode()
    for name, typed in (("day-day", "31"), ("day-month", "2"), ("day-year", "2026")):
        assert f'name="{name}" value="{typed}"' in page
    week = {f"day-{number}": "" for number in range(7)} | {"day-5": "08:00–10:00", "decision": "5/QĐ"}
    page = asked(changes.set_week, "standard", post=True, **week, **day("2026-13-1", "from")).content.decode()
    assert 'name="from-month" value="13"' in page
    assert 'name="day-5" value="08:00–10:00"' in page
    assert 'name="day-0" value=""' in page
    assert page.count('value="5/QĐ"') == 1


def test_proposals_lack_the_swapped_day_and_are_taken_with_a_decision() -> None:
    days = [when for when, _ in proposed_days(2026, ())]
    assert date(2026, 1, 2) not in days
    assert date(2026, 9, 2) in days
    own = actions.create_calendar("rieng", "Lịch riêng", by=SYSTEM, at=AT)
    actions.set_week(own, vietnam.STANDARD_WEEK, valid_from=date(2025, 7, 1), by=SYSTEM, at=AT)
    form = {"nam": "2026", "day": ["2026-09-02", "2026-12-31"], "decision": "45/TB-UBND"}
    asked(changes.take_proposals, "rieng", post=True, **form)
    [row] = CalendarException.objects.filter(calendar__code="rieng")
    assert (row.date, row.is_verified) == (date(2026, 9, 2), True)  # 31 December is no proposal


def test_a_new_calendar_gets_hours_and_a_unit() -> None:
    assert asked(changes.create, post=True, code="sang-thu-bay", name="Thêm sáng thứ Bảy").status_code == 302
    week = {f"day-{number}": "07:00–11:30, 13:30–17:00" for number in range(5)} | {"day-5": "07:00-11:00"}
    assert asked(changes.set_week, "sang-thu-bay", post=True, **week, **day("2026-12-01", "from")).status_code == 302
    found_unit("commune", "Xã Thử Lịch", on=date(2025, 7, 1), by=SYSTEM, at=AT)
    form = {"unit": "thử lịch"} | day("2026-12-01", "since")
    assert asked(changes.assign, "sang-thu-bay", post=True, **form).status_code == 302
    chosen = Calendar.objects.get(code="sang-thu-bay")
    assert [row.valid_from for row in queries.followers_of(chosen, date(2026, 12, 1))] == [date(2026, 12, 1)]
    assert (
        asked(changes.assign, "sang-thu-bay", post=True, unit="không có", **day("2027-01-01", "since")).status_code
        == 422
    )


@pytest.mark.parametrize(
    ("received", "amount", "unit", "due"),
    [
        ("20/11/2026 09:15", "3", "working_day", "17:00 thứ Năm 26/11/2026"),  # 24 November is a holiday
        ("20/11/2026 15:40", "4", "working_hour", "09:40 thứ Hai 23/11/2026"),
        ("20/11/2026 15:00", "", "same_day", "17:00 thứ Hai 23/11/2026"),
        ("09/02/2026 08:00", "10", "day", "17:00 thứ Hai 23/02/2026"),
    ],
)
def test_trying_out_tells_the_moment_and_why(received: str, amount: str, unit: str, due: str) -> None:
    page = asked(pages.calendar, "standard", **{"nhan": received, "so": amount, "don-vi": unit}).content.decode()
    assert due in page


@pytest.mark.parametrize("typed", [{"nhan": "hôm qua"}, {"nhan": "20/11/2026", "so": "-1"}, {"nhan": "31/02/2026"}])
def test_nonsense_in_the_try_out_is_answered_with_a_sentence(typed: dict[str, str]) -> None:
    page = asked(pages.calendar, "standard", **typed, **{"don-vi": "day"})
    assert page.status_code == 200
    assert "notice-error" in page.content.decode()


def test_a_year_counts_its_days() -> None:
    cells = [
        cell
        for month in months_of(vietnam.standard_calendar(), 2026)
        for week in month.weeks
        for cell in week
        if cell is not None
    ]
    assert len(cells) == 365
    assert [cell.day for cell in cells if cell.kind == "worked"] == [date(2026, 1, 10), date(2026, 8, 22)]


def test_nobody_else_changes_a_calendar() -> None:
    stranger = Actor(kind=ActorKind.STAFF)
    with pytest.raises(NotAllowed):
        asked(changes.set_day, "standard", by=stranger, post=True)
    with pytest.raises(NotAllowed):
        actions.confirm_exception(Calendar.objects.get(), date(2026, 1, 2), decision="x", by=stranger, at=AT)
