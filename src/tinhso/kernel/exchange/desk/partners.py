"""Partners and how they are."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache

from tinhso.base.moments import now
from tinhso.kernel.exchange import queries
from tinhso.kernel.exchange.kinds import OPERATE
from tinhso.shell.audience import ActorRequest, audience


@never_cache
@audience(OPERATE)
def partners(request: ActorRequest) -> HttpResponse:
    """Every partner with its queue."""
    return render(request, "exchange/partners.html", {"rows": queries.health_of_partners(now())})
