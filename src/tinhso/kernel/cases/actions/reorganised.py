"""Open cases and questions, when a reorganisation ends the offices that have them: nothing of their clocks changes."""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Q, QuerySet

from tinhso.base.messages import gettext_noop
from tinhso.kernel.cases.actions import declared  # noqa: F401
from tinhso.kernel.cases.models import Case, Opinion
from tinhso.kernel.cases.rules.states import OPEN
from tinhso.kernel.identity.actions.reorganised import SEATS
from tinhso.kernel.ledger.actions import SubjectRef, entry_row, write_entries
from tinhso.kernel.ledger.kinds import Event
from tinhso.kernel.ledger.kinds import register as register_events
from tinhso.kernel.organisations.kinds import Held, Holding, Move, holdings

register_events(
    Event(
        "case.continued", gettext_noop("Cơ quan khác tiếp tục giải quyết sau sắp xếp"),
        ("competent_unit", "receipt_unit", "step_unit", "decision", "reorganisation"),
    )
)  # fmt: skip

OFFICES = ("receipt_unit_id", "competent_unit_id", "step_unit_id")
# Every office that ends becomes its heir; the first ones stay written, for books and papers of before.
CONTINUE = """
WITH heir (gone, taker) AS (SELECT * FROM unnest(%s::uuid[], %s::uuid[])),
     seat (gone, taker) AS (SELECT * FROM unnest(%s::uuid[], %s::uuid[])),
     going AS (
        SELECT c.id, r.taker AS receipt, k.taker AS competent, s.taker AS step,
               coalesce(p.taker, c.step_seat_id) AS seat
        FROM cases_case c
        LEFT JOIN heir r ON r.gone = c.receipt_unit_id
        LEFT JOIN heir k ON k.gone = c.competent_unit_id
        LEFT JOIN heir s ON s.gone = c.step_unit_id
        LEFT JOIN seat p ON p.gone = c.step_seat_id
        WHERE c.state = ANY(%s) AND num_nonnulls(r.taker, k.taker, s.taker, p.taker) > 0
        ORDER BY c.id FOR UPDATE OF c
     )
UPDATE cases_case c SET
    former_receipt_unit_id = CASE WHEN going.receipt IS NULL OR c.received_at IS NULL THEN c.former_receipt_unit_id
                                  ELSE coalesce(c.former_receipt_unit_id, c.receipt_unit_id) END,
    former_competent_unit_id = CASE WHEN going.competent IS NULL THEN c.former_competent_unit_id
                                    ELSE coalesce(c.former_competent_unit_id, c.competent_unit_id) END,
    receipt_unit_id = coalesce(going.receipt, c.receipt_unit_id),
    competent_unit_id = coalesce(going.competent, c.competent_unit_id),
    step_unit_id = coalesce(going.step, c.step_unit_id),
    step_seat_id = going.seat,
    version = c.version + 1
FROM going WHERE going.id = c.id
RETURNING c.id, c.version, c.competent_unit_id, c.receipt_unit_id, c.step_unit_id
"""


def _at(units: Sequence[UUID]) -> Q:
    return Q(receipt_unit_id__in=units) | Q(competent_unit_id__in=units) | Q(step_unit_id__in=units)


def _going(units: Sequence[UUID]) -> QuerySet[Case]:
    return Case.objects.filter(_at(units), state__in=OPEN)


def _held(units: Sequence[UUID], on: date) -> dict[UUID, int]:
    """Each once: at the office that has it, else at the competent one, else where it was received."""
    wanted = set(units)
    rows = _going(units).values_list("step_unit_id", "competent_unit_id", "receipt_unit_id")
    return Counter(next(one for one in row if one in wanted) for row in rows.iterator(chunk_size=5000))


def _listed(units: Sequence[UUID], on: date) -> Iterator[Held]:
    wanted = set(units)
    rows = _going(units).order_by("due_at", "id").values_list("number", "title", "step_unit_id", "competent_unit_id",
                                                              "receipt_unit_id")  # fmt: skip
    for number, title, *offices in rows.iterator(chunk_size=5000):
        yield Held(next(one for one in offices if one in wanted), f"{number} {title}", f"/ban/ho-so/{number}")


def _move(move: Move) -> int:
    heirs, seats = move.heirs, move.replaced.get(SEATS, {})
    states = [int(state) for state in OPEN]
    given: list[Any] = [list(heirs), list(heirs.values()), list(seats), list(seats.values()), states]
    with connection.cursor() as cursor:
        cursor.execute(CONTINUE, given)
        moved = cursor.fetchall()
    told = {"decision": move.decision, "reorganisation": str(move.reorganisation_id)}
    rows = [
        entry_row(
            "case.continued", SubjectRef("cases.case", case_id, version), by=move.by, at=move.at, unit_id=competent,
            payload=told | {"competent_unit": str(competent), "receipt_unit": str(receipt), "step_unit": str(step)},
        )
        for case_id, version, competent, receipt, step in moved
    ]  # fmt: skip
    write_entries(rows)
    return len(moved)


def _questions(units: Sequence[UUID]) -> QuerySet[Opinion]:
    return Opinion.objects.filter(answered_at=None, taken_back_at=None, unit_id__in=units)


def _questions_held(units: Sequence[UUID], on: date) -> dict[UUID, int]:
    return Counter(_questions(units).values_list("unit_id", flat=True))


def _questions_listed(units: Sequence[UUID], on: date) -> list[Held]:
    rows = _questions(units).select_related("case").order_by("due_at", "id")
    return [Held(row.unit_id, f"{row.case.number}: {row.question[:80]}") for row in rows]


def _move_questions(move: Move) -> int:
    seats = move.replaced.get(SEATS, {})
    rows = list(_questions(list(move.heirs)).select_for_update())
    for row in rows:
        row.unit_id, row.seat_id = move.heirs[row.unit_id], seats.get(row.seat_id) if row.seat_id else None
    Opinion.objects.bulk_update(rows, ["unit", "seat"], batch_size=500)
    return len(rows)


holdings.register(Holding("cases.open", gettext_noop("Hồ sơ chưa trả kết quả"), 30, _held, _listed, _move))
holdings.register(
    Holding(
        "cases.questions", gettext_noop("Ý kiến phối hợp đang chờ"), 31, _questions_held, _questions_listed,
        _move_questions,
    )
)  # fmt: skip
