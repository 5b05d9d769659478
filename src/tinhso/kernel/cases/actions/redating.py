"""Dating cases anew after a calendar was changed: every difference is shown first, then each is dated with a ground.

What was promised stays until then (clock.md, "Frozen"). A paused case has no due moment; it is dated when it runs
again, on the calendar it was promised under, and is offered here from then on.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Q, QuerySet

from tinhso.base.actor import Actor
from tinhso.base.messages import Refused, gettext_noop
from tinhso.base.moments import local_day
from tinhso.kernel.calendar.kinds import FollowUp, follow_ups
from tinhso.kernel.calendar.queries import calendar_of, choices_on, current_versions
from tinhso.kernel.calendar.rules import ClockChoices, Left, Line, Promise, WorkingCalendar
from tinhso.kernel.cases.actions import declared  # noqa: F401
from tinhso.kernel.cases.actions.dates import due_on, promise_data
from tinhso.kernel.cases.actions.endings import GroundMissing
from tinhso.kernel.cases.actions.saving import save_if_unchanged
from tinhso.kernel.cases.kinds import BulkAct, register_bulk
from tinhso.kernel.cases.models import Case
from tinhso.kernel.cases.rules.definition import read_body
from tinhso.kernel.cases.rules.states import OPEN
from tinhso.kernel.ledger.actions import write_entry

RIGHT = "cases.redate"
CHUNK = 200
MOST_LOOKED_AT = 5_000


class NothingToRedate(Refused):
    code = "nothing-to-redate"
    status = 409
    title = gettext_noop("Hạn của hồ sơ này không đổi theo lịch hiện tại")
    mend = gettext_noop("Tải lại danh sách để xem những hồ sơ còn khác.")


@dataclass(frozen=True)
class Difference:
    """One open case whose promise the calendar of today would not make: the lines that are new say why."""

    case: Case
    due_before: datetime
    due_after: datetime
    why: Sequence[Line]


@dataclass(frozen=True)
class Differences:
    """``next`` leads on where the search stopped early; ``looked_at`` says how many cases were counted again."""

    rows: Sequence[Difference]
    looked_at: int
    next: UUID | None


class _Clocks:
    """The calendars and choices of one search, each asked for once."""

    def __init__(self) -> None:
        self._calendars: dict[tuple[UUID, date], WorkingCalendar] = {}
        self._choices: dict[date, ClockChoices] = {}

    def due(self, case: Case) -> Promise | Left:
        assert case.received_at is not None  # noqa: S101  (redatable cases are received)
        place = case.first_competent_unit_id, local_day(case.received_at)
        if place not in self._calendars:
            self._calendars[place] = calendar_of(*place)
        if place[1] not in self._choices:
            self._choices[place[1]] = choices_on(place[1])
        return due_on(case, self._calendars[place], self._choices[place[1]])


def cases_within(by: Actor) -> QuerySet[Case]:
    """Cases of the units where the actor may date anew, in whatever state."""
    return Case.objects.filter(Q() if by.has_everywhere(RIGHT) else Q(competent_unit_id__in=by.units_with(RIGHT)))


def redatable_cases(by: Actor) -> QuerySet[Case]:
    """Running cases, where the actor may date anew, promised under a calendar that has changed since."""
    running = cases_within(by).filter(state__in=OPEN, finished_at=None, due_at__isnull=False, promise__isnull=False)
    return running.exclude(promise__calendar_version__in=current_versions())


def differences(by: Actor, *, after: UUID | None = None, most: int = CHUNK) -> Differences:
    """The next cases whose due moment would change, in the order of their ids. Writes nothing."""
    clocks, looked_at = _Clocks(), 0
    rows: list[Difference] = []
    last = after
    for case in _walk(redatable_cases(by), after):
        if len(rows) >= most or looked_at >= MOST_LOOKED_AT:
            return Differences(rows, looked_at, last)
        looked_at, last = looked_at + 1, case.pk
        if (found := _difference(case, clocks.due(case))) is not None:
            rows.append(found)
    return Differences(rows, looked_at, None)


def _walk(cases: QuerySet[Case], after: UUID | None) -> Iterator[Case]:
    wanted = cases.select_related("definition").prefetch_related("pauses", "extensions").order_by("id")
    while True:
        found = list(wanted.filter(pk__gt=after)[:CHUNK] if after else wanted[:CHUNK])
        yield from found
        if len(found) < CHUNK:
            return
        after = found[-1].pk


def _difference(case: Case, due: Promise | Left) -> Difference | None:
    if isinstance(due, Left) or case.due_at is None or due.due_at == case.due_at:
        return None
    told = {line["text"] for line in (case.promise or {}).get("lines", [])}
    why = [line for line in due.lines if line.text not in told and line.kind != "due"]
    return Difference(case, case.due_at, due.due_at, why)


@transaction.atomic
def redate_case(case: Case, *, ground: str, by: Actor, at: datetime) -> Case:
    """Dates one running case on the calendar of today. Raises NotAllowed, GroundMissing, NothingToRedate, Stale."""
    by.must(RIGHT, case.competent_unit_id)
    if not ground.strip():
        raise GroundMissing(fields={"ground": str(GroundMissing.title)})
    if case.finished_at is not None or case.due_at is None or case.received_at is None:
        raise NothingToRedate()
    due = _Clocks().due(case)
    if isinstance(due, Left) or due.due_at == case.due_at:
        raise NothingToRedate()
    _date(case, due.due_at, promise_data(case, due), _share(case, due.due_at), ground.strip(), by=by, at=at)
    return case


def _share(case: Case, due_at: datetime) -> datetime | None:
    """The holder's own date: with the case where the step has no hours of its own, and never later than it."""
    if case.step_due_at is None or read_body(case.definition.body).step(case.step).hours == 0:
        return due_at
    return min(case.step_due_at, due_at)


