"""What others may read: entries of a subject, the feed, heads and proofs."""

from tinhso.kernel.ledger.queries.entries import entries_of, is_spent
from tinhso.kernel.ledger.queries.feed import Feed
from tinhso.kernel.ledger.queries.proofs import (
    Consistency,
    Proof,
    consistency,
    latest_head,
    proof_of,
    public_keys,
    seal_of,
)

__all__ = [
    "Consistency",
    "Feed",
    "Proof",
    "consistency",
    "entries_of",
    "is_spent",
    "latest_head",
    "proof_of",
    "public_keys",
    "seal_of",
]
