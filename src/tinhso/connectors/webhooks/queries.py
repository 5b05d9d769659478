"""Endpoints, whom they belong to and what they want; what was sent to them."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Min, Q, QuerySet

from tinhso.base.actor import Actor
from tinhso.base.messages import NotFound
from tinhso.connectors.webhooks import connector, wire
from tinhso.kernel.exchange.models import Outgoing, OutgoingState, Partner
from tinhso.kernel.exchange.queries import partners_of
from tinhso.kernel.identity.kinds import ADMINISTER
from tinhso.kernel.identity.models import ApiClient
from tinhso.kernel.identity.queries import actor_of_client
from tinhso.kernel.identity.queries.clients import usable_clients, visible_clients
from tinhso.kernel.ledger.kinds import events

PATIENCE = timedelta(days=3)


@dataclass(frozen=True)
class Endpoint:
    """A partner of this connector, with the actor whose eyes decide what it is told."""

    partner: Partner
    actor: Actor

    def wants(self, kind: str, recorded_at: datetime) -> bool:
        facts = self.partner.settings
        is_chosen = "*" in facts["events"] or kind in facts["events"]
        return is_chosen and recorded_at >= datetime.fromisoformat(facts["since"])


def known_types() -> list[str]:
    """Every type of event that endpoints can ask for."""
    return sorted(kind for event in events if (kind := wire.type_of(event.code)))


def endpoints_that_listen(at: datetime) -> list[Endpoint]:
    """Endpoints that were not closed and whose client may still call; switched off ones too: their events wait."""
    found = [partner for partner in partners_of(connector.CODE) if "closed_at" not in partner.settings]
    clients: dict[str, ApiClient] = {
        str(client.pk): client
        for client in usable_clients(at).filter(pk__in={partner.settings["client"] for partner in found})
    }
    return [
        Endpoint(partner, actor_of_client(client, tuple(client.scopes), at))
        for partner in found
        if (client := clients.get(partner.settings["client"]))
    ]


def endpoints_of(actor: Actor) -> list[Partner]:
    """The client's own endpoints, closed ones left out, the newest first."""
    mine = [one for one in partners_of(connector.CODE) if one.settings["client"] == str(actor.account_id)]
    return [one for one in reversed(mine) if "closed_at" not in one.settings]


def endpoint_of(actor: Actor, endpoint_id: UUID) -> Partner:
    """One of the client's own. Raises NotFound."""
    for partner in endpoints_of(actor):
        if partner.pk == endpoint_id:
            return partner
    raise NotFound()


def clients_in_charge(actor: Actor) -> QuerySet[ApiClient]:
    """The API clients whose endpoints an official looks after: administered by them, or acting as their seat."""
    administered = (
        visible_clients(actor).values("pk") if actor.may(ADMINISTER) else ApiClient.objects.none().values("pk")
    )
    mine = Q(seat_id=actor.seat_id) if actor.seat_id else Q(pk=None)
    return ApiClient.objects.filter(Q(pk__in=administered) | mine).select_related("seat__person").order_by("name", "id")


def endpoints_in_charge(actor: Actor) -> list[tuple[Partner, ApiClient]]:
    """The endpoints of those clients, closed ones left out, the newest first."""
    clients = {str(client.pk): client for client in clients_in_charge(actor)}
    return [
        (partner, clients[partner.settings["client"]])
        for partner in reversed(partners_of(connector.CODE))
        if partner.settings["client"] in clients and "closed_at" not in partner.settings
    ]


def endpoint_in_charge(actor: Actor, endpoint_id: UUID) -> tuple[Partner, ApiClient]:
    """One of them. Raises NotFound."""
    for partner, client in endpoints_in_charge(actor):
        if partner.pk == endpoint_id:
            return partner, client
    raise NotFound()


def deliveries_of(partner: Partner) -> QuerySet[Outgoing]:
    return Outgoing.objects.filter(partner=partner).prefetch_related("tries")


def failing_endpoints(at: datetime) -> list[tuple[Partner, str]]:
    """Endpoints to be switched off, with the reason: gone (410), or nothing taken for days though something waits."""
    found = []
    for partner in partners_of(connector.CODE):
        if not partner.is_active:
            continue
        if partner.down_since is not None and partner.down_code == "gone":
            found.append((partner, "gone"))
        elif _waits_too_long(partner, at):
            found.append((partner, "failing"))
    return found


def _waits_too_long(partner: Partner, at: datetime) -> bool:
    unsent = Outgoing.objects.filter(partner=partner, state__in=[OutgoingState.WAITING, OutgoingState.DEAD])
    oldest = unsent.aggregate(oldest=Min("queued_at"))["oldest"]
    is_silent = partner.last_sent_at is None or partner.last_sent_at < at - PATIENCE
    return oldest is not None and oldest < at - PATIENCE and is_silent
