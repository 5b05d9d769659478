"""What of messages and partners is sealed, and how it is opened."""

import json
from uuid import UUID

from tinhso.kernel.exchange.kinds import PartnerView
from tinhso.kernel.exchange.models import Partner
from tinhso.kernel.identity.queries import keyring

BODY, WORDS, SECRETS, INCOMING = "exchange.body", "exchange.words", "exchange.secrets", "exchange.incoming"
QUESTION, ANSWER = "exchange.question", "exchange.answer"


def sealed(clear: bytes, owner: UUID, field: str) -> bytes:
    return keyring().seal(clear, bound_to=f"{field}:{owner}")


def opened(box: bytes | memoryview, owner: UUID, field: str) -> bytes:
    """Raises InvalidTag when it was changed or moved to another row."""
    return keyring().open(bytes(box), bound_to=f"{field}:{owner}")


def view_of(partner: Partner) -> PartnerView:
    """The partner as its driver sees it."""
    secrets = json.loads(opened(partner.secrets_sealed, partner.id, SECRETS)) if partner.secrets_sealed else {}
    return PartnerView(partner.id, partner.code, partner.address, dict(partner.settings), secrets)
