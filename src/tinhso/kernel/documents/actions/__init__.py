"""Every write on documents: draft, number, seal, sign, revoke, replace."""

from tinhso.kernel.documents.actions.drafting import AlreadySealed, draft_document, redraft
from tinhso.kernel.documents.actions.issuing import NoRegister, issue_number, seal
from tinhso.kernel.documents.actions.signing import AlreadySigned, NobodyToSign, NoSigningDriver, NotSealed, sign
from tinhso.kernel.documents.actions.standing import NotInForce, replace, revoke

__all__ = [
    "AlreadySealed",
    "AlreadySigned",
    "NoRegister",
    "NoSigningDriver",
    "NobodyToSign",
    "NotInForce",
    "NotSealed",
    "draft_document",
    "issue_number",
    "redraft",
    "replace",
    "revoke",
    "seal",
    "sign",
]
