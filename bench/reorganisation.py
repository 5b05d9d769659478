"""1 July 2025 again: every commune and district of three provinces goes into the 124 communes of one, dossiers and all.

50,000 open dossiers lie at the old units, each unit with an official. The plan is drafted from the facts the package
carries, approved and carried out; then every due moment, promise, state and step must be what it was, and every
dossier must lie where somebody works. The same with 1,500 dossiers runs in the suite (tests/test_replay_2025.py).
"""

import time
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from django.db import connection

from tinhso.base.actor import Actor, ActorKind, system_actor
from tinhso.kernel.cases.models import Case
from tinhso.kernel.cases.queries import visible_cases
from tinhso.kernel.forms.actions import submit_answers
from tinhso.kernel.forms.models import FormDefinition
from tinhso.kernel.identity.actions import assign_seat, create_person
from tinhso.kernel.identity.models import Seat
from tinhso.kernel.identity.queries.actors import grants_of_seat
from tinhso.kernel.organisations import actions
from tinhso.kernel.organisations.actions import LineFacts, ProvinceFacts, load_province
from tinhso.kernel.organisations.models import Reorganisation, Unit, UnitKind
from tinhso.kernel.organisations.queries import units_in_force
from tinhso.modules.citizens.one_stop.actions.setting_up import set_up_rules
from tinhso.modules.citizens.one_stop.queries.province import KNOWN_FROM, MERGER, province_facts
from tinhso.modules.citizens.one_stop.rules.roles import HANDLER, RECEIVER

DOSSIERS, GOAL_S = 50_000, 300.0
BY = system_actor("bench")
EVE, DAY = datetime(2025, 6, 30, 9, tzinfo=UTC), datetime(2025, 7, 1, 0, 5, tzinfo=UTC)
THEN = "statistics_until_2025"
_LOAD = """
INSERT INTO cases_case (
    id, number, definition_id, variant, title, channel, state, step, step_right, step_unit_id, step_seat_id, step_due_at,
    applicant_id, owner_id, receipt_unit_id, competent_unit_id, submission_id, submitted_at, received_at, due_at, promise,
    finished_at, result_method, note, rule_versions, former_system, moved_at, is_sample, version
)
SELECT gen_random_uuid(), 'CU-' || n, %(definition)s, 'standard', 'Chứng thực bản sao từ bản chính', 1 + n %% 2,
    state, 'process', 'cases.process', unit, CASE WHEN n %% 3 = 0 THEN seat END, at + interval '1 day',
    %(person)s, %(person)s, unit, unit, %(submission)s, at, CASE WHEN state > 1 THEN at END,
    CASE WHEN state > 1 THEN at + (n %% 400) * interval '1 hour' END,
    CASE WHEN state > 1 THEN jsonb_build_object('due_at', at, 'lines', '[]'::jsonb, 'calendar_version', 'v' || n) END,
    CASE WHEN state = 9 THEN at END, 'counter', '', '{}', '', at, true, 1
FROM (
    SELECT n, (ARRAY[1, 2, 4, 4, 4, 5, 6, 9])[1 + n %% 8] AS state, %(at)s::timestamptz - (n %% 9000) * interval '1 minute' AS at,
        (%(units)s::uuid[])[1 + n %% %(places)s] AS unit, (%(seats)s::uuid[])[1 + n %% %(places)s] AS seat
    FROM generate_series(1, %(count)s) AS n
) AS made
"""  # noqa: E501
_UNCHANGED = """
SELECT count(*), md5(string_agg(concat_ws('|', id, state, step, due_at, promise, step_due_at, received_at, finished_at,
                                          moved_at, rule_versions), ',' ORDER BY id)) FROM cases_case
"""


def measure() -> list[dict[str, Any]]:
    prepare(DOSSIERS)
    before, plan = fingerprint(), approved_plan()
    began = time.perf_counter()
    done = actions.execute_reorganisation(plan, by=BY, at=DAY)
    took = time.perf_counter() - began
    changed = int(fingerprint() != before)
    lost = unreachable()
    return [
        {"name": "1 July 2025 with 50,000 open dossiers", "value": round(took, 1), "unit": "s", "goal": GOAL_S,
         "passed": took <= GOAL_S and done.moved["cases.open"] == DOSSIERS, "details": done.moved},
        {"name": "… whether any deadline, promise, state or step changed", "value": changed, "unit": "", "goal": 0,
         "passed": changed == 0},
        {"name": "… dossiers nobody reaches", "value": lost, "unit": "", "goal": 0, "passed": lost == 0},
    ]  # fmt: skip


