"""Asking a service about a subject: the question is on record before it leaves, whoever asked and why with it."""

import json
from collections.abc import Mapping
from datetime import datetime
from random import Random
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Model

from tinhso.base.actor import Actor, system_actor
from tinhso.base.ids import new_id
from tinhso.base.messages import NotAllowed
from tinhso.kernel.exchange import rules
from tinhso.kernel.exchange.actions.declared import ReasonMissing
from tinhso.kernel.exchange.kinds import Asker, Declined, NoAnswer, services
from tinhso.kernel.exchange.models import LookUp, LookUpState
from tinhso.kernel.exchange.queries.asking import asked
from tinhso.kernel.exchange.queries.look_ups import answer_of, question_of
from tinhso.kernel.exchange.queries.sealing import ANSWER, QUESTION, sealed
from tinhso.kernel.identity.models import Seat
from tinhso.kernel.identity.queries import number_of
from tinhso.kernel.ledger.actions import SubjectRef, subject_ref, write_entry
from tinhso.kernel.organisations.models import UnitCode

BY = system_actor("exchange")
MOST_ATTEMPTS = 30
REASON_AT_LEAST = 10


@transaction.atomic
def look_up(
    service: str, question: Mapping[str, Any], *, purpose: str, subject: Model | SubjectRef, by: Actor, at: datetime
) -> LookUp:
    """Puts the question on record, bound to officer, office, subject and purpose; ``ask_service`` asks it.

    The ledger names service, number and purpose, never what was asked. Raises NotAllowed, ReasonMissing, LookupError.
    """
    services.get(service)
    if not by.is_staff or by.seat_id is None:
        raise NotAllowed(right="exchange.look_up")
    if not purpose.strip():
        raise ReasonMissing()
    look_up_id, about = new_id(), subject_ref(subject)
    row = LookUp.objects.create(
        id=look_up_id,
        service=service,
        number=look_up_id.hex,
        subject_kind=about.kind,
        subject_id=about.id,
        purpose=purpose.strip()[:200],
        seat_id=by.seat_id,
        unit_id=by.unit_id,
        question_sealed=sealed(_json(question), look_up_id, QUESTION),
        asked_at=at,
        next_at=at,
    )
    payload = {"service": service, "number": row.number, "purpose": row.purpose}
    write_entry("exchange.looked_up", subject, by=by, at=at, payload=payload, unit_id=by.unit_id)
    return row


def ask_service(look_up_id: UUID, *, at: datetime, rng: Random) -> LookUp:
    """Asks once, without an open transaction of its own; no answer means it is asked again later."""
    row = LookUp.objects.get(pk=look_up_id)
    if row.state != LookUpState.WAITING:
        return row
    try:
        answer = asked(row.service, {**question_of(row), "asker": _asker(row)})
    except NoAnswer as problem:
        return _later(row, problem.code, at, rng)
    except Declined as refusal:
        return _settled(row, LookUpState.DECLINED, refusal.code, None, at)
    return _settled(row, LookUpState.ANSWERED, "", answer, at)


def _asker(row: LookUp) -> Asker:
    seat = Seat.objects.select_related("person").filter(pk=row.seat_id).first() if row.seat_id else None
    codes = UnitCode.objects.filter(unit_id=row.unit_id, system="qd20") if row.unit_id else UnitCode.objects.none()
    code = codes.order_by("-valid_from").first()
    officer = number_of(seat.person) if seat else ""
    number = f"{row.number}{row.attempts + 1:02d}"  # a service takes each code once
    return Asker(number, officer or str(row.seat_id), code.code if code else "", row.purpose)


def _later(row: LookUp, code: str, at: datetime, rng: Random) -> LookUp:
    attempts = row.attempts + 1
    if attempts >= MOST_ATTEMPTS:
        return _settled(row, LookUpState.GIVEN_UP, code, None, at)
    still = LookUp.objects.filter(pk=row.pk, state=LookUpState.WAITING)
    next_at = at + rules.wait_before(attempts, rng)
    still.update(attempts=attempts, next_at=next_at, last_code=code[:60])
    row.refresh_from_db()
    return row


@transaction.atomic
def _settled(row: LookUp, state: LookUpState, code: str, answer: Any, at: datetime) -> LookUp:
    still = LookUp.objects.filter(pk=row.pk, state=LookUpState.WAITING)
    box = sealed(_json(answer), row.id, ANSWER) if answer is not None else None
    if still.update(state=state, last_code=code[:60], answer_sealed=box, answered_at=at):
        payload = {"service": row.service, "number": row.number, "state": str(state), "code": code[:60]}
        write_entry("exchange.look_up_settled", _subject(row), by=BY, at=at, payload=payload, unit_id=row.unit_id)
    row.refresh_from_db()
    return row


@transaction.atomic
def read_answer(look_up: LookUp, *, reason: str, by: Actor, at: datetime) -> dict[str, Any]:
    """What the service said, in full, for who gives a reason; the reading is an entry. Raises ReasonMissing."""
    if len(reason.strip()) < REASON_AT_LEAST:
        raise ReasonMissing()
    payload = {"service": look_up.service, "number": look_up.number, "reason": reason.strip()}
    write_entry("exchange.look_up_read", _subject(look_up), by=by, at=at, payload=payload, unit_id=by.unit_id)
    return answer_of(look_up)


def _subject(row: LookUp) -> SubjectRef:
    return SubjectRef(row.subject_kind, row.subject_id)


def _json(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, default=str).encode()
