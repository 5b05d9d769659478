"""The numbers of a leader's morning, and the dossiers behind each: one predicate for both."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from functools import lru_cache
from uuid import UUID

from django.db.models import Count, F, Q, QuerySet

from tinhso.base.actor import Actor
from tinhso.base.messages import NotFound, gettext_noop
from tinhso.base.moments import LOCAL, local
from tinhso.kernel.cases.models import Case, State, Supplement
from tinhso.kernel.cases.queries import visible_cases
from tinhso.kernel.cases.queries.watchdog import stands_still

WEEK = timedelta(days=7)
SIGN = "documents.sign"
Predicate = Callable[[Actor, datetime], Q]


@dataclass(frozen=True)
class Figure:
    """A number of the morning: ``now`` picks its dossiers, ``then`` those it would have picked at a past moment."""

    code: str
    title: str
    now: Predicate
    then: Predicate | None = None
    is_bad: bool = False


@dataclass(frozen=True)
class Counted:
    """A figure with its value; ``before`` is the value a week earlier, None where nothing tells it."""

    figure: Figure
    value: int
    before: int | None
    of: int | None = None  # a share: ``value`` of so many

    @property
    def percent(self) -> int | None:
        return round(100 * self.value / self.of) if self.of else None


@lru_cache(maxsize=8)
def _still(at: datetime) -> Q:
    """The watchdog's predicate for one moment, asked for once a page."""
    return stands_still(at)


def _day(at: datetime) -> datetime:
    return datetime.combine(local(at).date(), time(), LOCAL)


def _month(at: datetime) -> datetime:
    return _day(at).replace(day=1)


def _open_then(at: datetime) -> Q:
    return Q(received_at__lte=at) & (Q(finished_at=None) | Q(finished_at__gt=at))


def _due_today(at: datetime) -> Q:
    return Q(due_at__gte=at, due_at__lt=_day(at) + timedelta(days=1))


def _to_sign(actor: Actor, at: datetime) -> Q:
    """What this leader may sign; for who signs nothing, all that waits for a signature."""
    waiting = Q(step_right=SIGN, finished_at=None)
    if not actor.may(SIGN):
        return waiting
    here = Q() if actor.has_everywhere(SIGN) else Q(step_unit_id__in=actor.units_with(SIGN))
    return waiting & here & (Q(step_seat_id=None) | Q(step_seat_id=actor.seat_id))


def _asked_then(actor: Actor, at: datetime) -> Q:
    asked = Supplement.objects.filter(Q(taken_at=None) | Q(taken_at__gt=at), asked_at__lte=at)
    return Q(pk__in=asked.values("case_id")) & (Q(finished_at=None) | Q(finished_at__gt=at))


def _received(actor: Actor, at: datetime) -> Q:
    return Q(received_at__gte=_day(at), received_at__lte=at)


def _finished(actor: Actor, at: datetime) -> Q:
    """What was brought to a result since the month began and had a deadline."""
    ended = Q(finished_at__gte=_month(at), finished_at__lte=at, due_at__isnull=False)
    return ended & Q(state__in=[State.RESULT_READY, State.RETURNED])


ON_TIME = Q(finished_at__lte=F("due_at"))
FIGURES: Sequence[Figure] = (
    Figure(
        "qua-han",
        gettext_noop("Quá hạn"),
        lambda actor, at: Q(finished_at=None, received_at__isnull=False, due_at__lt=at),
        lambda actor, at: _open_then(at) & Q(due_at__lt=at),
        is_bad=True,
    ),
    Figure("cho-ky", gettext_noop("Chờ ký"), _to_sign),
    Figure(
        "het-han-hom-nay",
        gettext_noop("Hết hạn hôm nay"),
        lambda actor, at: Q(finished_at=None) & _due_today(at),
        lambda actor, at: _open_then(at) & _due_today(at),
    ),
    Figure(
        "khong-ai-dong",
        gettext_noop("Không ai xử lý"),
        lambda actor, at: Q(finished_at=None) & _still(at),
        is_bad=True,
    ),
    Figure(
        "cho-bo-sung",
        gettext_noop("Chờ bổ sung"),
        lambda actor, at: Q(state=State.SUPPLEMENT, finished_at=None),
        _asked_then,
    ),
    Figure("tiep-nhan", gettext_noop("Tiếp nhận hôm nay"), _received, _received),
    Figure("dung-han", gettext_noop("Đúng hạn tháng này"), _finished, _finished),
)
RATE = "dung-han"


def figure_of(code: str) -> Figure:
    """Raises NotFound."""
    found = next((figure for figure in FIGURES if figure.code == code), None)
    if found is None:
        raise NotFound()
    return found


def led_cases(actor: Actor, unit_id: UUID | None = None) -> QuerySet[Case]:
    """What the leader answers for: all they may see, or one handling office of it."""
    cases = visible_cases(actor)
    return cases if unit_id is None else cases.filter(competent_unit_id=unit_id)


def cases_behind(figure: Figure, actor: Actor, at: datetime, unit_id: UUID | None = None) -> QuerySet[Case]:
    """The dossiers a number counts, the longest overdue first."""
    cases = led_cases(actor, unit_id).filter(figure.now(actor, at))
    return cases.order_by(F("due_at").asc(nulls_last=True), "id")


def counted(actor: Actor, at: datetime, unit_id: UUID | None = None) -> list[Counted]:
    """All numbers of the morning in four queries, each over an index of its own."""
    cases, then = led_cases(actor, unit_id), at - WEEK
    running = [figure for figure in FIGURES if figure.code not in ("tiep-nhan", RATE)]
    values: dict[str, int] = cases.filter(finished_at=None).aggregate(
        **{_key(figure): Count("pk", filter=figure.now(actor, at)) for figure in running}
    )
    past: dict[str, int] = cases.filter(Q(finished_at=None) | Q(finished_at__gt=then)).aggregate(
        **{_key(figure): Count("pk", filter=figure.then(actor, then)) for figure in running if figure.then}
    )
    received = cases.filter(received_at__gte=_day(then), received_at__lte=at).aggregate(
        now=Count("pk", filter=_received(actor, at)), then=Count("pk", filter=_received(actor, then))
    )
    ended, before = _finished(actor, at), _finished(actor, then)
    done = cases.filter(finished_at__gte=_month(then), finished_at__lte=at).aggregate(
        of=Count("pk", filter=ended),
        now=Count("pk", filter=ended & ON_TIME),
        past_of=Count("pk", filter=before),
        past=Count("pk", filter=before & ON_TIME),
    )
    return [_counted(figure, values, past, received, done) for figure in FIGURES]


def _key(figure: Figure) -> str:
    return figure.code.replace("-", "_")


def _counted(
    figure: Figure,
    values: Mapping[str, int],
    past: Mapping[str, int],
    received: Mapping[str, int],
    done: Mapping[str, int],
) -> Counted:
    if figure.code == RATE:
        earlier = round(100 * done["past"] / done["past_of"]) if done["past_of"] else None
        return Counted(figure, done["now"], earlier, of=done["of"])
    if figure.code == "tiep-nhan":
        return Counted(figure, received["now"], received["then"])
    return Counted(figure, values[_key(figure)], past.get(_key(figure)))


def red_cases(actor: Actor, at: datetime, unit_id: UUID | None = None) -> QuerySet[Case]:
    """Overdue first, the longest first; then what nobody moves."""
    late = figure_of("qua-han").now(actor, at)
    still = figure_of("khong-ai-dong").now(actor, at)
    cases = led_cases(actor, unit_id).filter(finished_at=None).filter(late | still)
    return cases.order_by(F("due_at").asc(nulls_last=True), "id")
