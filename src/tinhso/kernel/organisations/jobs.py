"""Later work on units: an approved reorganisation is done when its day has come."""

from collections.abc import Callable

from tinhso.base.actor import system_actor
from tinhso.base.messages import Refused, gettext_noop
from tinhso.base.moments import local_day, now
from tinhso.kernel.organisations.actions.executing import execute_reorganisation, note_trouble
from tinhso.kernel.organisations.queries.reorganising import due_reorganisations


def execute_due() -> None:
    """The earliest first; one that cannot be done says why and is tried again."""
    for plan in due_reorganisations(local_day(now())):
        try:
            execute_reorganisation(plan, by=system_actor("reorganisation"), at=now())
        except Refused as refusal:
            note_trouble(plan, refusal)


JOBS: tuple[tuple[str, str, float, Callable[[], None]], ...] = (
    ("organisations.execute_due", gettext_noop("Thực hiện phương án sắp xếp đã duyệt"), 5.0, execute_due),
)
