"""Form 01: the receipt with the promised time, signed in the name of the desk that took the dossier in."""

import json
from datetime import datetime
from typing import Any

from django.conf import settings

from tinhso.base.actor import Actor
from tinhso.base.moments import local_day, long_moment_text, moment_text
from tinhso.base.money import dong
from tinhso.kernel.cases.models import Case, Channel, Charge, HandOver, Paper
from tinhso.kernel.cases.rules.definition import read_body
from tinhso.kernel.documents.models import Document
from tinhso.kernel.documents.queries import documents_of_kind
from tinhso.kernel.identity.queries import card_of, contact_of, seat_of
from tinhso.kernel.ledger.models import Entry
from tinhso.kernel.ledger.queries import entries_of, latest_head
from tinhso.kernel.organisations.queries import unit_on
from tinhso.modules.citizens.one_stop.actions.sealing import made_once
from tinhso.modules.citizens.one_stop.documents import FORM_01
from tinhso.modules.citizens.one_stop.queries.due_letters import DueLetter, letters_due
from tinhso.modules.citizens.one_stop.queries.offices import place_name
from tinhso.modules.citizens.one_stop.rules.wording import allotted_text
from tinhso.shell.rows import rows_where

COUNTED_AS = {"original": "originals", "certified": "certified"}


def receipt_of(case: Case) -> Document | None:
    return next(iter(documents_of_kind(case, FORM_01.code)), None)


def make_receipt(case: Case, *, is_printed_later: bool = False, at: datetime) -> Document:
    """The receipt of an accepted case, made once; ``is_printed_later`` leaves printing for the first opening."""
    unit_id = case.receipt_unit_id
    return made_once(
        case, FORM_01, lambda: receipt_facts(case), unit_id=unit_id, is_printed_later=is_printed_later, at=at
    )


def receipt_to_hand(case: Case, *, by: Actor, at: datetime) -> Document | None:
    """The receipt for who asks for it now: made at once where the job has not come to it yet.

    None where none is called for, or where ``by`` may not give one out.
    """
    receipt = receipt_of(case)
    if receipt is not None or not by.may("cases.receive", case.receipt_unit_id):
        return receipt
    return make_receipt(case, at=at) if DueLetter(FORM_01) in letters_due(case) else None


def receipt_facts(case: Case) -> dict[str, Any]:
    """The facts of form 01 (one-stop.md section 2); the personal number is masked."""
    assert case.received_at is not None  # noqa: S101  (accepted)
    day, acceptance = local_day(case.received_at), _acceptance(case)
    card, contact = card_of(case.applicant), contact_of(case.applicant)
    desk = unit_on(case.receipt_unit_id, day)
    return {
        "sheet": "a5",
        "case_number": case.number,
        "place": place_name(case.receipt_unit_id, day),
        "applicant": {
            "name": card.full_name,
            "channel": str(Channel(case.channel).label),
            "number": card.number_masked,
            "phone": card.phone_masked,
            "address": contact.address,
        },
        "request": case.title,
        "owner": {"name": case.owner.full_name} if case.owner_id != case.applicant_id and case.owner else {},
        "papers": [_paper_row(paper) for paper in rows_where(Paper, ("id",), case_id=case.pk)],
        "sets": 1,
        "allotted": allotted_text(read_body(case.definition.body).variant(case.variant)),
        "received_at": moment_text(case.received_at),
        "due_at": long_moment_text(_promised(case, acceptance)),
        "return_at": "Tài khoản trực tuyến và bộ phận một cửa" if case.channel == Channel.ONLINE else desk.name,
        "fees": [
            {"name": charge.title, "amount": dong(charge.amount)} for charge in rows_where(Charge, case_id=case.pk)
        ],
        "lookup_url": f"{settings.PUBLIC_URL}/tra-cuu",
        "lookup_phone": "1022",
        "receiver": {"title": "Người tiếp nhận hồ sơ", "name": _receiver_name(case)},
        "notes": _proof_notes(acceptance),
        "paper": _head_facts(),
    }


def _paper_row(paper: Any) -> dict[str, Any]:
    return {"name": paper.title, COUNTED_AS.get(paper.form, "copies"): paper.quantity}


def _receiver_name(case: Case) -> str:
    first = rows_where(HandOver, case_id=case.pk, order=1)
    return seat_of(first[0].to_seat_id).full_name if first and first[0].to_seat_id else ""


def _acceptance(case: Case) -> Entry | None:
    return entries_of(case).filter(event="case.accepted").last()


def _promised(case: Case, acceptance: Entry | None) -> datetime:
    """What was promised when it was accepted: a pause that began before the receipt was made has no date yet."""
    said = json.loads(acceptance.payload).get("due_at") if acceptance else None
    promised = datetime.fromisoformat(said) if said else case.due_at
    assert promised is not None  # noqa: S101  (no receipt is called for without an acceptance)
    return promised


def _proof_notes(acceptance: Entry | None) -> list[str]:
    if acceptance is None:
        return []
    return [f"Việc tiếp nhận đã ghi sổ cái, xem bằng chứng tại {settings.PUBLIC_URL}/so-cai/{acceptance.id}"]


def _head_facts() -> dict[str, str]:
    head = latest_head()
    return {"ledger_head": head.short_text} if head else {}
