"""What forms 02 to 05 print of a case (one-stop.md section 2); numbers and telephones are masked."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.conf import settings

from tinhso.base.moments import local_day, long_moment_text, moment_text
from tinhso.kernel.cases.models import Case, Extension, Supplement
from tinhso.kernel.cases.rules.definition import read_body
from tinhso.kernel.forms.rules import form_of
from tinhso.kernel.identity.queries import contact_of, person_card, seat_of
from tinhso.kernel.ledger.queries import entries_of
from tinhso.kernel.organisations.models import UnitKind
from tinhso.kernel.organisations.queries import unit_on
from tinhso.modules.citizens.one_stop.queries.offices import place_name
from tinhso.modules.citizens.one_stop.rules.wording import amount_text

HOTLINE = "1022"


def supplement(case: Case, asked: Supplement) -> dict[str, Any]:
    """Everything that is missing, each with its reason and basis, and who explains it."""
    assert asked.asked_at is not None  # noqa: S101  (asked)
    names = _names(case)
    unit_id = case.receipt_unit_id if asked.stage == "receipt" else case.competent_unit_id
    return _common(case, unit_id, asked.asked_at) | {
        "asked_at": moment_text(asked.asked_at),
        "items": [
            {"name": names.get(item["about"], item["what"]), "reason": item["what"], "basis": item.get("basis", "")}
            for item in asked.items
        ],
        "reasons": [f"Yêu cầu lần {asked.order}: {asked.proposed_because}"] if asked.proposed_because else [],
        "guide": _official(asked.asked_by, unit_id, asked.asked_at),
    }


def refusal(case: Case) -> dict[str, Any]:
    at, seat_id = _act(case, "case.declined")
    official = _official(seat_id, case.receipt_unit_id, at)
    return _common(case, case.receipt_unit_id, at) | {
        "submitted_at": moment_text(case.submitted_at),
        "paper_count": case.papers.count(),
        "reasons": [case.note],
        "contact": official,
        "lookup_url": f"{settings.PUBLIC_URL}/thu-tuc/{case.definition.code}",
        "refuser": {"title": "Người từ chối tiếp nhận", "name": official["name"]},
        "applicant": case.applicant.full_name,
    }


def apology(case: Case, extension: Extension) -> dict[str, Any]:
    return _common(case, case.competent_unit_id, extension.made_at) | {
        "received_at": moment_text(case.received_at) if case.received_at else "",
        "old_due_at": long_moment_text(extension.old_due_at),
        "new_due_at": long_moment_text(extension.new_due_at),
        "added": amount_text(extension.amount, extension.unit),
        "reason": extension.ground,
        "contact": _official(extension.seat_id, case.receipt_unit_id, extension.made_at),
        "signer": _signer(case, extension.seat_id, extension.made_at),
    }


def stop(case: Case) -> dict[str, Any]:
    at, seat_id = _act(case, "case.stopped")
    return _common(case, case.competent_unit_id, at) | {
        "received_at": moment_text(case.received_at) if case.received_at else "",
        "stopped_at": moment_text(at),
        "reason": case.note,
        "contact": _official(seat_id, case.receipt_unit_id, at),
        "signer": _signer(case, seat_id, at),
    }


def _common(case: Case, unit_id: UUID, at: datetime) -> dict[str, Any]:
    card, contact = person_card(case.applicant_id), contact_of(case.applicant)
    name = case.owner.full_name if case.owner else card.full_name
    return {
        "sheet": "a5",
        "case_number": case.number,
        "place": place_name(unit_id, local_day(at)),
        "owner": {"name": name, "address": contact.address, "phone": card.phone_masked},
        "request": case.title,
        "lookup_url": f"{settings.PUBLIC_URL}/tra-cuu",
    }


def _names(case: Case) -> dict[str, str]:
    """What a request may speak of, as people know it."""
    papers = {f"paper:{paper.code}": paper.title for paper in read_body(case.definition.body).papers}
    questions = form_of(case.submission.form.body).questions
    return papers | {f"question:{question.name}": question.label for question in questions}


def _act(case: Case, event: str) -> tuple[datetime, UUID | None]:
    """When the case was ended, and by whom."""
    entry = entries_of(case).filter(event=event).last()
    assert entry is not None  # noqa: S101  (the state was reached by that act)
    return entry.at, entry.seat_id


def _official(seat_id: UUID | None, unit_id: UUID, at: datetime) -> dict[str, str]:
    """Who answers questions: the official who acted, by the office's telephone."""
    phone = unit_on(unit_id, local_day(at)).phone or HOTLINE
    name = seat_of(seat_id).full_name if seat_id else unit_on(unit_id, local_day(at)).name
    return {"name": name, "title": "Người hướng dẫn", "phone": phone}


def _signer(case: Case, seat_id: UUID | None, at: datetime) -> dict[str, Any]:
    unit = unit_on(case.competent_unit_id, local_day(at))
    is_place = unit.kind in (UnitKind.COMMUNE, UnitKind.PROVINCE)
    seat = seat_of(seat_id) if seat_id else None
    return {
        "authority": [f"TM. {unit.authority_name}"] if is_place else [],
        "title": seat.post_title if seat else "",
        "name": seat.full_name if seat else "",
    }
