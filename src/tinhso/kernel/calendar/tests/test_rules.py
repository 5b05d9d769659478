"""Due moments: the sixty known cases, the table of the specification, and a clock kept by hand."""

import json
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tinhso.base.moments import LOCAL
from tinhso.kernel.calendar import rules
from tinhso.kernel.calendar.rules import (
    Allotted,
    BadAllotted,
    BadHours,
    BadPauses,
    DayException,
    Left,
    NoWorkingTime,
    Pause,
    Promise,
    Week,
    WorkingCalendar,
    due_after_pauses,
    promised_due,
)
from tinhso.kernel.calendar.rules.case_file import checked
from tinhso.kernel.calendar.rules.minutes import intervals_read
from tinhso.kernel.calendar.rules.vietnam import CLOCK_CHOICES, CLOCK_TABLES, STANDARD_WEEK, standard_calendar
from tinhso.kernel.calendar.rules.working_time import calendar_read, week_read
from tinhso.kernel.calendar.tests.paper_clock import PaperClock

CASES = json.loads((Path(__file__).parent / "clock_cases.json").read_text(encoding="utf-8"))
STANDARD = standard_calendar()


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=LOCAL)


def due_text(start: str, allotted: Allotted, *pauses: Pause, calendar: WorkingCalendar = STANDARD) -> str:
    told = due_after_pauses(at(start), allotted, pauses, calendar, CLOCK_CHOICES)
    assert isinstance(told, Promise)
    return f"{told.due_at:%Y-%m-%dT%H:%M}"


def texts(told: Promise | Left) -> str:
    return "\n".join(line.text for line in told.lines)


def test_it_works() -> None:
    promise = promised_due(at("2026-11-20T09:15"), Allotted(3, "working_day"), STANDARD, CLOCK_CHOICES)
    assert promise.due_at == at("2026-11-26T17:00")
    assert promise.calendar_version == STANDARD.version


def test_the_known_cases_come_out_to_the_minute() -> None:
    result = checked(CASES, CLOCK_TABLES)
    assert (result.count, result.differences) == (60, ())


def test_a_wrong_due_moment_in_a_file_is_found() -> None:
    wrong = CASES | {"cases": [*CASES["cases"][:2], CASES["cases"][2] | {"due": "2025-04-09T17:00"}]}
    [difference] = checked(wrong, CLOCK_TABLES).differences
    assert (difference.number, difference.expected, difference.found) == (3, "2025-04-09T17:00", "2025-04-08T17:00")


@pytest.mark.parametrize(
    ("start", "allotted", "pauses", "due"),
    [
        ("2026-11-20T09:15", Allotted(3, "working_day", "by_day"), [], "2026-11-26T17:00"),
        ("2026-11-20T09:15", Allotted(3, "working_day", "by_clock"), [], "2026-11-26T09:15"),
        ("2026-11-20T15:40", Allotted(4, "working_hour"), [], "2026-11-23T09:40"),
        ("2026-11-20T15:00", Allotted(0, "same_day"), [], "2026-11-23T17:00"),
        ("2026-02-09T08:00", Allotted(10, "day"), [], "2026-02-23T17:00"),
        ("2025-12-31T08:00", Allotted(2, "month"), [], "2026-03-02T17:00"),
        ("2026-08-20T08:00", Allotted(5, "working_day", "by_day"), [], "2026-08-26T17:00"),
        (
            "2026-11-16T08:00",
            Allotted(10, "working_day", "by_day"),
            [Pause(at("2026-11-18T10:00"), at("2026-11-25T09:00"))],
            "2026-12-07T17:00",
        ),
        (
            "2026-11-16T08:00",
            Allotted(16, "working_hour"),
            [Pause(at("2026-11-16T10:00"), at("2026-11-18T14:00"))],
            "2026-11-20T10:00",
        ),
    ],
)
def test_the_table_of_the_specification(start: str, allotted: Allotted, pauses: list[Pause], due: str) -> None:
    assert due_text(start, allotted, *pauses) == due


