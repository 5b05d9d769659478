"""What units exist, what they were called on a day, what became of them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Case, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import JSONObject

from tinhso.base.messages import NotFound, gettext_noop
from tinhso.base.remembering import remembered
from tinhso.base.text import fold
from tinhso.kernel.law.queries import standing, standing_each
from tinhso.kernel.organisations import rules
from tinhso.kernel.organisations.models import Post, Succession, UnitCode, UnitVersion


class UnitNotThere(NotFound):
    code = "unit-not-there"
    title = gettext_noop("Không có đơn vị này vào ngày %(on)s")
    mend = gettext_noop("Kiểm tra lại đơn vị, hoặc chọn ngày khác.")


@dataclass(frozen=True, slots=True)
class UnitView:
    """A unit as it was on a day. ``codes`` by system; ``is_sample_code``: one of them is made up."""

    id: UUID
    kind: str
    name: str
    short_name: str
    form: str
    parent_id: UUID | None
    address: str
    phone: str
    codes: Mapping[str, str]
    is_sample_code: bool

    @property
    def authority_name(self) -> str:
        """Who signs: “Ủy ban nhân dân xã …” for a place, its own name for any other unit."""
        return rules.authority_name(self.kind, self.name)

    @property
    def code(self) -> str:
        """The code written into numbers of dossiers: QĐ 20, else the statistics office's."""
        return self.codes.get("qd20") or self.codes.get("statistics") or ""


def versions_on(on: date) -> QuerySet[UnitVersion]:
    """The versions in force on a day, one a unit, each with its unit and codes: one query."""
    codes = (
        UnitCode.objects.filter(Q(valid_to=None) | Q(valid_to__gt=on), unit=OuterRef("unit"), valid_from__lte=on)
        .order_by("valid_from", "code")
        .values(facts=JSONObject(system="system", code="code", is_sample="is_sample"))
    )
    in_force = UnitVersion.objects.filter(Q(valid_to=None) | Q(valid_to__gt=on), valid_from__lte=on)
    return in_force.select_related("unit").annotate(unit_codes=ArraySubquery(codes))


def unit_on(unit_id: UUID, on: date) -> UnitView:
    """The unit with the name of that day. Raises UnitNotThere."""
    unit = units_on([unit_id], on).get(unit_id)
    if unit is None:
        raise UnitNotThere(on=f"{on:%d/%m/%Y}")
    return unit


def unit_near(unit_id: UUID, on: date) -> UnitView:
    """The unit with the name of that day; before its time with its first name, after it with its last one."""
    stood = units_on([unit_id], on).get(unit_id)
    if stood is not None:
        return stood
    first, last = _life(unit_id)
    return unit_on(unit_id, first if on < first else last)


def _life(unit_id: UUID) -> tuple[date, date]:
    """The first and the last day of a unit that stands no more or not yet. Raises UnitNotThere."""

    def read() -> tuple[date | None, date | None]:
        rows = UnitVersion.objects.filter(unit_id=unit_id).order_by("valid_from").values_list("valid_from", "valid_to")
        days = list(rows)
        return (days[0][0], days[-1][1]) if days else (None, None)

    first, end = standing(("organisations.life", unit_id), read)
    if first is None:
        raise UnitNotThere(on="")
    return first, (end - timedelta(days=1)) if end else date.max


def units_on(unit_ids: Iterable[UUID], on: date) -> dict[UUID, UnitView]:
    """Several units with the names of that day, by id; those that were not there are left out."""

    def load(missing: set[UUID]) -> dict[UUID, UnitView]:
        return {version.unit_id: _view(version) for version in versions_on(on).filter(unit_id__in=missing)}

    return standing_each(("organisations.unit", on), unit_ids, load)


def units_in_force(on: date, kind: str | None = None, parent_id: UUID | None = None) -> list[UnitView]:
    """The units of a day in the order of the Vietnamese alphabet, narrowed by kind and parent."""
    versions = versions_on(on)
    if kind is not None:
        versions = versions.filter(unit__kind=kind)
    if parent_id is not None:
        versions = versions.filter(parent_id=parent_id)
    return [_view(version) for version in versions.order_by("sort_key", "unit_id")]