def _date(
    case: Case,
    due_at: datetime,
    promise: Mapping[str, Any],
    step_due_at: datetime | None,
    ground: str,
    *,
    by: Actor,
    at: datetime,
) -> None:
    before = case.due_at
    dates = {"due_at": due_at, "promise": dict(promise), "step_due_at": step_due_at}
    save_if_unchanged(case, at=at, moved_at=case.moved_at, **dates)  # nobody worked on it: it lies as it lay
    case.hand_overs.filter(done_at=None).update(due_at=step_due_at)
    payload = {"due_before": before and before.isoformat(), "due_at": due_at.isoformat(), "ground": ground}
    write_entry("case.redated", case, by=by, at=at, payload=payload, unit_id=case.competent_unit_id)


def _run(case: Case, params: Mapping[str, Any], *, by: Actor, at: datetime) -> dict[str, Any]:
    """The bulk act; what it keeps brings the promise of before back."""
    kept = {
        "due_at": case.due_at.isoformat() if case.due_at else None,
        "promise": case.promise,
        "step_due_at": case.step_due_at.isoformat() if case.step_due_at else None,
    }
    redate_case(case, ground=str(params.get("ground", "")), by=by, at=at)
    return kept


def _undo(case: Case, kept: Mapping[str, Any], *, by: Actor, at: datetime) -> object:
    by.must(RIGHT, case.competent_unit_id)
    step_due_at = datetime.fromisoformat(kept["step_due_at"]) if kept["step_due_at"] else None
    due_at = datetime.fromisoformat(kept["due_at"])
    with transaction.atomic():
        _date(case, due_at, kept["promise"], step_due_at, "hoàn tác", by=by, at=at)
    return case


def _refusal(case: Case, params: Mapping[str, Any], by: Actor) -> str | None:
    if case.finished_at is not None or case.due_at is None or not by.may(RIGHT, case.competent_unit_id):
        return str(NothingToRedate())
    return None


REDATE = register_bulk(BulkAct("redate", "Tính lại hẹn trả theo lịch hiện tại", RIGHT, _run, _refusal, undo=_undo))
follow_ups.register(FollowUp("cases.redate", gettext_noop("Tính lại hẹn trả"), "cases:redating", RIGHT))
