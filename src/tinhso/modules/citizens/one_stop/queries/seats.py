"""Seats that are named from outside."""

from uuid import UUID

from tinhso.base.messages import Refused, gettext_noop
from tinhso.kernel.identity.models import Seat


class SeatUnknown(Refused):
    code = "seat-unknown"
    title = gettext_noop("Không có vị trí công tác này")
    mend = gettext_noop("Chọn một vị trí trong danh sách của đơn vị.")


def known_seat(seat_id: UUID | None) -> UUID | None:
    """The seat named, or None for none. Raises SeatUnknown."""
    if seat_id is not None and not Seat.objects.filter(pk=seat_id).exists():
        raise SeatUnknown(fields={"to_seat": str(SeatUnknown.title)})
    return seat_id
