"""What anybody may check of the ledger, and where the operator searches it."""
