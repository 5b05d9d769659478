"""Every write to exchange."""

from tinhso.kernel.exchange.actions.declared import (
    BodyGone,
    DriverUnknown,
    FieldsMissing,
    NotReplayable,
    PartnerTaken,
    PartnerUnknown,
    ReasonMissing,
)
from tinhso.kernel.exchange.actions.delivery import deliver
from tinhso.kernel.exchange.actions.incoming import NewArrival, handle, replay_incoming, take_in, take_in_many
from tinhso.kernel.exchange.actions.looking_up import ask_service, look_up, read_answer
from tinhso.kernel.exchange.actions.partners import change_partner, pause_partner, resume_partner, set_up_partner
from tinhso.kernel.exchange.actions.queueing import NewMessage, queue_message, queue_messages
from tinhso.kernel.exchange.actions.settling import forget_bodies, give_up, read_body, replay, replay_many

__all__ = [
    "BodyGone",
    "DriverUnknown",
    "FieldsMissing",
    "NewArrival",
    "NewMessage",
    "NotReplayable",
    "PartnerTaken",
    "PartnerUnknown",
    "ReasonMissing",
    "ask_service",
    "change_partner",
    "deliver",
    "forget_bodies",
    "give_up",
    "handle",
    "look_up",
    "pause_partner",
    "queue_message",
    "queue_messages",
    "read_answer",
    "read_body",
    "replay",
    "replay_incoming",
    "replay_many",
    "resume_partner",
    "set_up_partner",
    "take_in",
    "take_in_many",
]