def test_a_desk_with_saturday_mornings_counts_them() -> None:
    desk = calendar_read("desk", _content("saturday_desk"))
    assert due_text("2026-11-20T16:30", Allotted(2, "working_day", "by_clock"), calendar=desk) == "2026-11-25T14:00"


def _content(name: str) -> dict[str, Any]:
    """A calendar of the case file in the form the product stores."""
    told = {"decision": "", "note": "", "is_verified": True}
    rows = [row | told | {"hours": row["hours"] or []} for row in CASES["calendars"][name]["exceptions"]]
    week = {"valid_from": "0001-01-01", "valid_to": None, "week": CASES["calendars"][name]["week"], "decision": ""}
    return {"weeks": [week], "exceptions": rows}


CALENDARS = {name: calendar_read(name, _content(name)) for name in CASES["calendars"]}
PAPER = {name: PaperClock(data) for name, data in CASES["calendars"].items()}
FIRST = datetime.fromisoformat("2025-01-01")
MOMENTS = st.integers(0, 900 * 1440).map(lambda minutes: FIRST + timedelta(minutes=minutes))


@st.composite
def drawn_cases(draw: st.DrawFn) -> dict[str, Any]:
    unit = draw(st.sampled_from(rules.UNITS))
    amount: float = draw(st.integers(1, 12 if unit in ("working_day", "month") else 40))
    if unit in ("working_day", "working_hour"):
        amount += draw(st.sampled_from([0, 0, 0.5, 0.25]))
    start = draw(MOMENTS)
    pauses, moment = [], start
    for _ in range(draw(st.integers(0, 3))):
        since = moment + timedelta(minutes=draw(st.integers(0, 6 * 1440)))
        moment = since + timedelta(minutes=draw(st.integers(0, 12 * 1440)))
        pauses.append([since.isoformat(), moment.isoformat()])
    return {
        "calendar": draw(st.sampled_from(sorted(CALENDARS))),
        "start": start.isoformat(),
        "amount": amount,
        "unit": unit,
        "counting": draw(st.sampled_from(rules.COUNTINGS)),
        "pauses": pauses,
    }


@settings(max_examples=250, deadline=None)
@given(case=drawn_cases())
def test_every_due_moment_is_the_one_found_by_hand(case: dict[str, Any]) -> None:
    expected = PAPER[case["calendar"]].due(case)
    allotted = Allotted(Decimal(str(case["amount"])), case["unit"], case["counting"])
    pauses = [Pause(at(p), at(q)) for p, q in case["pauses"]]
    told = due_after_pauses(at(case["start"]), allotted, pauses, CALENDARS[case["calendar"]], CLOCK_CHOICES)
    assert isinstance(told, Promise)
    assert told.due_at.replace(tzinfo=None) == expected
    assert told.lines[-1].kind == "due"
    assert rules.from_data(json.loads(json.dumps(rules.as_data(told)))) == told


@given(start=MOMENTS, n=st.integers(1, 60), name=st.sampled_from(sorted(CALENDARS)))
def test_counted_days_in_the_explanation_add_up_to_the_amount(start: datetime, n: int, name: str) -> None:
    calendar = CALENDARS[name]
    told = promised_due(start.replace(tzinfo=LOCAL), Allotted(n, "working_day"), calendar, CLOCK_CHOICES)
    counted = [line for line in told.lines if line.kind == "counted"]
    skipped = [line for line in told.lines if line.kind == "skipped"]
    assert sum((line.last - line.first).days + 1 for line in counted) == n
    covered = sum((line.last - line.first).days + 1 for line in counted + skipped)
    assert covered == (told.due_at.date() - start.date()).days


@given(start=MOMENTS, more=st.integers(0, 400))
def test_what_comes_later_is_never_due_earlier(start: datetime, more: int) -> None:
    later = start + timedelta(minutes=more)
    for unit, amount in (("working_hour", 9), ("working_day", 3), ("day", 5), ("month", 1)):
        first, second = (
            promised_due(moment.replace(tzinfo=LOCAL), Allotted(amount, unit), STANDARD, CLOCK_CHOICES).due_at
            for moment in (start, later)
        )
        assert first <= second


