"""Calendars in the database: changed by decisions, followed by units, kept as they were."""

from collections.abc import Callable
from datetime import date, datetime
from uuid import UUID

import pytest
from django.db import connection

from tinhso.base.actor import Actor, staff_actor, system_actor
from tinhso.base.ids import new_id
from tinhso.base.messages import NotAllowed
from tinhso.base.moments import LOCAL
from tinhso.kernel.calendar import actions, queries
from tinhso.kernel.calendar.models import Calendar, CalendarVersion
from tinhso.kernel.calendar.rules import Allotted, ClockChoices, promised_due
from tinhso.kernel.calendar.rules.vietnam import CLOCK_BASIS, CLOCK_CHOICES, CLOCK_TABLES, STANDARD_WEEK
from tinhso.kernel.law.actions import RuleSetFaulty, enact_rule_set
from tinhso.kernel.organisations.actions import found_unit

pytestmark = pytest.mark.django_db

BY = system_actor("tests")
AT = datetime(2026, 11, 20, 9, 15, tzinfo=LOCAL)
DAY = AT.date()
MORNINGS = {str(day): [["07:30", "11:30"]] for day in range(6)}


@pytest.fixture
def standard() -> Calendar:
    return actions.set_up_standard(by=BY, at=AT)


@pytest.fixture
def commune() -> UUID:
    province = found_unit("province", "Tỉnh Mẫu", on=date(2025, 7, 1), by=BY, at=AT)
    return found_unit("commune", "Xã Mẫu", on=date(2025, 7, 1), parent_id=province.id, by=BY, at=AT).id


def enact_clock(**changed: object) -> None:
    tables = CLOCK_TABLES | changed
    enact_rule_set(
        "clock",
        title="Cách tính thời hạn",
        tables=tables,
        legal_basis=CLOCK_BASIS,
        valid_from=date(2025, 7, 1),
        by=BY,
        at=AT,
    )


