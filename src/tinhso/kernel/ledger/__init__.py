"""The ledger: every write leaves an entry, and nobody can rebuild the past unseen.

In: an event, its subject, the actor and the business moment, in the caller's transaction.
Becomes: append-only entries, sealed into a Merkle tree (RFC 9162) with signed heads.
Read by: history panels, reactions (a feed that never skips), verifiers without Django.
Refuses: personal data in payloads, undeclared events, changes of what was written.
"""
