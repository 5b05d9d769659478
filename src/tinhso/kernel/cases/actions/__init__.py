"""Every write to cases: one verb, one transaction, one ledger entry."""

from tinhso.kernel.cases.actions import bulk_acts, ledger_search, reorganised  # noqa: F401
from tinhso.kernel.cases.actions.batches import start_batch, undo_batch
from tinhso.kernel.cases.actions.clock import end_pause, pause_case, resume_case
from tinhso.kernel.cases.actions.corrections import correct_answers
from tinhso.kernel.cases.actions.definitions import end_definition, publish_definition, withdraw_definition
from tinhso.kernel.cases.actions.endings import GroundMissing, decline_case, stop_case, withdraw_case
from tinhso.kernel.cases.actions.extensions import extend_case, extension_preview
from tinhso.kernel.cases.actions.filing import (
    ChannelClosed,
    NumberUsed,
    Offices,
    PaperIn,
    Parties,
    add_paper,
    open_case,
)
from tinhso.kernel.cases.actions.flow import assign_case, finish_step, hand_over, send_back
from tinhso.kernel.cases.actions.money import ChargesDue, collect_charge
from tinhso.kernel.cases.actions.opinions import answer_opinion, ask_opinion, note_on, remove_note, take_back_opinion
from tinhso.kernel.cases.actions.receipt import PapersMissing, accept_case
from tinhso.kernel.cases.actions.redating import redate_case
from tinhso.kernel.cases.actions.results import attach_result, return_result
from tinhso.kernel.cases.actions.supplements import (
    allow_supplement,
    ask_supplement,
    propose_supplement,
    refuse_supplement,
    take_supplement,
)
from tinhso.kernel.cases.actions.taking_on_file import NotOnFile, paper_in, take_on_file
from tinhso.kernel.cases.actions.taking_over import NumberThere, take_over_case
from tinhso.kernel.cases.actions.tracking import note_wrong_digits

__all__ = [
    "ChannelClosed",
    "ChargesDue",
    "PapersMissing",
    "Parties",
    "GroundMissing",
    "NotOnFile",
    "NumberThere",
    "NumberUsed",
    "Offices",
    "PaperIn",
    "accept_case",
    "add_paper",
    "allow_supplement",
    "answer_opinion",
    "ask_opinion",
    "ask_supplement",
    "assign_case",
    "attach_result",
    "collect_charge",
    "correct_answers",
    "decline_case",
    "end_definition",
    "end_pause",
    "extend_case",
    "extension_preview",
    "finish_step",
    "hand_over",
    "note_on",
    "note_wrong_digits",
    "open_case",
    "paper_in",
    "pause_case",
    "propose_supplement",
    "publish_definition",
    "redate_case",
    "refuse_supplement",
    "remove_note",
    "resume_case",
    "return_result",
    "send_back",
    "start_batch",
    "stop_case",
    "take_back_opinion",
    "take_on_file",
    "take_over_case",
    "take_supplement",
    "undo_batch",
    "withdraw_case",
    "withdraw_definition",
]
