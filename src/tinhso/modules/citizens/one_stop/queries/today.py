"""The day at the desk: each number is the size of a list, and both come from the same predicate."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import F, QuerySet

from tinhso.base.actor import Actor
from tinhso.base.messages import gettext_noop
from tinhso.base.moments import local_day
from tinhso.kernel.calendar.queries import calendar_of, choices_on
from tinhso.kernel.calendar.rules import Allotted, promised_due
from tinhso.kernel.cases.models import Case, Channel, State
from tinhso.kernel.cases.queries import unmoved_cases, visible_cases
from tinhso.kernel.cases.queries.lists import waiting_for
from tinhso.kernel.law.queries import RulesMissing, rules_in_force
from tinhso.modules.citizens.one_stop.law import REACTION
from tinhso.modules.citizens.one_stop.queries.boards import STEP_RIGHTS
from tinhso.modules.citizens.one_stop.queries.handing import day_bounds, ready_cases

PAGE = 50
SHOWN_ARRIVALS = 8


@dataclass(frozen=True)
class DayList:
    """One number of the day. ``slug`` stands in the address of its list."""

    slug: str
    title: str
    empty: str
    cases: Callable[[Actor, datetime], QuerySet[Case]]
    is_bad: bool = False


def arrivals(actor: Actor, at: datetime) -> QuerySet[Case]:
    """Filed and not yet looked at, at this official's desk; the longest waiting first."""
    return waiting_for(actor, ("cases.receive",)).filter(state=State.NEW).order_by("submitted_at", "id")


def due_today(actor: Actor, at: datetime) -> QuerySet[Case]:
    start, end = day_bounds(local_day(at))
    waiting = waiting_for(actor, STEP_RIGHTS).filter(finished_at=None)
    return waiting.filter(due_at__gte=max(start, at), due_at__lt=end).order_by("due_at", "id")


def overdue(actor: Actor, at: datetime) -> QuerySet[Case]:
    return waiting_for(actor, STEP_RIGHTS).filter(finished_at=None, due_at__lt=at).order_by("due_at", "id")


def waiting_for_citizen(actor: Actor, at: datetime) -> QuerySet[Case]:
    """The applicant has to do something: bring what is missing, or pay."""
    seen = visible_cases(actor).filter(state__in=[State.SUPPLEMENT, State.PAYMENT])
    return seen.order_by(F("moved_at").asc(nulls_first=True), "id")


def answered(actor: Actor, at: datetime) -> QuerySet[Case]:
    """The applicant brought something since the desk asked: to be looked at."""
    asked = visible_cases(actor).filter(state=State.SUPPLEMENT, supplements__taken_at=None)
    brought = asked.filter(papers__received_at__gt=F("supplements__asked_at"))
    return brought.distinct().order_by("submitted_at", "id")


def to_hand_out(actor: Actor, at: datetime) -> QuerySet[Case]:
    return ready_cases(actor)


def returned_today(actor: Actor, at: datetime) -> QuerySet[Case]:
    start, end = day_bounds(local_day(at))
    return visible_cases(actor).filter(returned_at__gte=start, returned_at__lt=end).order_by("-returned_at", "id")


LISTS: dict[str, DayList] = {
    one.slug: one
    for one in (
        DayList("tiep-nhan", gettext_noop("Chờ tiếp nhận"), gettext_noop("Không có hồ sơ nào chờ tiếp nhận"), arrivals),
        DayList(
            "da-bo-sung", gettext_noop("Đã bổ sung, chờ xem"), gettext_noop("Chưa có ai bổ sung thêm giấy tờ"), answered
        ),
        DayList(
            "het-han", gettext_noop("Hết hạn hôm nay"), gettext_noop("Không có hồ sơ nào hết hạn hôm nay"), due_today
        ),
        DayList("qua-han", gettext_noop("Quá hạn"), gettext_noop("Không có hồ sơ nào quá hạn"), overdue, is_bad=True),
        DayList(
            "cho-nguoi-dan",
            gettext_noop("Chờ người dân"),
            gettext_noop("Không có hồ sơ nào chờ người dân"),
            waiting_for_citizen,
        ),
        DayList("cho-tra", gettext_noop("Kết quả chờ trả"), gettext_noop("Không có kết quả nào chờ trả"), to_hand_out),
        DayList(
            "dung-yen",
            gettext_noop("Không ai xử lý"),
            gettext_noop("Không có hồ sơ nào bị bỏ quên"),
            unmoved_cases,
            is_bad=True,
        ),
        DayList("da-tra", gettext_noop("Đã trả hôm nay"), gettext_noop("Hôm nay chưa trả kết quả nào"), returned_today),
    )
}


@dataclass(frozen=True)
class Figure:
    list: DayList
    count: int

    @property
    def is_bad(self) -> bool:
        return self.list.is_bad and self.count > 0


def figures_of(actor: Actor, at: datetime) -> list[Figure]:
    return [Figure(one, one.cases(actor, at).count()) for one in LISTS.values()]


@dataclass(frozen=True)
class Arrival:
    """A dossier to be looked at. ``answer_by``: when an online one must be answered; None where no rule says so."""

    case: Case
    answer_by: datetime | None
    is_late: bool

    @property
    def is_online(self) -> bool:
        return self.case.channel == Channel.ONLINE


def arrivals_with_limits(cases: QuerySet[Case], at: datetime) -> list[Arrival]:
    return [_arrival(case, at) for case in cases.select_related("definition", "applicant")]


def _arrival(case: Case, at: datetime) -> Arrival:
    limit = answer_by(case) if case.channel == Channel.ONLINE else None
    return Arrival(case, limit, limit is not None and limit < at)


def answer_by(case: Case) -> datetime | None:
    """The end of the working hours in which an online dossier must be answered, by the rule of its day."""
    day = local_day(case.submitted_at)
    try:
        hours = rules_in_force(REACTION, day).tables["online_hours"]
    except RulesMissing:
        return None
    calendar = calendar_of(case.first_receipt_unit_id, day)
    return promised_due(case.submitted_at, Allotted(hours, "working_hour"), calendar, choices_on(day)).due_at
