"""Where a procedure is filed online: at the national portal or here, from a day on."""

from datetime import date, datetime

from django.db import transaction

from tinhso.base.actor import Actor
from tinhso.base.messages import Refused, gettext_noop
from tinhso.base.moments import local_day
from tinhso.kernel.ledger.actions import write_entry
from tinhso.kernel.ledger.kinds import Event, register
from tinhso.modules.citizens.one_stop.models import FrontDoor
from tinhso.modules.citizens.one_stop.queries.front_door import is_known_procedure
from tinhso.modules.citizens.one_stop.rules.roles import FRONT_DOOR

register(
    Event(
        "one_stop.front_door_set",
        gettext_noop("Đổi nơi nộp trực tuyến"),
        ("code", "is_national", "valid_from", "reason"),
    )
)


class DoorUnclear(Refused):
    code = "front-door-unclear"
    title = gettext_noop("Chưa đổi được nơi nộp trực tuyến")
    mend = gettext_noop("Xem lại các mục được đánh dấu.")


@transaction.atomic
def set_front_door(
    code: str, *, is_national: bool, valid_from: date, reason: str, by: Actor, at: datetime
) -> FrontDoor:
    """From that day on the procedure (empty: every procedure) is filed at the national portal, or here.

    What was set for days before stays. Raises NotAllowed, DoorUnclear.
    """
    by.must_everywhere(FRONT_DOOR)
    faults = {}
    if not reason.strip():
        faults["reason"] = gettext_noop("Ghi lý do hoặc số văn bản.")
    if valid_from < local_day(at):
        faults["valid_from"] = gettext_noop("Chọn hôm nay hoặc một ngày sau hôm nay.")
    if code and not is_known_procedure(code, valid_from):
        faults["code"] = gettext_noop("Không có thủ tục mang mã này.")
    if faults:
        raise DoorUnclear(fields=faults)
    row = FrontDoor.objects.create(
        code=code,
        is_national=is_national,
        valid_from=valid_from,
        reason=reason.strip()[:500],
        seat_id=by.seat_id,
        made_at=at,
    )
    payload = {
        "code": code,
        "is_national": is_national,
        "valid_from": valid_from.isoformat(),
        "reason": row.reason,
    }
    write_entry("one_stop.front_door_set", row, by=by, at=at, payload=payload)
    return row