def prepare(dossiers: int) -> None:
    """The three provinces as they stood, an official in every commune and district, and that many open dossiers."""
    old = [replace(unit, abolished_on=None) for unit in province_facts().units if unit.abolished_on == MERGER]
    load_province(ProvinceFacts(units=tuple(old)), by=BY, at=EVE)
    set_up_rules(by=BY, at=EVE)
    units = [*units_in_force(KNOWN_FROM, UnitKind.COMMUNE), *units_in_force(KNOWN_FROM, UnitKind.DISTRICT)]
    seats = [_seat(unit.id, f"Cán bộ {unit.short_name}") for unit in units]
    _load([unit.id for unit in units], seats, dossiers)


def _seat(unit_id: UUID, name: str) -> UUID:
    person = create_person(name, source="sample", is_sample=True, by=BY, at=EVE)
    post = actions.create_post(unit_id, "Công chức", valid_from=KNOWN_FROM, by=BY, at=EVE)
    return assign_seat(person, post, [RECEIVER, HANDLER], valid_from=KNOWN_FROM, by=BY, at=EVE).id


def _load(units: Sequence[UUID], seats: Sequence[UUID], count: int) -> None:
    person = create_person("Nguyễn Thị Cũ", number="000195000125", source="sample", is_sample=True, by=BY, at=EVE)
    originals = [{"title": "Bằng", "issuer": "Trường", "pages": 2, "copies": 3}]
    answers = {"applicant_name": "Nguyễn Thị Cũ", "originals": originals}
    submission = submit_answers(FormDefinition.objects.get(code="certified_copies"), answers, by=BY, at=EVE)
    with connection.cursor() as cursor:
        cursor.execute("SELECT id FROM cases_definition WHERE code = '2.000815'")
        values = {
            "definition": cursor.fetchone()[0], "person": person.pk, "submission": submission.pk, "at": EVE,
            "count": count, "places": len(units), "units": list(units), "seats": list(seats),
        }  # fmt: skip
        cursor.execute(_LOAD, values)


def approved_plan() -> Reorganisation:
    """The plan as the facts tell it; a commune that was divided leaves its dossiers to the first part named."""
    plan = actions.draft_reorganisation(
        "Sắp xếp đơn vị hành chính năm 2025", "Nghị quyết (mẫu)", on=MERGER, by=BY, at=EVE
    )
    actions.add_lines(plan, plan_lines(), by=BY, at=EVE)
    return actions.approve_reorganisation(plan, by=BY, at=EVE)


def plan_lines() -> list[LineFacts]:
    facts = province_facts()
    kept = ("province", "commune")
    founded = {unit.codes[0]: unit for unit in facts.units if unit.kind in kept and not unit.abolished_on}
    codes = {first: dict(unit.codes)["qd20"] for first, unit in founded.items()}
    lines = [
        LineFacts("found", codes[first], codes[unit.parent] if unit.parent else "", kind=unit.kind, name=unit.name,
                  short_name=unit.short_name, form=unit.form, address=unit.address)
        for first, unit in founded.items()
    ]  # fmt: skip
    heirs: dict[str, str] = {}
    for row in facts.successions:
        before, after = row.predecessor[1], codes[row.successor]
        is_heir = before not in heirs
        heirs.setdefault(before, after)
        lines.append(LineFacts("into", before, after, is_partial=row.is_partial, is_heir=is_heir))
    gone = {unit.codes[0][1]: unit for unit in facts.units if unit.abolished_on == MERGER}
    for code, unit in gone.items():
        if unit.kind == "district":  # its seat's commune goes on with what it has
            first = next(one for one, other in gone.items() if other.parent == (THEN, code))
            lines.append(LineFacts("into", code, heirs[first]))
    return lines


def fingerprint() -> tuple[Any, ...]:
    """Everything of the dossiers that a reorganisation must leave as it is."""
    with connection.cursor() as cursor:
        cursor.execute(_UNCHANGED)
        return tuple(cursor.fetchone())


def unreachable() -> int:
    """Open dossiers at an office that is no more, or that no official may see."""
    gone = Unit.objects.filter(abolished_on=MERGER)
    at_gone = Case.objects.filter(competent_unit__in=gone) | Case.objects.filter(step_unit__in=gone)
    at_gone |= Case.objects.filter(receipt_unit__in=gone)
    seen: set[UUID] = set()
    for seat in Seat.objects.filter(valid_to=None):
        by = Actor(ActorKind.STAFF, seat_id=seat.pk, unit_id=seat.unit_id, grants=grants_of_seat(seat, MERGER))
        seen.update(visible_cases(by).values_list("pk", flat=True))
    return at_gone.count() + Case.objects.exclude(pk__in=seen).count()
