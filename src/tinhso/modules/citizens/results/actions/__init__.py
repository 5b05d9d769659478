"""Every write of results and digitisation: one verb, one transaction, one ledger entry."""

from tinhso.modules.citizens.results.actions import declared  # noqa: F401
from tinhso.modules.citizens.results.actions.digitising import (
    AlreadyThere,
    NotAScan,
    SamePerson,
    check_paper,
    confirm_paper,
    drop_scan,
    keep_scan,
    send_back,
    take_from_case,
    take_scan,
)
from tinhso.modules.citizens.results.actions.entering import enter_results
from tinhso.modules.citizens.results.actions.opening import note_opening
from tinhso.modules.citizens.results.actions.owners import OwnerDiffers, OwnerIn, OwnerMissing
from tinhso.modules.citizens.results.actions.signing import sign_paper
from tinhso.modules.citizens.results.actions.standing import NoSuccessor, follow_document, replace_paper, revoke_paper

__all__ = [
    "AlreadyThere",
    "NoSuccessor",
    "NotAScan",
    "OwnerDiffers",
    "OwnerIn",
    "OwnerMissing",
    "SamePerson",
    "check_paper",
    "confirm_paper",
    "drop_scan",
    "enter_results",
    "follow_document",
    "keep_scan",
    "note_opening",
    "replace_paper",
    "revoke_paper",
    "send_back",
    "sign_paper",
    "take_from_case",
    "take_scan",
]
