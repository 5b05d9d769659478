"""Reads offered to others: who acts, and what is known of a person."""

from datetime import datetime

from django.http import HttpRequest

from tinhso.base.actor import ANONYMOUS, Actor


def actor_of_session(request: HttpRequest, at: datetime) -> Actor:
    """The actor of the signed-in session, or ANONYMOUS."""
    return ANONYMOUS
