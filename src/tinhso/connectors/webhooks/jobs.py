"""Telling endpoints what happened, and switching off those that took nothing for days."""

from tinhso.base.messages import gettext_noop
from tinhso.base.moments import now
from tinhso.connectors.webhooks.actions import switch_off_failing_one, tell_endpoints
from tinhso.connectors.webhooks.actions.telling import BATCH
from tinhso.connectors.webhooks.queries import failing_endpoints

ROUNDS = 20


def tell() -> None:
    """Reads on until nothing is new, so many batches at most."""
    for _ in range(ROUNDS):
        if tell_endpoints(now()) < BATCH:
            return


def switch_off_failing() -> None:
    for partner, reason in failing_endpoints(now()):
        switch_off_failing_one(partner, reason, at=now())


JOBS = (
    ("webhooks.tell", gettext_noop("Báo qua webhook"), 0.5, tell),
    ("webhooks.switch_off_failing", gettext_noop("Tắt webhook hỏng lâu ngày"), 60.0, switch_off_failing),
)
