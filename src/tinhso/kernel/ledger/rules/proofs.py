"""A proof that one entry stands in the ledger: what the citizen downloads and anybody checks."""

from collections.abc import Mapping
from typing import Any

from tinhso.kernel.ledger.rules.audit import Finding
from tinhso.kernel.ledger.rules.encoding import leaf_of
from tinhso.kernel.ledger.rules.heads import BadHead, head_from
from tinhso.kernel.ledger.rules.merkle import root_from_inclusion


class BadProof(ValueError):
    """The data is no proof, or not whole."""


def proof_findings(proof: Mapping[str, Any], trusted_key: bytes | None = None) -> list[Finding]:
    """Nothing when the proof holds; ``trusted_key`` instead of the key the proof brings. Raises BadProof."""
    try:
        head = head_from(proof["head"])
        leaf = leaf_of(proof["entry"])
        path = [bytes.fromhex(step) for step in proof["path"]]
        root = root_from_inclusion(leaf, int(proof["leaf_index"]), head.size, path)
        key = trusted_key or bytes.fromhex(proof["public_key"])
    except (KeyError, TypeError, ValueError, OverflowError, AttributeError, BadHead) as error:
        raise BadProof(repr(error)) from error
    findings = []
    if root != head.root:
        findings.append(Finding("root", "Bút toán này không nằm trong đầu cây đã ký", proof["entry"]["id"]))
    if not head.is_signed_by(key):
        findings.append(Finding("signature", f"Chữ ký của đầu cây {head.size} không đúng với khóa công khai"))
    return findings
