"""Ends without a result: stopped by the office, withdrawn by the applicant."""

from datetime import datetime

from ninja import Router

from tinhso.base.actor import Actor
from tinhso.kernel.cases import actions
from tinhso.kernel.cases.models import Case
from tinhso.modules.citizens.one_stop.api import scopes
from tinhso.modules.citizens.one_stop.api.acting import act
from tinhso.modules.citizens.one_stop.api.receiving import Ground

ROUTER = Router()


@act(ROUTER, "stop", vi="Dừng giải quyết", en="Stop handling, with the ground", scope=scopes.PROCESS, sends=Ground)
def stop_dossier(case: Case, data: Ground, by: Actor, at: datetime) -> None:
    actions.stop_case(case, ground=data.ground, by=by, at=at)


@act(ROUTER, "withdraw", vi="Rút hồ sơ", en="Withdraw for the applicant", scope=scopes.RECEIVE, sends=Ground)
def withdraw_dossier(case: Case, data: Ground, by: Actor, at: datetime) -> None:
    actions.withdraw_case(case, ground=data.ground, by=by, at=at)
