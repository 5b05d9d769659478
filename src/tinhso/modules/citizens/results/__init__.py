"""Results and digitised papers: the personal store of people and businesses, shown, shared and used again.

In: results the shop hands out (by themselves, from the ledger), scans of papers and of old results, one by one or a
thousand at once. Becomes: papers in somebody's store, checked by two people, sealed and signed, in force until revoked
or replaced; offered where a dossier needs them. Read by: their owner, whom the owner lets, officials of the unit.
Refuses: a scan one person alone vouches for, text a machine read and nobody looked at, a reader the owner did not
choose, a paper no longer in force.
"""
