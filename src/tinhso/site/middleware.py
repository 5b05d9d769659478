"""Finds out who acts and puts the Actor on the request."""

from collections.abc import Callable
from typing import cast

from django.http import HttpRequest, HttpResponse

from tinhso.base.moments import now
from tinhso.kernel.identity.queries import actor_of_session
from tinhso.shell.audience import ActorRequest


class WhoActs:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        cast(ActorRequest, request).actor = actor_of_session(request, at=now())
        return self.get_response(request)
