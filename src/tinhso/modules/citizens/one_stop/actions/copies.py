"""Certified copies in bulk: taken in person by person, led on together; one refusal stops no other."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from django.db import transaction

from tinhso.base.actor import Actor
from tinhso.base.messages import NotAllowed, Refused, Stale
from tinhso.kernel.cases.actions import hand_over
from tinhso.kernel.cases.models import Case, Definition
from tinhso.modules.citizens.one_stop.actions.handing import hand_out
from tinhso.modules.citizens.one_stop.actions.intake import Applicant, Intake, receive_at_counter
from tinhso.modules.citizens.one_stop.actions.receipts import make_receipt
from tinhso.modules.citizens.one_stop.actions.results import (
    draft_result,
    issue_result,
    sign_result,
    submit_for_signature,
)
from tinhso.modules.citizens.one_stop.rules.copies import Sitting, keys_of_sitting
from tinhso.modules.citizens.one_stop.rules.handing import COUNTER, Handing


@dataclass(frozen=True)
class Told:
    """What became of one person's rows, or of one dossier; ``why`` is empty when it was done."""

    name: str
    case: Case | None
    why: str = ""


def receive_copies(
    definition: Definition, people: Sequence[Sitting], *, key: str, is_sample: bool = False, by: Actor, at: datetime
) -> list[Told]:
    """Opens and accepts a dossier for each person. The same key gives the same dossiers. Raises NotAllowed.

    Receipts of a sample are printed when first opened.
    """
    if by.unit_id is None:
        raise NotAllowed()
    by.must("cases.receive", by.unit_id)
    keys = keys_of_sitting(key, len(people))
    return [_received(definition, one, own, is_sample, by, at) for one, own in zip(people, keys, strict=True)]


def _received(definition: Definition, one: Sitting, key: str, is_sample: bool, by: Actor, at: datetime) -> Told:
    assert by.unit_id is not None  # noqa: S101  (asked for above)
    intake = Intake(
        definition=definition,
        variant=str(definition.body["variants"][0]["code"]),
        applicant=Applicant(one.name, one.number),
        answers=one.answers,
        papers=[],
        receipt_id=by.unit_id,
        key=key,
        is_sample=is_sample,
    )
    try:
        case = receive_at_counter(intake, by=by, at=at)
        make_receipt(case, is_printed_later=is_sample, at=at)
    except Refused as refusal:
        return Told(one.name, None, str(refusal))
    return Told(one.name, case)


@transaction.atomic
def _draft_and_submit(case: Case, *, by: Actor, at: datetime) -> None:
    draft_result(case, by=by, at=at)
    submit_for_signature(case, by=by, at=at)


def _hand_out(case: Case, *, by: Actor, at: datetime) -> None:
    hand_out(case, Handing(method=COUNTER, check="document", paper="nhận tại quầy trong lượt"), by=by, at=at)


LEADS: dict[str, Callable[..., object]] = {
    "hand_over": hand_over,
    "draft": _draft_and_submit,
    "sign": sign_result,
    "issue": issue_result,
    "return": _hand_out,
}


def lead_on(act: str, cases: Sequence[tuple[Case, int]], *, by: Actor, at: datetime, **how: bool) -> list[Told]:
    """Does one act on each case, in the version the official saw; ``how`` is what the act takes besides."""
    return [_led(partial(LEADS[act], **how), case, version, by, at) for case, version in cases]


def _led(act: Callable[..., object], case: Case, seen: int, by: Actor, at: datetime) -> Told:
    try:
        if case.version != seen:
            raise Stale()
        act(case, by=by, at=at)
    except Refused as refusal:
        return Told(case.applicant.full_name, case, str(refusal))
    return Told(case.applicant.full_name, case)
