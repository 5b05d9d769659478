"""One at a time in a centre, and codes nobody guesses."""

import secrets
from uuid import UUID

from tinhso.modules.citizens.service_centre.models import Centre

# Without 0, 1, I, L, O: they are read aloud and typed from paper.
_SIGNS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"


def locked(centre_id: UUID) -> Centre:
    """The centre; whoever else changes its line waits until this transaction ends."""
    return Centre.objects.select_for_update().get(pk=centre_id)


def new_code(length: int) -> str:
    """So many signs drawn for this alone."""
    return "".join(secrets.choice(_SIGNS) for _ in range(length))
