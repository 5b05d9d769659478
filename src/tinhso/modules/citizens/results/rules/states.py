"""The way of a paper into the store and through it: the whole machine as a table."""

from collections.abc import Mapping
from enum import StrEnum

from tinhso.base.messages import Refused, gettext_noop


class Standing(StrEnum):
    """Where a paper stands. The first three are not in the store yet; a dropped one never comes there."""

    UPLOADED = "uploaded"
    CHECKED = "checked"
    CONFIRMED = "confirmed"
    IN_FORCE = "in_force"
    REVOKED = "revoked"
    REPLACED = "replaced"
    DROPPED = "dropped"


# act → (where it may be done, where it leads)
ACTS: Mapping[str, tuple[frozenset[Standing], Standing]] = {
    "check": (frozenset({Standing.UPLOADED}), Standing.CHECKED),
    "confirm": (frozenset({Standing.CHECKED}), Standing.CONFIRMED),
    "send_back": (frozenset({Standing.CHECKED, Standing.CONFIRMED}), Standing.UPLOADED),
    "drop": (frozenset({Standing.UPLOADED}), Standing.DROPPED),
    "sign": (frozenset({Standing.CONFIRMED}), Standing.IN_FORCE),
    "revoke": (frozenset({Standing.IN_FORCE}), Standing.REVOKED),
    "replace": (frozenset({Standing.IN_FORCE}), Standing.REPLACED),
}
IN_STORE = (Standing.IN_FORCE, Standing.REVOKED, Standing.REPLACED)
WAITING = (Standing.UPLOADED, Standing.CHECKED, Standing.CONFIRMED)


class NotNow(Refused):
    code = "results-not-now"
    status = 409
    title = gettext_noop("Giấy tờ này không còn ở bước đó")
    mend = gettext_noop("Mở lại danh sách để xem giấy tờ nào đang chờ.")


def after(act: str, standing: str) -> Standing:
    """Where the act leads from there. Raises NotNow."""
    allowed, then = ACTS[act]
    if Standing(standing) not in allowed:
        raise NotNow()
    return then
