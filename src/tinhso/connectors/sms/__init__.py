"""Notices by SMS, through a gateway that speaks the small JSON format of docs/connectors/sms.md (our own, no standard).

In: short letters of the notices room, handed over by exchange. Becomes: signed requests to the gateway; its delivery
receipts come back into exchange's inbox. Read by: people's phones. Refuses: receipts that are not signed, stale or
unknown; numbers that are none. The twin is a gateway with faults and an inbox, never in production.
"""
