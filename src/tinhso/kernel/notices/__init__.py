"""What people are told: notices in the product itself, by e-mail, by SMS, by whatever channel a connector adds.

In: a declared kind, whom it is for, its facts and a key (the same key tells once). Becomes: a notice, and a delivery
for each channel the receiver chose. Read by: the receiver, the connectors that carry it (through exchange's outbox).
Refuses: facts a kind does not name, templates with unknown placeholders, channels the receiver turned off.
Quiet hours hold short messages back until morning; facts are sealed and stand in no address, log or ledger entry.
"""
