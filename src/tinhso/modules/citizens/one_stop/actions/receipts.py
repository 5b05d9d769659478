"""Form 01: the receipt with the promised time, signed in the name of the desk that took the dossier in."""

from datetime import datetime
from typing import Any

from django.conf import settings

from tinhso.base.moments import local_day, long_moment_text, moment_text
from tinhso.base.money import dong
from tinhso.kernel.cases.models import Case, Channel, Charge, HandOver, Paper
from tinhso.kernel.cases.rules.definition import read_body
from tinhso.kernel.documents.models import Document
from tinhso.kernel.documents.queries import documents_of_kind
from tinhso.kernel.identity.queries import card_of, contact_of, seat_of
from tinhso.kernel.ledger.queries import entries_of, latest_head
from tinhso.kernel.organisations.queries import unit_on
from tinhso.modules.citizens.one_stop.actions.sealing import made_once
from tinhso.modules.citizens.one_stop.documents import FORM_01
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


def receipt_facts(case: Case) -> dict[str, Any]:
    """The facts of form 01 (one-stop.md section 2); the personal number is masked."""
    assert case.received_at is not None and case.due_at is not None  # noqa: S101  (accepted)
    day = local_day(case.received_at)
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
        "due_at": long_moment_text(case.due_at),
        "return_at": "Tài khoản trực tuyến và bộ phận một cửa" if case.channel == Channel.ONLINE else desk.name,
        "fees": [
            {"name": charge.title, "amount": dong(charge.amount)} for charge in rows_where(Charge, case_id=case.pk)
        ],
        "lookup_url": f"{settings.PUBLIC_URL}/tra-cuu",
        "lookup_phone": "1022",
        "receiver": {"title": "Người tiếp nhận hồ sơ", "name": _receiver_name(case)},
        "notes": _proof_notes(case),
        "paper": _head_facts(),
    }


def _paper_row(paper: Any) -> dict[str, Any]:
    return {"name": paper.title, COUNTED_AS.get(paper.form, "copies"): paper.quantity}


def _receiver_name(case: Case) -> str:
    first = rows_where(HandOver, case_id=case.pk, order=1)
    return seat_of(first[0].to_seat_id).full_name if first and first[0].to_seat_id else ""


def _proof_notes(case: Case) -> list[str]:
    accepted = [entry for entry in entries_of(case) if entry.event == "case.accepted"]
    if not accepted:
        return []
    return [f"Việc tiếp nhận đã ghi sổ cái, xem bằng chứng tại {settings.PUBLIC_URL}/so-cai/{accepted[-1].id}"]


def _head_facts() -> dict[str, str]:
    head = latest_head()
    return {"ledger_head": head.short_text} if head else {}
