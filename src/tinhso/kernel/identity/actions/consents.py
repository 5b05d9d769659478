"""Consent that somebody else applies (nộp hộ): given, withdrawn."""

from datetime import datetime

from django.db import transaction

from tinhso.base.actor import Actor
from tinhso.base.messages import NotAllowed, Refused, gettext_noop
from tinhso.base.text import nfc
from tinhso.kernel.identity.models import Consent, Person
from tinhso.kernel.ledger.actions import write_entry
from tinhso.kernel.ledger.kinds import Event, register

register(
    Event("identity.consent_given", "đồng ý cho nộp hộ", ("owner_id", "representative_id")),
    Event("identity.consent_withdrawn", "rút đồng ý cho nộp hộ", ("owner_id", "representative_id")),
)


class ConsentUnclear(Refused):
    code = "consent-unclear"
    title = gettext_noop("Chưa rõ ai nộp hộ ai và vì sao")
    mend = gettext_noop("Ghi quan hệ và căn cứ (giấy ủy quyền, lời đồng ý tại quầy); người nộp hộ phải là người khác.")


@transaction.atomic
def record_consent(
    owner: Person, representative: Person, relation: str, basis: str, by: Actor, at: datetime
) -> Consent:
    """Lets one person apply for another. The owner gives it; officials record what they saw on paper.

    Raises NotAllowed, ConsentUnclear.
    """
    _must_speak_for(owner, by)
    if owner.id == representative.id or not nfc(relation) or not nfc(basis):
        raise ConsentUnclear()
    consent = Consent.objects.create(
        owner=owner, representative=representative, relation=nfc(relation), basis=nfc(basis), given_at=at
    )
    write_entry("identity.consent_given", consent, by=by, at=at, payload=_who(consent))
    return consent


@transaction.atomic
def withdraw_consent(consent: Consent, *, by: Actor, at: datetime) -> Consent:
    """From now on the representative may begin nothing new. Raises NotAllowed."""
    _must_speak_for(consent.owner, by)
    if consent.withdrawn_at is None:
        consent.withdrawn_at = at
        consent.save(update_fields=["withdrawn_at"])
        write_entry("identity.consent_withdrawn", consent, by=by, at=at, payload=_who(consent))
    return consent


def _must_speak_for(owner: Person, by: Actor) -> None:
    if by.is_anonymous or (by.is_citizen and by.person_id != owner.id):
        raise NotAllowed(right="identity.record_consent")


def _who(consent: Consent) -> dict[str, str]:
    return {"owner_id": str(consent.owner_id), "representative_id": str(consent.representative_id)}
