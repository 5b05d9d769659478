"""Every write of the room: one verb, one transaction, one ledger entry."""

from tinhso.kernel.identity.actions.persons import (
    BadNumber,
    BadPhone,
    NameMissing,
    NumberTaken,
    change_contact,
    create_person,
    reveal_number,
)
from tinhso.kernel.identity.actions.seats import (
    PostTaken,
    assign_seat,
    delegate,
    end_seat,
    revoke_delegation,
)

__all__ = [
    "BadNumber",
    "BadPhone",
    "NameMissing",
    "NumberTaken",
    "PostTaken",
    "assign_seat",
    "change_contact",
    "create_person",
    "delegate",
    "end_seat",
    "reveal_number",
    "revoke_delegation",
]
