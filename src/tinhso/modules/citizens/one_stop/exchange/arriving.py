"""What arrives from the national portal: dossiers filed there, and what their applicants did there since."""

from datetime import datetime

from tinhso.base.actor import Actor, system_actor
from tinhso.base.messages import gettext_noop
from tinhso.kernel.exchange.kinds import Arrived, IncomingKind, register_incoming
from tinhso.modules.citizens.one_stop.actions.portal_events import pay_there, supplement_there, withdraw_there
from tinhso.modules.citizens.one_stop.actions.portal_filed import take_filing
from tinhso.modules.citizens.one_stop.rules.inbound import read_filing

BY = system_actor("one_stop.portal")


def take_filed(message: Arrived, by: Actor, at: datetime) -> None:
    """Raises BadFiling, ProcedureNotHere, UnitNotHere, ChannelClosed, NumberUsed."""
    take_filing(message.partner_code, read_filing(message.body), by=BY, at=at)


def take_supplemented(message: Arrived, by: Actor, at: datetime) -> None:
    supplement_there(message.body, by=BY, at=at)


def take_withdrawn(message: Arrived, by: Actor, at: datetime) -> None:
    withdraw_there(message.body, by=BY, at=at)


def take_paid(message: Arrived, by: Actor, at: datetime) -> None:
    pay_there(message.partner_code, message.body, by=BY, at=at)


FILED = register_incoming(IncomingKind("portal.filed", gettext_noop("Hồ sơ nộp trên Cổng quốc gia"), take_filed))
SUPPLEMENTED = register_incoming(
    IncomingKind("portal.supplemented", gettext_noop("Bổ sung gửi trên Cổng quốc gia"), take_supplemented)
)
WITHDRAWN = register_incoming(
    IncomingKind("portal.withdrawn", gettext_noop("Rút hồ sơ trên Cổng quốc gia"), take_withdrawn)
)
PAID = register_incoming(IncomingKind("portal.paid", gettext_noop("Nộp tiền trên Cổng quốc gia"), take_paid))
