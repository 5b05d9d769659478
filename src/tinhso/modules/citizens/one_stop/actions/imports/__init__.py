"""Lists somebody sends: what kinds there are, and how one is tried, confirmed and done in the background."""

from tinhso.modules.citizens.one_stop.actions.imports.fetching import (
    PasswordsGone,
    fetch_passwords,
    forget_old_lists,
)
from tinhso.modules.citizens.one_stop.actions.imports.kinds import KINDS, ListKind
from tinhso.modules.citizens.one_stop.actions.imports.running import run_import
from tinhso.modules.citizens.one_stop.actions.imports.sending import (
    NotWaiting,
    confirm_import,
    drop_import,
    send_list,
)

__all__ = [
    "KINDS",
    "ListKind",
    "NotWaiting",
    "PasswordsGone",
    "confirm_import",
    "drop_import",
    "fetch_passwords",
    "forget_old_lists",
    "run_import",
    "send_list",
]
