"""Every write of results and digitisation: one verb, one transaction, one ledger entry."""

from tinhso.modules.citizens.results.actions import declared, reorganised  # noqa: F401
from tinhso.modules.citizens.results.actions.batches import (
    BrokenArchive,
    NothingInside,
    TooManyInside,
    run_batch,
    send_batch,
)
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
from tinhso.modules.citizens.results.actions.sharing import (
    NotYours,
    Shared,
    WrongShareCode,
    end_share,
    note_look,
    open_share,
    share_paper,
)
from tinhso.modules.citizens.results.actions.signing import sign_paper
from tinhso.modules.citizens.results.actions.standing import NoSuccessor, follow_document, replace_paper, revoke_paper

__all__ = [
    "AlreadyThere",
    "BrokenArchive",
    "NoSuccessor",
    "NotAScan",
    "NotYours",
    "NothingInside",
    "OwnerDiffers",
    "OwnerIn",
    "OwnerMissing",
    "SamePerson",
    "Shared",
    "TooManyInside",
    "WrongShareCode",
    "check_paper",
    "confirm_paper",
    "drop_scan",
    "end_share",
    "enter_results",
    "follow_document",
    "keep_scan",
    "note_look",
    "note_opening",
    "open_share",
    "replace_paper",
    "revoke_paper",
    "run_batch",
    "send_batch",
    "send_back",
    "share_paper",
    "sign_paper",
    "take_from_case",
    "take_scan",
]
