"""What a desk or a leader's offices received, settled and still have in a period: by sector, procedure or office."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Sum

from tinhso.base.actor import Actor
from tinhso.base.text import text_sort_key
from tinhso.kernel.cases.models import Case, Channel, Charge, State, Supplement
from tinhso.kernel.cases.queries import visible_cases
from tinhso.modules.citizens.one_stop.models import ProcedureVersion
from tinhso.modules.citizens.one_stop.queries.course_papers import Period
from tinhso.modules.citizens.one_stop.queries.led_rows import office_names

READ = "cases.read"
BY = ("linh-vuc", "thu-tuc", "don-vi")
ENDED = (State.WITHDRAWN, State.STOPPED)


@dataclass(frozen=True)
class Numbers:
    """Dossiers of a period; each is in ``carried`` or one of the three channels, and in one of the five ends."""

    carried: int = 0
    online: int = 0
    counter: int = 0
    post: int = 0
    early: int = 0
    on_time: int = 0
    late: int = 0
    ended: int = 0  # withdrawn or stopped
    going: int = 0
    overdue: int = 0  # of those going on

    @property
    def received(self) -> int:
        return self.online + self.counter + self.post

    @property
    def total(self) -> int:
        return self.carried + self.received

    @property
    def settled(self) -> int:
        return self.early + self.on_time + self.late

    @property
    def percent(self) -> int | None:
        """How many of a hundred settled ones were not late; None where none was settled."""
        return round(100 * (self.early + self.on_time) / self.settled) if self.settled else None

    def __add__(self, other: "Numbers") -> "Numbers":
        return Numbers(**{one.name: getattr(self, one.name) + getattr(other, one.name) for one in fields(self)})


@dataclass(frozen=True)
class Line:
    name: str
    numbers: Numbers


@dataclass(frozen=True)
class Report:
    lines: list[Line]
    total: Numbers
    fees: list[tuple[str, int, int]]  # way of paying, how many, đồng
    returned: int


def scope_of(actor: Actor) -> QuerySet[Case]:
    """What was received or is handled in the units where the actor reads dossiers."""
    cases = visible_cases(actor)
    if actor.has_everywhere(READ):
        return cases
    units = actor.units_with(READ)
    return cases.filter(Q(competent_unit_id__in=units) | Q(receipt_unit_id__in=units))


def report(actor: Actor, period: Period, at: datetime, by: str) -> Report:
    """A few questions to the database, whatever the number of lines. ``by`` is one of ``BY``."""
    end = min(period.end, at)
    twice = Supplement.objects.filter(case=OuterRef("pk"), order__gt=1, asked_at__isnull=False)
    within = Q(received_at__lt=end) & (Q(finished_at=None) | Q(finished_at__gte=period.start))
    rows = (
        scope_of(actor)
        .filter(within)
        .annotate(is_twice=Exists(twice))
        .values("definition__code", "competent_unit_id")
        .annotate(**_counts(period, end))
        .order_by()
    )
    grouped = _grouped(list(rows), by, at)
    lines = [Line(name, numbers) for name, numbers in sorted(grouped.items(), key=lambda pair: text_sort_key(pair[0]))]
    return Report(lines, sum((line.numbers for line in lines), Numbers()), _fees(actor, period, end),
                  scope_of(actor).filter(returned_at__gte=period.start, returned_at__lt=end).count())  # fmt: skip


def _counts(period: Period, end: datetime) -> dict[str, Count]:
    new = Q(received_at__gte=period.start)
    done = Q(finished_at__lt=end, finished_at__isnull=False)
    result = done & ~Q(state__in=ENDED)
    # More than one request for a supplement counts as late (one-stop.md sections 1.3 and 4).
    late = Q(due_at__lt=F("finished_at")) | Q(is_twice=True)
    early = Q(due_at__date__gt=F("finished_at__date"))
    going = Q(finished_at=None) | Q(finished_at__gte=end)
    return {
        "carried": Count("pk", filter=Q(received_at__lt=period.start)),
        "online": Count("pk", filter=new & Q(channel=Channel.ONLINE)),
        "counter": Count("pk", filter=new & Q(channel=Channel.COUNTER)),
        "post": Count("pk", filter=new & Q(channel=Channel.POST)),
        "early": Count("pk", filter=result & ~late & early),
        "on_time": Count("pk", filter=result & ~late & (Q(due_at=None) | ~early)),
        "late": Count("pk", filter=result & late),
        "ended": Count("pk", filter=done & Q(state__in=ENDED)),
        "going": Count("pk", filter=going),
        "overdue": Count("pk", filter=going & Q(due_at__lt=end)),
    }


def _grouped(rows: Iterable[Mapping[str, Any]], by: str, at: datetime) -> dict[str, Numbers]:
    found = list(rows)
    names = _names(found, by, at)
    grouped: dict[str, Numbers] = {}
    for row in found:
        numbers = Numbers(**{one.name: row[one.name] for one in fields(Numbers)})
        name = names[row["competent_unit_id"] if by == "don-vi" else row["definition__code"]]
        grouped[name] = grouped.get(name, Numbers()) + numbers
    return grouped


def _names(rows: Iterable[Mapping[str, Any]], by: str, at: datetime) -> Mapping[Any, str]:
    if by == "don-vi":
        units: set[UUID] = {row["competent_unit_id"] for row in rows}
        names = office_names(units, at)
        return {unit: names.get(unit, "–") for unit in units}
    codes = {row["definition__code"] for row in rows}
    versions = ProcedureVersion.objects.filter(procedure__code__in=codes, valid_to=None)
    facts = {code: (name, sector) for code, name, sector in versions.values_list("procedure__code", "name", "sector")}
    if by == "thu-tuc":
        return {code: f"{facts[code][0]} ({code})" if code in facts else code for code in codes}
    return {code: facts[code][1] or "–" if code in facts else "–" for code in codes}


def _fees(actor: Actor, period: Period, end: datetime) -> list[tuple[str, int, int]]:
    paid = Charge.objects.filter(case__in=scope_of(actor), paid_at__gte=period.start, paid_at__lt=end)
    rows = paid.values("method").annotate(many=Count("pk"), money=Sum("amount")).order_by("method")
    return [(row["method"], row["many"], row["money"] or 0) for row in rows]
