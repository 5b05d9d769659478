"""What the ledger says happened to a dossier, and what that means for its money."""

import json
from collections.abc import Sequence
from datetime import datetime

import structlog

from tinhso.base.actor import system_actor
from tinhso.base.messages import Refused
from tinhso.kernel.cases.models import Case
from tinhso.kernel.ledger.models import Entry
from tinhso.modules.citizens.payments.actions.arriving import ONLINE
from tinhso.modules.citizens.payments.actions.going_on import let_go_on
from tinhso.modules.citizens.payments.actions.orders import close_stale_order
from tinhso.modules.citizens.payments.actions.receipts import make_receipts
from tinhso.modules.citizens.payments.models import OrderState, PaymentOrder

log = structlog.get_logger()
SUBJECT = "cases.case"
COLLECTED = "case.charge_collected"
CHANGED = frozenset({"case.corrected", "case.withdrawn", "case.stopped", "case.declined"})
BY = system_actor("payments")


def calls_in(entries: Sequence[Entry]) -> list[Entry]:
    """The entries something must be done about.

    Cash that a sample collected without anybody is no money: it gets no receipt.
    """
    about = [entry for entry in entries if entry.subject_kind == SUBJECT]
    changed = {entry.subject_id for entry in about if entry.event in CHANGED}
    waiting = PaymentOrder.objects.filter(case_id__in=changed, state=OrderState.OPEN)
    asked = set(waiting.values_list("case_id", flat=True)) if changed else set()
    return [
        entry
        for entry in about
        if (entry.event == COLLECTED and _is_money(entry)) or (entry.event in CHANGED and entry.subject_id in asked)
    ]


def _is_money(entry: Entry) -> bool:
    return entry.actor_id is not None or json.loads(entry.payload).get("method") == ONLINE


def follow(entry: Entry, *, at: datetime) -> int:
    """Receipts of what was collected, the dossier let go on, an order that no longer holds dropped; how many receipts.

    What is refused (no template, no key) is left to the dossier's page of receipts and holds up no other.
    """
    case = Case.objects.filter(pk=entry.subject_id).first()
    if case is None:
        return 0
    try:
        close_stale_order(case, by=BY, at=at)
        if entry.event != COLLECTED:
            return 0
        let_go_on(case, by=BY, at=at)
        return len(make_receipts(case, at=at))
    except Refused as refusal:
        log.warning("payment not followed", case=str(case.pk), event=entry.event, code=refusal.code)
        return 0
