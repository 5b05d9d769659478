"""Programs are told what happens to dossiers: Standard Webhooks, one partner of the exchange an endpoint.

In: ledger entries of dossiers, and endpoints that API clients set up. Becomes: small signed messages, in order for
each dossier, sent until they are taken. Read by: the delivery console (exchange's log), the developer's own program.
Refuses: endpoints without https or inside our network, dossiers the client may not see, silence after days of failure.
The twin is a receiver that verifies, drops doubles and plays faults, in the sample profile and in tests.
"""
