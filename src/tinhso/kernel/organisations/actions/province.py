"""A whole province at once: one transaction, one ledger entry with the counts."""

from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from tinhso.base.actor import Actor
from tinhso.base.messages import gettext_noop
from tinhso.kernel.ledger.actions import SubjectRef, write_entry
from tinhso.kernel.ledger.kinds import Event, register
from tinhso.kernel.organisations import rules
from tinhso.kernel.organisations.actions.units import CodeMalformed, must_change, version_of
from tinhso.kernel.organisations.models import Succession, Unit, UnitCode, UnitVersion

register(
    Event(
        "organisations.province_loaded",
        gettext_noop("Nạp danh mục đơn vị của tỉnh"),
        ("units", "codes", "successions"),
    )
)

Code = tuple[str, str]  # system, code


@dataclass(frozen=True, slots=True)
class UnitFacts:
    """A unit to load, known by the first of its codes; ``parent`` is the first code of another."""

    kind: str
    name: str
    codes: tuple[Code, ...]
    known_from: date
    founded_on: date | None = None
    abolished_on: date | None = None
    parent: Code | None = None
    short_name: str = ""
    form: str = ""
    address: str = ""
    decision: str = ""


@dataclass(frozen=True, slots=True)
class SuccessionFacts:
    predecessor: Code
    successor: Code
    on: date
    is_partial: bool = False


@dataclass(frozen=True)
class ProvinceFacts:
    """``units`` with each parent before its children; ``sample_systems``: whose codes are made up."""

    units: tuple[UnitFacts, ...]
    successions: tuple[SuccessionFacts, ...] = ()
    sample_systems: frozenset[str] = field(default_factory=frozenset)


@dataclass(frozen=True, slots=True)
class Loaded:
    """How many rows a load has added."""

    units: int
    codes: int
    successions: int


@transaction.atomic
def load_province(facts: ProvinceFacts, *, by: Actor, at: datetime) -> Loaded:
    """Adds the units and successions that are not there yet; what stands is left as it is.

    Run again it adds nothing. Raises CodeMalformed, and KeyError for a parent or a party that is not named.
    """
    must_change(by, None)
    known = _units_by_code(facts)
    missing = [unit for unit in facts.units if unit.codes[0] not in known]
    for unit in missing:
        _check_codes(unit)
    rows = [Unit(kind=u.kind, founded_on=u.founded_on, abolished_on=u.abolished_on) for u in missing]
    known |= {unit.codes[0]: row.id for unit, row in zip(missing, rows, strict=True)}
    Unit.objects.bulk_create(rows)
    UnitVersion.objects.bulk_create([_version(unit, known) for unit in missing])
    codes = UnitCode.objects.bulk_create([code for unit in missing for code in _codes(unit, known, facts)])
    loaded = Loaded(len(rows), len(codes), _load_successions(facts, known))
    if loaded != Loaded(0, 0, 0):
        subject = SubjectRef("organisations.unit", known[facts.units[0].codes[0]])
        payload = {"units": loaded.units, "codes": loaded.codes, "successions": loaded.successions}
        write_entry("organisations.province_loaded", subject, by=by, at=at, payload=payload)
    return loaded


def _units_by_code(facts: ProvinceFacts) -> dict[Code, UUID]:
    wanted = {unit.codes[0][1] for unit in facts.units}
    rows = UnitCode.objects.filter(code__in=wanted).values_list("system", "code", "unit_id")
    return {(system, code): unit_id for system, code, unit_id in rows}


def _check_codes(unit: UnitFacts) -> None:
    for system, code in unit.codes:
        if not rules.is_well_formed(system, code):
            raise CodeMalformed(unit_code=code)


def _version(unit: UnitFacts, known: dict[Code, UUID]) -> UnitVersion:
    return version_of(
        known[unit.codes[0]],
        valid_from=unit.known_from,
        valid_to=unit.abolished_on,
        name=unit.name,
        short_name=unit.short_name,
        form=unit.form,
        parent_id=known[unit.parent] if unit.parent else None,
        address=unit.address,
        decision=unit.decision,
    )


def _codes(unit: UnitFacts, known: dict[Code, UUID], facts: ProvinceFacts) -> list[UnitCode]:
    return [
        UnitCode(
            unit_id=known[unit.codes[0]],
            system=system,
            code=code,
            valid_from=unit.known_from,
            valid_to=unit.abolished_on,
            is_sample=system in facts.sample_systems,
        )
        for system, code in unit.codes
    ]


def _load_successions(facts: ProvinceFacts, known: dict[Code, UUID]) -> int:
    wanted = {(known[each.predecessor], known[each.successor], each.on): each.is_partial for each in facts.successions}
    there = Succession.objects.filter(predecessor_id__in={key[0] for key in wanted})
    for key in there.values_list("predecessor_id", "successor_id", "on"):
        wanted.pop(key, None)
    rows = [
        Succession(predecessor_id=before, successor_id=after, on=on, is_partial=partial)
        for (before, after, on), partial in wanted.items()
    ]
    return len(Succession.objects.bulk_create(rows))
