"""Fees and charges: noting that one was paid."""

from datetime import datetime
from typing import Literal
from uuid import UUID

from ninja import Router
from pydantic import ConfigDict

from tinhso.base.actor import Actor
from tinhso.base.messages import NotFound
from tinhso.kernel.cases import actions
from tinhso.kernel.cases.models import Case
from tinhso.modules.citizens.one_stop.api import scopes
from tinhso.modules.citizens.one_stop.api.acting import act
from tinhso.shell.api import Body

ROUTER = Router()


class Collection(Body):
    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={"example": {"charge": "019ac3a2-5d10-7c3e-9a53-3f0d6c2b8e41", "method": "cash"}},
    )
    charge: UUID
    method: Literal["cash", "transfer"] = "cash"


@act(
    ROUTER,
    "collect",
    vi="Thu phí, lệ phí",
    en="Note that a charge was paid",
    scope=scopes.RECEIVE,
    sends=Collection,
    is_keyed=True,
)
def collect_dossier_charge(case: Case, data: Collection, by: Actor, at: datetime) -> None:
    charge = case.charges.filter(pk=data.charge).first()
    if charge is None:
        raise NotFound(fields={"charge": str(NotFound.title)})
    actions.collect_charge(case, charge, method=data.method, by=by, at=at)
