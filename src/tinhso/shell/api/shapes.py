"""How things look in JSON: snake_case, times with the province's offset, money in whole đồng."""

from datetime import UTC, datetime
from typing import Annotated, Any

from ninja import Schema
from pydantic import AwareDatetime, ConfigDict, Field, PlainSerializer

from tinhso.base.moments import local

MOST = 200  # items on a page
WORDS, LINE = 4000, 300  # characters of a text and of a line that people write


def as_local(moment: datetime) -> str:
    """2026-11-23T09:30:00+07:00."""
    return local(moment).isoformat(timespec="seconds")


Moment = Annotated[
    datetime, PlainSerializer(as_local, return_type=str), Field(json_schema_extra={"format": "date-time"})
]

# A moment that is sent: with its zone, and in years every clock and database can reckon with.
When = Annotated[AwareDatetime, Field(ge=datetime(1900, 1, 1, tzinfo=UTC), le=datetime(2200, 1, 1, tzinfo=UTC))]


class Shape(Schema):
    """What an operation answers. ``example`` stands in the document."""

    @classmethod
    def example(cls) -> Any:
        """The example declared with the class. Raises LookupError when it has none."""
        extra = cls.model_config.get("json_schema_extra")
        if not isinstance(extra, dict) or "example" not in extra:
            raise LookupError(f"{cls.__name__} has no example")
        return extra["example"]


class Body(Shape):
    """What an operation is sent: a key it does not know is a slip of the sender, and told."""

    model_config = ConfigDict(extra="forbid")


class Money(Shape):
    """Whole đồng."""

    amount: int
    currency: str = "VND"


def money(amount: int) -> Money:
    return Money(amount=amount)
