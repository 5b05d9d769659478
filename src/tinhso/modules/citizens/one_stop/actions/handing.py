"""Handing out: the receiver is recognised, what is owed is paid, the result goes out with a slip; all or nothing."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from tinhso.base.actor import Actor, system_actor
from tinhso.base.messages import Refused, gettext_noop
from tinhso.base.moments import local_day, moment_text
from tinhso.kernel.cases.actions import return_result
from tinhso.kernel.cases.models import Case
from tinhso.kernel.cases.queries.tracking import digits_match
from tinhso.kernel.documents.actions import draft_document, seal
from tinhso.kernel.documents.models import Document
from tinhso.kernel.documents.queries import label_of
from tinhso.kernel.identity.queries import seat_of
from tinhso.kernel.identity.rules.numbers import without_numbers
from tinhso.modules.citizens.one_stop.actions.counter import collect_cash
from tinhso.modules.citizens.one_stop.documents import RETURN_SLIP
from tinhso.modules.citizens.one_stop.queries.offices import place_name
from tinhso.modules.citizens.one_stop.rules.handing import COUNTER, ELECTRONIC, METHODS, NOTED, Handing, faults


class HandingIncomplete(Refused):
    code = "handing-incomplete"
    title = gettext_noop("Chưa đủ thông tin để trả kết quả")
    mend = gettext_noop("Điền các ô được đánh dấu rồi bấm lại.")


class WrongReceiver(Refused):
    code = "wrong-receiver"
    title = gettext_noop("Bốn số cuối không khớp với người nộp hoặc chủ hồ sơ")
    mend = gettext_noop("Xem lại thẻ; nếu là người được ủy quyền, chọn cách đối chiếu đó và ghi giấy ủy quyền.")


@dataclass(frozen=True)
class Handed:
    case: Case
    change: int
    slip: Document | None


@transaction.atomic
def hand_out(case: Case, handing: Handing, *, by: Actor, at: datetime) -> Handed:
    """Returns the result as said, with the money and the slip.

    Raises HandingIncomplete, WrongReceiver, GivenTooLittle, ChargesDue, WrongStep, WrongState, NotAllowed, Stale.
    """
    if wrong := faults(handing):
        raise HandingIncomplete(fields=wrong)
    if handing.check == "number" and handing.method == COUNTER and not digits_match(case, handing.last_four):
        raise WrongReceiver(fields={"last_four": str(WrongReceiver.title)})
    is_here = handing.method == COUNTER
    owes = is_here and case.charges.filter(paid_at=None).exists()
    change = collect_cash(case, given=handing.given, by=by, at=at) if owes else 0
    return_result(
        case,
        to_name=handing.to_name or case.applicant.full_name,
        method=handing.method,
        parcel_code=handing.parcel_code,
        checked_by=NOTED[handing.check if is_here else handing.method],
        by=by,
        at=at,
    )
    slip = _slip(case, handing, by, at) if is_here else None
    return Handed(case, change, slip)


def _slip(case: Case, handing: Handing, by: Actor, at: datetime) -> Document:
    """The paper the receiver signs (giấy biên nhận trả kết quả)."""
    made_by = system_actor("slip")
    document = draft_document(
        RETURN_SLIP, case, slip_facts(case, handing, by, at), unit_id=case.receipt_unit_id, title=RETURN_SLIP.title,
        by=made_by, at=at,
    )  # fmt: skip
    return seal(document, by=made_by, at=at)


def slip_facts(case: Case, handing: Handing, by: Actor, at: datetime) -> dict[str, Any]:
    results = [{"title": result.title, "number": label_of(result.document).number_text} for result in _results(case)]
    return {
        "sheet": "a5",
        "case_number": case.number,
        "request": case.title,
        "applicant": case.applicant.full_name,
        "results": results,
        "receiver": handing.to_name or case.applicant.full_name,
        "check": NOTED[handing.check],
        "seen": without_numbers(handing.paper),
        "method": METHODS[handing.method],
        "returned_at": moment_text(at),
        "place": place_name(case.receipt_unit_id, local_day(at)),
        "giver": seat_of(by.seat_id).full_name if by.seat_id else "",
    }


def _results(case: Case) -> Sequence[Any]:
    return list(case.results.select_related("document").order_by("id"))


def hand_out_all(cases: Sequence[Case], *, by: Actor, at: datetime) -> list[tuple[Case, str]]:
    """Electronic returns one by one, each in a transaction of its own; (case, why not), empty when it was done."""
    told: list[tuple[Case, str]] = []
    for case in cases:
        try:
            hand_out(case, Handing(method=ELECTRONIC), by=by, at=at)
        except Refused as refusal:
            told.append((case, str(refusal)))
        else:
            told.append((case, ""))
    return told
