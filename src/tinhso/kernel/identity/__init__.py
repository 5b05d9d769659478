"""Persons, businesses, accounts, seats: who is asking, and with which rights.

In: sign-ins of staff (password and one-time code) and citizens (OIDC). Becomes: an Actor.
Read by: the middleware and every screen. Refuses: unsealed personal numbers, look-ups without a trace.
"""
