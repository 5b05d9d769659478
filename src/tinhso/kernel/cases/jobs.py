"""Later work on cases: bulk acts, and telling about dossiers nobody moves."""

from collections.abc import Callable

from tinhso.base.actor import system_actor
from tinhso.base.messages import gettext_noop
from tinhso.base.moments import now
from tinhso.kernel.cases.actions.batches import run_batch
from tinhso.kernel.cases.actions.watching import note_unmoved
from tinhso.kernel.cases.queries.batches import unfinished_batches
from tinhso.kernel.law.queries import RulesMissing

ROWS_A_TURN = 50
TURNS = 20


def run_batches() -> None:
    """A turn for each batch that is not finished, so that a long one does not hold up a short one."""
    for _ in range(TURNS):
        batches = list(unfinished_batches()[:20])
        if not batches:
            return
        for batch in batches:
            run_batch(batch, at=now(), most=ROWS_A_TURN)


def tell_of_unmoved() -> None:
    """Nothing to tell where the province has no such rule."""
    try:
        while note_unmoved(by=system_actor("watchdog"), at=now()):
            pass
    except RulesMissing:
        return


JOBS: tuple[tuple[str, str, float, Callable[[], None]], ...] = (
    ("cases.run_batches", gettext_noop("Làm các việc hàng loạt"), 1.0, run_batches),
    ("cases.tell_of_unmoved", gettext_noop("Báo hồ sơ không ai động đến"), 600.0, tell_of_unmoved),
)