def children_of(unit_id: UUID, on: date) -> list[UnitView]:
    """The units directly under a unit on a day."""
    return units_in_force(on, parent_id=unit_id)


@remembered
def unit_by_code(system: str, code: str) -> UUID | None:
    """The unit that has, or once had, this code."""
    return UnitCode.objects.filter(system=system, code=code).values_list("unit_id", flat=True).first()


def units_with_code(code: str) -> list[UUID]:
    """The units that have, or once had, this code in any system."""
    return list(UnitCode.objects.filter(code=code).order_by("system").values_list("unit_id", flat=True))


def units_found(text: str, on: date, *, kind: str | None = None, limit: int = 20) -> list[UnitView]:
    """Units of a day whose name holds every word (accents do not matter) or whose code is the text."""
    words = fold(text)
    if not words:
        return []
    named = Q(*[Q(name_folded__contains=word) for word in words.split()])
    coded = Q(unit_id__in=UnitCode.objects.filter(code=text.strip().upper()).values("unit"))
    versions = versions_on(on).filter(named | coded)
    if kind is not None:
        versions = versions.filter(unit__kind=kind)
    rank = Case(
        When(name_folded=words, then=Value(0)),
        When(name_folded__startswith=words, then=Value(1)),
        When(name_folded__contains=words, then=Value(2)),
        default=Value(3),
    )
    return [_view(version) for version in versions.order_by(rank, "sort_key", "unit_id")[:limit]]


def successors_of(unit_id: UUID, on: date) -> list[UUID]:
    """What the unit has become by that day: itself while it stands, else the ends of its line."""
    return _followed(unit_id, on, "predecessor_id", "successor_id", Q(on__lte=on))


def predecessors_of(unit_id: UUID, on: date) -> list[UUID]:
    """What stood on that day of which the unit is made: itself where it stood already."""
    return _followed(unit_id, on, "successor_id", "predecessor_id", Q(on__gt=on))


@dataclass(frozen=True, slots=True)
class Part:
    """A unit that went into another, by the last name it had."""

    unit_id: UUID
    name: str
    on: date
    is_partial: bool

    @property
    def text(self) -> str:
        return f"{self.name} (một phần)" if self.is_partial else self.name


def parts_of(unit_id: UUID) -> list[Part]:
    """What the unit was made of, one step back, in the order of the alphabet."""
    last = UnitVersion.objects.filter(unit=OuterRef("predecessor")).order_by("-valid_from")[:1]
    rows = Succession.objects.filter(successor_id=unit_id).annotate(
        last_name=Subquery(last.values("name")), last_sort=Subquery(last.values("sort_key"))
    )
    return [
        Part(row.predecessor_id, row.last_name, row.on, row.is_partial)
        for row in rows.order_by("on", "last_sort", "id")
    ]


def posts_of(unit_id: UUID, on: date) -> list[Post]:
    """The posts of a unit on a day."""
    in_force = Post.objects.filter(Q(valid_to=None) | Q(valid_to__gt=on), unit_id=unit_id, valid_from__lte=on)
    return list(in_force.order_by("title", "id"))


def _followed(start: UUID, on: date, here: str, there: str, when: Q) -> list[UUID]:
    """Walks the succession one generation a query and keeps the units that stood on the day."""
    seen, edge = {start}, {start}
    while edge:
        steps = Succession.objects.filter(when, **{f"{here}__in": edge}).values_list(there, flat=True)
        edge = set(steps) - seen
        seen |= edge
    standing = UnitVersion.objects.filter(
        Q(valid_to=None) | Q(valid_to__gt=on), valid_from__lte=on, unit_id__in=seen
    ).order_by("sort_key", "unit_id")
    return list(standing.values_list("unit_id", flat=True))


def _view(version: UnitVersion) -> UnitView:
    codes: list[dict[str, Any]] = version.unit_codes  # type: ignore[attr-defined]
    return UnitView(
        id=version.unit_id,
        kind=version.unit.kind,
        name=version.name,
        short_name=version.short_name,
        form=version.form,
        parent_id=version.parent_id,
        address=version.address,
        phone=version.phone,
        codes={code["system"]: code["code"] for code in codes},
        is_sample_code=any(code["is_sample"] for code in codes),
    )
