"""Where a procedure is filed online on a day."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.db.models import QuerySet

from tinhso.base.messages import NotFound
from tinhso.kernel.cases.models import Definition
from tinhso.kernel.cases.queries import definition_in_force, definitions_in_force
from tinhso.kernel.exchange.queries import partners_of
from tinhso.modules.citizens.one_stop.models import FrontDoor

DRIVER = "national_portal"
PUBLIC_ADDRESS = "https://dichvucong.gov.vn"  # the only front door since 1 July 2025 (one-stop.md section 0)


@dataclass(frozen=True)
class Door:
    """``row`` is what was set last; None where the profile's own choice stands."""

    code: str
    is_national: bool
    row: FrontDoor | None
    address: str = PUBLIC_ADDRESS


def is_national_by_default() -> bool:
    """A production installation sends people to the national portal; a sample takes filings itself."""
    return bool(settings.PROFILE == "production")


def door_on(code: str, on: date) -> Door:
    """Where that procedure is filed online on that day."""
    row = _rows([code], on).order_by("-valid_from", "-made_at", "-id").first()
    return _door(code, row, portal_address())


def doors_on(on: date) -> list[tuple[Definition, Door]]:
    """Each procedure that can be filed here, with its door of that day: two queries."""
    definitions = list(definitions_in_force(on).defer("body"))
    newest: dict[str, FrontDoor] = {}
    for row in _rows([one.code for one in definitions], on).order_by("valid_from", "made_at", "id"):
        newest[row.code] = row
    address = portal_address()
    return [(one, _door(one.code, _later(newest.get(""), newest.get(one.code)), address)) for one in definitions]


def coming_doors(on: date) -> Sequence[FrontDoor]:
    """What was set for days to come, the next first."""
    return list(FrontDoor.objects.filter(valid_from__gt=on).order_by("valid_from", "made_at"))


def past_doors(code: str, on: date, limit: int = 50) -> Sequence[FrontDoor]:
    """What was ever set for the procedure or for all, the newest first."""
    return list(FrontDoor.objects.filter(code__in=["", code]).order_by("-valid_from", "-made_at")[:limit])


def is_known_procedure(code: str, on: date) -> bool:
    try:
        definition_in_force(code, on)
    except NotFound:
        return False
    return True


def portal_address() -> str:
    """Where people are sent: as the partner says, or the national portal's own address."""
    for partner in partners_of(DRIVER):
        if told := str(partner.settings.get("citizen_address", "")).strip():
            return told
    return PUBLIC_ADDRESS


def _rows(codes: Sequence[str], on: date) -> QuerySet[FrontDoor]:
    return FrontDoor.objects.filter(code__in=["", *codes], valid_from__lte=on)


def _later(one: FrontDoor | None, other: FrontDoor | None) -> FrontDoor | None:
    found = [row for row in (one, other) if row is not None]
    return max(found, key=lambda row: (row.valid_from, row.made_at, row.id), default=None)


def _door(code: str, row: FrontDoor | None, address: str) -> Door:
    return Door(code, row.is_national if row else is_national_by_default(), row, address)