def test_the_explanation_names_the_decision_behind_a_holiday() -> None:
    told = promised_due(at("2026-11-20T09:15"), Allotted(3, "working_day"), STANDARD, CLOCK_CHOICES)
    assert [line.kind for line in told.lines] == ["received", "skipped", "counted", "skipped", "counted", "due"]
    assert "thứ Ba 24/11/2026 – ngày nghỉ, Ngày Văn hóa Việt Nam (theo Nghị quyết 80-NQ/TW)" in told.lines[3].text
    assert told.lines[3].decision == "Nghị quyết 80-NQ/TW"
    assert told.lines[-1].text == "Hạn: 17:00 thứ Năm 26/11/2026."


def test_a_holiday_not_compared_with_its_text_says_so() -> None:
    told = promised_due(at("2026-12-31T09:00"), Allotted(25, "working_day"), STANDARD, CLOCK_CHOICES)
    assert "Tết Nguyên đán (dự kiến) (theo Bộ luật Lao động 2019, Điều 112; chưa đối chiếu văn bản gốc)" in texts(told)


def test_an_open_pause_leaves_no_due_moment_but_what_is_left() -> None:
    pause = Pause(at("2026-11-18T10:00"), None, "chờ bổ sung giấy tờ", "Phiếu yêu cầu số 12")
    left = due_after_pauses(at("2026-11-16T08:00"), Allotted(10, "working_day"), [pause], STANDARD, CLOCK_CHOICES)
    assert isinstance(left, Left)
    assert (left.amount, left.unit, left.paused_at) == (8, "working_day", at("2026-11-18T10:00"))
    assert left.lines[-1].text == (
        "Tạm dừng từ 10:00 thứ Tư 18/11/2026 đến nay: chờ bổ sung giấy tờ (Phiếu yêu cầu số 12); "
        "còn lại 8 ngày làm việc."
    )
    assert rules.from_data(json.loads(json.dumps(rules.as_data(left)))) == left


def test_a_pause_that_begins_when_it_is_overdue_changes_nothing_even_while_open() -> None:
    pause = Pause(at("2026-11-23T17:00"), None)
    assert due_text("2026-11-20T09:00", Allotted(1, "working_day"), pause) == "2026-11-23T17:00"


def test_the_last_minute_before_the_close_still_leaves_the_working_time_of_the_day() -> None:
    pause = Pause(at("2026-11-23T16:59"), at("2026-11-25T07:00"))
    assert due_text("2026-11-20T09:00", Allotted(1, "working_day"), pause) == "2026-11-25T17:00"
    late = Pause(at("2026-11-23T16:59"), at("2026-11-25T17:00"))
    assert due_text("2026-11-20T09:00", Allotted(1, "working_day"), late) == "2026-11-26T17:00"


def test_a_stored_promise_keeps_its_lines_without_the_calendar() -> None:
    promise = promised_due(at("2026-02-09T08:00"), Allotted(10, "day"), STANDARD, CLOCK_CHOICES)
    stored = rules.from_data(json.loads(json.dumps(rules.as_data(promise))))
    assert stored.lines == promise.lines
    assert stored.calendar_version == STANDARD.version


def test_a_moment_given_in_another_zone_is_the_same_moment() -> None:
    moment = datetime.fromisoformat("2026-11-20T02:15:59+00:00")
    assert promised_due(moment, Allotted(3, "working_day"), STANDARD, CLOCK_CHOICES).due_at == at("2026-11-26T17:00")


def test_seconds_are_cut_so_that_three_o_clock_is_late_and_a_second_before_is_not() -> None:
    before = promised_due(at("2026-11-20T14:59:59"), Allotted(0, "same_day"), STANDARD, CLOCK_CHOICES)
    assert before.due_at == at("2026-11-20T17:00")


def test_a_change_of_hours_from_a_day_on_counts_from_that_day() -> None:
    summer = week_read({str(day): [["06:30", "11:00"]] for day in range(5)})
    calendar = WorkingCalendar(
        "two", [Week(week_read(STANDARD_WEEK), valid_to=date(2026, 6, 1)), Week(summer, date(2026, 6, 1))]
    )
    assert due_text("2026-05-28T09:00", Allotted(2, "working_day"), calendar=calendar) == "2026-06-01T11:00"


