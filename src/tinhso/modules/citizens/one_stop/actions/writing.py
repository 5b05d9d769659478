"""Ordinary letters on a dossier: drafted by who handles it, sealed and signed by who may issue."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from tinhso.base.actor import Actor
from tinhso.base.messages import NotAllowed, NotFound, Refused, gettext_noop
from tinhso.base.moments import local_day
from tinhso.kernel.cases.models import Case
from tinhso.kernel.documents.actions import draft_document, redraft, seal, sign
from tinhso.kernel.documents.models import Document, SignatureKind
from tinhso.kernel.documents.queries import facts_of
from tinhso.kernel.identity.queries import seat_of
from tinhso.kernel.organisations.models import UnitKind
from tinhso.kernel.organisations.queries import unit_on
from tinhso.modules.citizens.one_stop.documents import LETTERS
from tinhso.modules.citizens.one_stop.queries.letters import Words, letter_drafts, office_to_write
from tinhso.modules.citizens.one_stop.queries.offices import place_name
from tinhso.modules.citizens.one_stop.rules.placeholders import paragraphs


class LetterEmpty(Refused):
    code = "letter-empty"
    title = gettext_noop("Văn bản chưa đủ nội dung")
    mend = gettext_noop("Ghi tên loại văn bản, nơi gửi và nội dung.")


def writing_office(case: Case, by: Actor) -> UUID:
    """In whose name the actor writes. Raises NotAllowed."""
    unit_id = office_to_write(case, by)
    if unit_id is None:
        raise NotAllowed()
    return unit_id


@transaction.atomic
def draft_letter(case: Case, words: Words, *, by: Actor, at: datetime) -> Document:
    """A letter of the actor's office, to be issued later. Raises LetterEmpty, NotAllowed."""
    unit_id = writing_office(case, by)
    facts = letter_facts(case, words, unit_id, by, at)
    kind = LETTERS[1] if words.is_for_agency else LETTERS[0]
    return draft_document(kind, case, facts, unit_id=unit_id, title=_title(words), by=by, at=at)


@transaction.atomic
def rewrite_letter(case: Case, document_id: UUID, words: Words, *, by: Actor, at: datetime) -> Document:
    """Other words for a draft. Raises LetterEmpty, NotAllowed, NotFound, Stale."""
    document = _draft(case, document_id)
    if writing_office(case, by) != document.unit_id:
        raise NotAllowed()
    facts = letter_facts(case, words, document.unit_id, by, at)
    return redraft(document, facts, title=_title(words), by=by, at=at)


@transaction.atomic
def issue_letter(case: Case, document_id: UUID, *, by: Actor, at: datetime) -> Document:
    """Number, seal and signatures: of the person who may sign there, and of the office.

    Raises NotAllowed, NotFound, NobodyToSign, NoSigningDriver, Stale.
    """
    document = _draft(case, document_id)
    by.must("documents.issue", document.unit_id)
    signs = by.may("documents.sign", document.unit_id)
    facts = facts_of(document) | {"signer": _signer(document.unit_id, by, at)}
    document = seal(redraft(document, facts, by=by, at=at), by=by, at=at)
    if signs:
        document = sign(document, SignatureKind.PERSONAL, by=by, at=at)
    return sign(document, SignatureKind.ORGANISATION, by=by, at=at)


def letter_facts(case: Case, words: Words, unit_id: UUID, by: Actor, at: datetime) -> dict[str, Any]:
    """What the paper prints. Raises LetterEmpty."""
    body = paragraphs(words.body)
    if not (words.title.strip() and words.to.strip() and body):
        raise LetterEmpty()
    return {
        "title": words.title.strip(),
        "excerpt": words.excerpt.strip(),
        "to": words.to.strip(),
        "body": body,
        "case_number": case.number,
        "place": place_name(unit_id, local_day(at)),
        "recipients": ["Như trên", f"Lưu: VT, hồ sơ {case.number}"],
        "signer": _signer(unit_id, by, at),
    }


def _signer(unit_id: UUID, by: Actor, at: datetime) -> dict[str, Any]:
    unit = unit_on(unit_id, local_day(at))
    is_place = unit.kind in (UnitKind.COMMUNE, UnitKind.PROVINCE)
    seat = seat_of(by.seat_id) if by.seat_id else None
    return {
        "authority": [f"TM. {unit.authority_name}"] if is_place else [],
        "title": seat.post_title if seat else "",
        "name": seat.full_name if seat else "",
    }


def _title(words: Words) -> str:
    return f"{words.title.strip()}: {words.excerpt.strip()}" if words.excerpt.strip() else words.title.strip()


def _draft(case: Case, document_id: UUID) -> Document:
    document = letter_drafts(case).filter(pk=document_id).first()
    if document is None:
        raise NotFound()
    return document


def paper_of_draft(unit_id: UUID, at: datetime) -> dict[str, Any]:
    """The heading of a letter that is only shown, marked as a draft."""
    unit = unit_on(unit_id, local_day(at))
    is_place = unit.kind in (UnitKind.COMMUNE, UnitKind.PROVINCE)
    parent = unit_on(unit.parent_id, local_day(at)).authority_name if unit.parent_id and not is_place else ""
    return {"issuer": unit.authority_name, "parent": parent, "is_draft": True}
