"""An office's score of a quarter: what is counted from its dossiers, and what officials entered with their grounds."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time
from uuid import UUID

from django.db.models import Count, DurationField, ExpressionWrapper, F, Q, QuerySet, Sum

from tinhso.base.actor import Actor
from tinhso.base.moments import LOCAL
from tinhso.base.text import text_sort_key
from tinhso.kernel.cases.models import Case, Channel, Definition, HandOver, State, Supplement
from tinhso.kernel.law.queries import rules_in_force
from tinhso.kernel.organisations.queries import UnitView, unit_near, units_on
from tinhso.modules.citizens.one_stop.models import OfficeScore
from tinhso.modules.citizens.one_stop.rules import scoring
from tinhso.modules.citizens.one_stop.rules.roles import LEAD
from tinhso.modules.citizens.one_stop.rules.scoring import Index, Quarter

RULES = "office-scoring"


@dataclass(frozen=True)
class Scored:
    """One index with its points (None: not yet), where they come from and what the dossiers tell of it."""

    index: Index
    points: int | None
    ground: str
    evidence: str


@dataclass(frozen=True)
class Sheet:
    rows: Sequence[Scored]
    total: int | None
    grade: str
    most: int
    legal_basis: str
    is_verified: bool


def offices_scored(actor: Actor, quarter: Quarter) -> list[UnitView]:
    """The offices whose score the actor may see and enter: where they lead, or that handled something, for all."""
    if actor.has_everywhere(LEAD):
        ids = set(_cases(None, quarter).values_list("competent_unit_id", flat=True).distinct())
    else:
        ids = set(actor.units_with(LEAD))
    known = units_on(ids, quarter.first)
    units = [known[one] if one in known else unit_near(one, quarter.first) for one in ids]
    return sorted(units, key=lambda unit: text_sort_key(unit.name))


def _bounds(quarter: Quarter) -> tuple[datetime, datetime]:
    first, after = (datetime.combine(day, time(), LOCAL) for day in (quarter.first, quarter.after))
    return first, after


def _cases(unit_id: UUID | None, quarter: Quarter) -> QuerySet[Case]:
    """Dossiers that reached their result in the quarter."""
    first, after = _bounds(quarter)
    done = Case.objects.filter(finished_at__gte=first, finished_at__lt=after, due_at__isnull=False)
    done = done.filter(state__in=[State.RESULT_READY, State.RETURNED])
    return done if unit_id is None else done.filter(competent_unit_id=unit_id)


def sheet_of(unit_id: UUID, quarter: Quarter) -> Sheet:
    """All nine. Raises law's RulesMissing where the province has no such table."""
    rules = rules_in_force(RULES, quarter.first)
    entered = {row.index: row for row in OfficeScore.objects.filter(unit_id=unit_id, quarter=quarter.text)}
    rows = [_scored(index, entered.get(index.number), unit_id, quarter, rules.tables["online"])
            for index in scoring.indices_of(rules.tables)]  # fmt: skip
    total = scoring.total_of([row.points for row in rows])
    grade = scoring.grade_of(total, rules.tables) if total is not None else ""
    return Sheet(rows, total, grade, scoring.MOST * len(rows), rules.legal_basis, rules.is_verified)


def _scored(
    index: Index, entered: OfficeScore | None, unit_id: UUID, quarter: Quarter, shares: dict[str, int]
) -> Scored:
    counts = {"total_time": _total_time, "unit_time": _unit_time}
    if index.counted in counts:
        points, told = counts[index.counted](unit_id, quarter)
    elif index.counted == "online":
        points, told = _online(unit_id, quarter, shares)
    else:
        points, told = (entered.points if entered else None), _hint(index, unit_id, quarter)
    return Scored(index, points, entered.ground if entered else "", told)


def _days(seconds: float) -> str:
    return f"{seconds / 86400:.1f}".replace(".", ",")


def _total_time(unit_id: UUID, quarter: Quarter) -> tuple[int | None, str]:
    used = ExpressionWrapper(F("finished_at") - F("received_at"), DurationField())
    allowed = ExpressionWrapper(F("due_at") - F("received_at"), DurationField())
    sums = _cases(unit_id, quarter).aggregate(many=Count("pk"), used=Sum(used), allowed=Sum(allowed))
    if not sums["many"]:
        return None, "Chưa có hồ sơ nào có kết quả trong quý."
    spent, given = sums["used"].total_seconds(), sums["allowed"].total_seconds()
    told = f"{sums['many']} hồ sơ: giải quyết {_days(spent)} ngày, thời hạn {_days(given)} ngày"
    return scoring.points_for_time(spent, given), told


def _unit_time(unit_id: UUID, quarter: Quarter) -> tuple[int | None, str]:
    first, after = _bounds(quarter)
    steps = HandOver.objects.filter(case__competent_unit_id=unit_id, done_at__gte=first, done_at__lt=after)
    used = ExpressionWrapper(F("done_at") - F("given_at"), DurationField())
    allowed = ExpressionWrapper(F("due_at") - F("given_at"), DurationField())
    sums = steps.filter(due_at__isnull=False).aggregate(many=Count("pk"), used=Sum(used), allowed=Sum(allowed))
    if not sums["many"]:
        return None, "Chưa có bước nào có hạn riêng xong trong quý."
    spent, given = sums["used"].total_seconds(), sums["allowed"].total_seconds()
    told = f"{sums['many']} bước: làm {_days(spent)} ngày, hạn {_days(given)} ngày"
    return scoring.points_for_time(spent, given), told


def _online(unit_id: UUID, quarter: Quarter, shares: dict[str, int]) -> tuple[int | None, str]:
    done = _cases(unit_id, quarter)
    counts = done.aggregate(
        many=Count("pk"),
        online=Count("pk", filter=Q(channel=Channel.ONLINE)),
        late=Count("pk", filter=Q(channel=Channel.ONLINE, finished_at__gt=F("due_at"))),
    )
    if not counts["many"]:
        return None, "Chưa có hồ sơ nào có kết quả trong quý."
    bodies = Definition.objects.filter(pk__in=done.values("definition_id")).values_list("body", flat=True)
    offered = sum(int(Channel.ONLINE) in body["channels"] for body in bodies)
    points = scoring.points_for_online(len(bodies), offered, counts["many"], counts["online"], counts["late"], shares)
    told = (
        f"{offered}/{len(bodies)} thủ tục có nộp trực tuyến; {counts['online']}/{counts['many']} hồ sơ trực tuyến, "
        f"{counts['late']} quá hạn"
    )
    return points, told


def _hint(index: Index, unit_id: UUID, quarter: Quarter) -> str:
    """What the dossiers tell to who has to judge; only of contacts."""
    if index.number != 3:
        return ""
    first, after = _bounds(quarter)
    asked = Supplement.objects.filter(case__competent_unit_id=unit_id, asked_at__gte=first, asked_at__lt=after).count()
    return f"{asked} lần yêu cầu bổ sung trong quý"
