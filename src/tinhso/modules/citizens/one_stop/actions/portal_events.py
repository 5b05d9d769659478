"""What the applicant did at the national portal after filing: supplemented, withdrew, paid."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from tinhso.base.actor import Actor
from tinhso.kernel.cases.actions import note_on, take_supplement, withdraw_case
from tinhso.kernel.cases.models import Case, State
from tinhso.kernel.cases.rules.definition import read_body
from tinhso.kernel.cases.rules.states import WrongState
from tinhso.kernel.exchange.kinds import NotYet
from tinhso.kernel.ledger.actions import write_entry
from tinhso.kernel.ledger.kinds import Event, register
from tinhso.modules.citizens.one_stop.actions.portal_files import ask_for_files
from tinhso.modules.citizens.one_stop.actions.portal_money import note_portal_payment
from tinhso.modules.citizens.one_stop.models import PortalFile, PortalFileState, PortalSupplement
from tinhso.modules.citizens.one_stop.rules.inbound import BadFiling, files_said, read_payment

TAKEN, FILES_MISSING, NOT_ASKED = "taken", "files-missing", "not-asked"
WITHDRAWN_THERE = "Người nộp rút hồ sơ trên Cổng Dịch vụ công quốc gia"
register(
    Event("one_stop.portal_supplement_arrived", "Người nộp gửi bổ sung trên Cổng", ("files",)),
    Event("one_stop.portal_supplement_settled", "Xong bổ sung từ Cổng", ("outcome",)),
)


def portal_case(number: str) -> Case:
    """The case of that number, locked; a dossier we told the portal of counts as well as one that came from there.

    Raises NotYet while no such dossier is here.
    """
    rows = Case.objects.select_for_update(of=("self",)).select_related("definition", "submission")
    case = rows.filter(number=number).first()
    if case is None:
        raise NotYet(number)
    return case


@transaction.atomic
def withdraw_there(body: Mapping[str, Any], *, by: Actor, at: datetime) -> Case:
    """The applicant took the dossier back. Withdrawn already: nothing. Raises NotYet, WrongState."""
    case = portal_case(str(body["number"]))
    if State(case.state) is State.WITHDRAWN:
        return case
    ground = ": ".join(filter(None, (WITHDRAWN_THERE, str(body.get("ground", "")).strip())))
    return withdraw_case(case, ground=ground, by=by, at=at)


@transaction.atomic
def pay_there(partner: str, body: Mapping[str, Any], *, by: Actor, at: datetime) -> None:
    """Money for the dossier was paid there. Raises NotYet, BadFiling."""
    try:
        paid = read_payment(body)
    except (KeyError, ValueError, TypeError) as error:
        raise BadFiling(field=str(error).strip("'")[:60]) from error
    note_portal_payment(portal_case(str(body["number"])), partner, paid, by=by, at=at)


@transaction.atomic
def supplement_there(body: Mapping[str, Any], *, by: Actor, at: datetime) -> PortalSupplement:
    """Files come first; what was asked counts as brought once they are here. The same supplement again is nothing new.

    Raises NotYet, WrongState where nothing was asked, BadFiling.
    """
    case = portal_case(str(body["number"]))
    known = PortalSupplement.objects.filter(case=case, code=str(body["supplement"])).first()
    if known is not None:
        return known
    if State(case.state) is not State.SUPPLEMENT:
        raise WrongState(state=str(State(case.state).label))
    try:
        files = files_said(body)
    except (KeyError, TypeError) as error:
        raise BadFiling(field=str(error).strip("'")[:60]) from error
    row = PortalSupplement.objects.create(case=case, code=str(body["supplement"]), arrived_at=at)
    ask_for_files(case, files, read_body(case.definition.body), supplement=row.code, at=at)
    write_entry(
        "one_stop.portal_supplement_arrived",
        case,
        by=by,
        at=at,
        payload={"files": len(files)},
        unit_id=case.receipt_unit_id,
    )
    if words := str(body.get("words", "")).strip():
        note_on(case, f"Người nộp ghi trên Cổng: {words}", by=by, at=at)
    return row


@transaction.atomic
def settle_supplement(supplement_id: UUID, *, by: Actor, at: datetime) -> PortalSupplement | None:
    """Once its files are fetched the dossier goes on; with none that is sound it waits for a person.

    None while a file is still to come, or when it was settled before.
    """
    row = PortalSupplement.objects.select_for_update().filter(pk=supplement_id, settled_at=None).first()
    if row is None:
        return None
    states = list(PortalFile.objects.filter(case=row.case_id, supplement=row.code).values_list("state", flat=True))
    if PortalFileState.WAITING in states:
        return None
    case = Case.objects.select_for_update(of=("self",)).select_related("definition").get(pk=row.case_id)
    row.outcome = _outcome(case, states)
    if row.outcome == TAKEN:
        take_supplement(case, by=by, at=at)
    row.settled_at = at
    row.save(update_fields=["outcome", "settled_at"])
    payload = {"outcome": row.outcome}
    write_entry("one_stop.portal_supplement_settled", case, by=by, at=at, payload=payload, unit_id=case.receipt_unit_id)
    return row


def _outcome(case: Case, states: list[str]) -> str:
    if State(case.state) is not State.SUPPLEMENT:
        return NOT_ASKED
    return TAKEN if not states or PortalFileState.KEPT in states else FILES_MISSING
