"""What forms send besides what people type."""

from uuid import UUID

from tinhso.base.messages import NotFound


def id_sent(text: str) -> UUID:
    """The id a form carries. Raises NotFound for what no form of ours carries."""
    try:
        return UUID(text)
    except ValueError:
        raise NotFound() from None
