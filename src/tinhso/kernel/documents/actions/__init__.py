"""Every write on documents: draft, number, seal, sign, revoke, replace."""

from tinhso.kernel.documents.actions import reorganised  # noqa: F401  (declares what goes to an heir)
from tinhso.kernel.documents.actions.drafting import AlreadySealed, draft_document, redraft
from tinhso.kernel.documents.actions.issuing import NoRegister, issue_number, seal
from tinhso.kernel.documents.actions.printing_later import owe_signature, printed, seal_unprinted
from tinhso.kernel.documents.actions.signing import (
    AlreadySigned,
    NobodyToSign,
    NoSigningDriver,
    NotPrinted,
    NotSealed,
    sign,
    sign_words,
)
from tinhso.kernel.documents.actions.standing import NotInForce, replace, revoke

__all__ = [
    "AlreadySealed",
    "AlreadySigned",
    "NoRegister",
    "NoSigningDriver",
    "NobodyToSign",
    "NotInForce",
    "NotPrinted",
    "NotSealed",
    "draft_document",
    "issue_number",
    "owe_signature",
    "printed",
    "redraft",
    "replace",
    "revoke",
    "seal",
    "seal_unprinted",
    "sign",
    "sign_words",
]
