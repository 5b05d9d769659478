"""Reads offered to others: who acts, and what is known of a person."""

from tinhso.kernel.identity.queries.actors import (
    SeatView,
    actor_of_account,
    actor_of_session,
    seat_of,
    seats_in,
    seats_of,
    unit_name,
)
from tinhso.kernel.identity.queries.clients import actor_behind, actor_of_client, client_of_token, client_with, token_of
from tinhso.kernel.identity.queries.persons import (
    Contact,
    PersonCard,
    card_of,
    consents_of,
    contact_of,
    is_called,
    may_represent,
    number_of,
    person_by_number,
    person_card,
    persons_found,
)
from tinhso.kernel.identity.queries.sealing import keyring, number_index, phone_index

__all__ = [
    "Contact",
    "PersonCard",
    "SeatView",
    "actor_behind",
    "actor_of_account",
    "actor_of_client",
    "actor_of_session",
    "card_of",
    "client_of_token",
    "client_with",
    "consents_of",
    "contact_of",
    "is_called",
    "keyring",
    "may_represent",
    "number_index",
    "number_of",
    "person_by_number",
    "person_card",
    "persons_found",
    "phone_index",
    "seat_of",
    "seats_in",
    "seats_of",
    "token_of",
    "unit_name",
]