def test_a_date_may_be_worked_until_midnight() -> None:
    night = WorkingCalendar("night", [Week(week_read({"0": [["18:00", "24:00"]]}))])
    assert due_text("2026-11-23T20:00", Allotted(4, "working_hour"), calendar=night) == "2026-11-24T00:00"
    assert due_text("2026-11-23T20:00", Allotted(5, "working_hour"), calendar=night) == "2026-11-30T19:00"


def test_a_calendar_far_from_today_still_counts() -> None:
    assert due_text("2199-12-31T08:00", Allotted(1, "day")) == "2200-01-01T17:00"
    assert due_text("1975-05-02T08:00", Allotted(1, "working_day")) == "1975-05-05T17:00"
    assert due_text("2026-11-20T09:15", Allotted(3, "working_day")) == "2026-11-26T17:00"


@pytest.mark.parametrize(
    ("amount", "unit", "counting"),
    [
        (-1, "day", None),
        (0, "working_day", None),
        (Decimal("1.5"), "day", None),
        (1, "year", None),
        (10**9, "day", None),
    ],
)
def test_an_amount_that_cannot_be_meant_is_refused(amount: int, unit: str, counting: str | None) -> None:
    with pytest.raises(BadAllotted):
        Allotted(amount, unit, counting)


@pytest.mark.parametrize(
    "pauses",
    [
        [("2026-11-17T10:00", "2026-11-16T10:00")],
        [("2026-11-17T10:00", "2026-11-19T10:00"), ("2026-11-18T10:00", "2026-11-20T10:00")],
        [("2026-11-17T10:00", None), ("2026-11-18T10:00", "2026-11-20T10:00")],
        [("2026-11-15T10:00", "2026-11-17T10:00")],
    ],
)
def test_pauses_that_cannot_be_meant_are_refused(pauses: list[tuple[str, str | None]]) -> None:
    with pytest.raises(BadPauses):
        due_text("2026-11-16T08:00", Allotted(9, "day"), *(Pause(at(p), at(q) if q else None) for p, q in pauses))


def test_a_moment_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        promised_due(datetime(2026, 11, 20, 9), Allotted(1, "day"), STANDARD, CLOCK_CHOICES)  # noqa: DTZ001


@pytest.mark.parametrize(
    "pairs", [[["11:30", "07:00"]], [["07:00", "11:30"], ["11:00", "17:00"]], [["7h", "11:30"]], [["07:00"]], "07:00"]
)
def test_hours_that_cannot_be_meant_are_refused(pairs: object) -> None:
    with pytest.raises(BadHours):
        intervals_read(pairs)


def test_a_calendar_without_hours_or_with_two_weeks_on_a_day_is_refused() -> None:
    week = Week(week_read(STANDARD_WEEK))
    with pytest.raises(BadHours):
        WorkingCalendar("none", [])
    with pytest.raises(BadHours):
        WorkingCalendar("twice", [week, Week(week.hours, date(2026, 1, 1))])
    with pytest.raises(BadHours):
        WorkingCalendar("off with hours", [week], [DayException(date(2026, 1, 1), "off", ((0, 60),))])


def test_a_calendar_that_ends_says_so_instead_of_counting_for_ever() -> None:
    ended = WorkingCalendar("ended", [Week(week_read(STANDARD_WEEK), valid_to=date(2026, 1, 1))])
    with pytest.raises(NoWorkingTime):
        due_text("2026-11-20T09:15", Allotted(3, "working_day"), calendar=ended)


def test_the_version_changes_with_the_content_and_survives_storage() -> None:
    content = STANDARD.as_data()
    assert calendar_read("standard", json.loads(json.dumps(content))).version == STANDARD.version
    content["exceptions"].pop()
    assert calendar_read("standard", content).version != STANDARD.version


def test_the_holidays_of_the_product_are_those_of_the_case_file() -> None:
    listed = {(row["date"], row["kind"]) for row in CASES["calendars"]["standard"]["exceptions"]}
    assert {(e.day.isoformat(), e.kind) for e in STANDARD.exceptions.values()} == listed
