"""Every write of the designer: starting, changing, undoing, proposing, publishing, withdrawing and ending."""

from tinhso.modules.citizens.one_stop.actions.designing.changing import (
    DesignChanged,
    DesignClosed,
    NothingToUndo,
    change_design,
    undo_change,
)
from tinhso.modules.citizens.one_stop.actions.designing.ending import end_procedure, withdraw_version
from tinhso.modules.citizens.one_stop.actions.designing.proposing import (
    Proposal,
    ProposalUnclear,
    drop_design,
    propose_design,
    send_back_design,
    take_back_design,
)
from tinhso.modules.citizens.one_stop.actions.designing.publishing import (
    DesignUnsound,
    OwnDesign,
    publish_design,
)
from tinhso.modules.citizens.one_stop.actions.designing.rights import DESIGN, DESIGNER, PUBLISH, PUBLISHER
from tinhso.modules.citizens.one_stop.actions.designing.starting import (
    start_copy,
    start_empty,
    start_from_catalogue,
    start_from_content,
    start_next,
)

__all__ = [
    "DESIGN",
    "DESIGNER",
    "PUBLISH",
    "PUBLISHER",
    "DesignChanged",
    "DesignClosed",
    "DesignUnsound",
    "NothingToUndo",
    "OwnDesign",
    "Proposal",
    "ProposalUnclear",
    "change_design",
    "drop_design",
    "end_procedure",
    "propose_design",
    "publish_design",
    "send_back_design",
    "start_copy",
    "start_empty",
    "start_from_catalogue",
    "start_from_content",
    "start_next",
    "take_back_design",
    "undo_change",
    "withdraw_version",
]