def entries(event: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM ledger_entry WHERE event = %s", [event])
        row: tuple[int] = cursor.fetchone()
    return row[0]


def due(unit_id: UUID, choices: ClockChoices = CLOCK_CHOICES) -> datetime:
    return promised_due(AT, Allotted(3, "working_day"), queries.calendar_of(unit_id, DAY), choices).due_at


def test_it_works(standard: Calendar, commune: UUID) -> None:
    assert due(commune) == datetime(2026, 11, 26, 17, tzinfo=LOCAL)
    assert entries("calendar.standard_set_up") == 1


def test_setting_up_the_standard_calendar_twice_changes_nothing(standard: Calendar) -> None:
    assert actions.set_up_standard(by=BY, at=AT).id == standard.id
    assert entries("calendar.standard_set_up") == 1


def test_a_unit_follows_its_own_calendar_then_its_parent_s_then_the_standard(standard: Calendar, commune: UUID) -> None:
    office = found_unit("office", "Trung tâm PVHCC", on=date(2025, 7, 1), parent_id=commune, by=BY, at=AT).id
    own = actions.create_calendar("sang", "Chỉ buổi sáng", by=BY, at=AT)
    actions.set_week(own, MORNINGS, valid_from=date(2025, 1, 1), decision="QĐ 01/QĐ-UBND", by=BY, at=AT)
    assert queries.calendar_of(office, DAY).code == "standard"
    actions.assign_calendar(commune, own, valid_from=date(2026, 11, 1), by=BY, at=AT)
    assert queries.calendar_of(office, DAY).code == "sang"
    assert queries.calendar_of(office, date(2026, 10, 31)).code == "standard"
    assert due(office).hour == 11
    actions.assign_calendar(office, standard, valid_from=date(2026, 11, 2), by=BY, at=AT)
    assert queries.calendar_of(office, DAY).code == "standard"


def test_a_local_closure_moves_new_promises_and_leaves_the_old_version_readable(
    standard: Calendar, commune: UUID
) -> None:
    before = queries.calendar_of(commune, DAY)
    actions.set_exception(
        standard, date(2026, 11, 25), "off", decision="Công điện 05/CĐ-UBND", note="tránh bão", by=BY, at=AT
    )
    assert due(commune) == datetime(2026, 11, 27, 17, tzinfo=LOCAL)
    old = queries.calendar_version(before.version)
    assert promised_due(AT, Allotted(3, "working_day"), old, CLOCK_CHOICES).due_at.day == 26
    assert CalendarVersion.objects.count() == 2
    actions.remove_exception(standard, date(2026, 11, 25), ground="bão đổi hướng", by=BY, at=AT)
    assert queries.calendar_of(commune, DAY).version == before.version


def test_a_second_exception_on_a_day_is_refused(standard: Calendar) -> None:
    with pytest.raises(actions.ExceptionStands, match="24/11/2026"):
        actions.set_exception(standard, date(2026, 11, 24), "off", by=BY, at=AT)
    with pytest.raises(actions.ExceptionMissing):
        actions.remove_exception(standard, date(2026, 11, 23), ground="nhầm", by=BY, at=AT)


def test_a_worked_saturday_without_hours_has_the_standard_hours_of_the_province(standard: Calendar) -> None:
    enact_clock(standard_hours=[["08:00", "12:00"]])
    row = actions.set_exception(standard, date(2026, 11, 28), "work", decision="QĐ 9", by=BY, at=AT)
    assert row.intervals == [["08:00", "12:00"]]


@pytest.mark.parametrize(
    ("kind", "intervals"),
    [("off", [["07:00", "11:30"]]), ("hours", None), ("hours", [["11:30", "07:00"]]), ("holiday", None)],
)
def test_an_exception_whose_hours_cannot_be_meant_is_refused(standard: Calendar, kind: str, intervals: object) -> None:
    with pytest.raises(actions.HoursFaulty):
        actions.set_exception(standard, date(2026, 12, 1), kind, intervals, by=BY, at=AT)
    assert entries("calendar.exception_set") == 0


def test_new_hours_end_the_old_ones_and_may_not_reach_back(standard: Calendar, commune: UUID) -> None:
    actions.set_week(standard, MORNINGS, valid_from=date(2026, 11, 26), decision="QĐ 77", by=BY, at=AT)
    assert due(commune) == datetime(2026, 11, 26, 11, 30, tzinfo=LOCAL)
    with pytest.raises(actions.WeekOverlaps, match="26/11/2026"):
        actions.set_week(standard, STANDARD_WEEK, valid_from=date(2026, 11, 1), by=BY, at=AT)
    with pytest.raises(actions.HoursFaulty):
        actions.set_week(standard, {"7": []}, valid_from=date(2027, 1, 1), by=BY, at=AT)


def test_an_assignment_may_not_reach_back_nor_name_a_calendar_without_hours(standard: Calendar, commune: UUID) -> None:
    actions.assign_calendar(commune, standard, valid_from=DAY, by=BY, at=AT)
    with pytest.raises(actions.AssignmentOverlaps):
        actions.assign_calendar(commune, standard, valid_from=date(2026, 1, 1), by=BY, at=AT)
    empty = actions.create_calendar("rong", "Chưa có giờ", by=BY, at=AT)
    with pytest.raises(queries.CalendarMissing):
        actions.assign_calendar(commune, empty, valid_from=date(2027, 1, 1), by=BY, at=AT)
    with pytest.raises(actions.CalendarStands):
        actions.create_calendar("rong", "Lần nữa", by=BY, at=AT)


def test_nobody_changes_a_calendar_without_the_right(standard: Calendar) -> None:
    clerk: Actor = staff_actor(["cases.accept"], new_id())
    with pytest.raises(NotAllowed):
        actions.set_exception(standard, date(2026, 12, 1), "off", by=clerk, at=AT)


def test_without_a_calendar_the_refusal_says_what_is_missing(commune: UUID) -> None:
    with pytest.raises(queries.CalendarMissing, match="standard"):
        queries.calendar_of(commune, DAY)
    with pytest.raises(queries.VersionUnknown):
        queries.calendar_version("0" * 32)


def test_the_choices_of_the_province_are_law_with_a_checked_shape(standard: Calendar, commune: UUID) -> None:
    with pytest.raises(RuleSetFaulty):
        enact_clock(counting="by_guess")
    enact_clock(counting="by_clock")
    assert due(commune, queries.choices_on(DAY)) == datetime(2026, 11, 26, 9, 15, tzinfo=LOCAL)


def test_reading_the_calendar_of_a_unit_is_a_handful_of_queries(
    standard: Calendar, commune: UUID, django_assert_max_num_queries: Callable[[int], object]
) -> None:
    actions.assign_calendar(commune, standard, valid_from=DAY, by=BY, at=AT)
    with django_assert_max_num_queries(4):  # type: ignore[attr-defined]
        first = queries.calendar_of(commune, DAY)
    with django_assert_max_num_queries(1):  # type: ignore[attr-defined]
        assert queries.calendar_of(commune, DAY) is first
