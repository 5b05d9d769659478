"""Endpoints for the client that calls: opening, changing, testing, what was delivered, sending again."""

from typing import Any
from uuid import UUID

from ninja import Query, Router
from pydantic import ConfigDict, Field

from tinhso.base.messages import NotFound
from tinhso.base.moments import now
from tinhso.connectors.webhooks import actions
from tinhso.connectors.webhooks.actions.endpoints import BY, MANAGE
from tinhso.connectors.webhooks.queries import deliveries_of, endpoint_of, endpoints_of, known_types
from tinhso.kernel.exchange.actions import replay
from tinhso.kernel.exchange.models import Outgoing, Partner
from tinhso.shell.api import Body, Outcome, Shape, Versioned, must_match, operation, versioned
from tinhso.shell.api.shapes import Moment
from tinhso.shell.audience import ActorRequest

ROUTER = Router()
AT = "2026-11-23T09:30:00+07:00"
ENDPOINT: dict[str, Any] = {
    "id": "019ac3a2-5d10-7c3e-9a53-3f0d6c2b8e81",
    "title": "Phần mềm một cửa của xã",
    "url": "https://phanmem.example/webhooks",
    "events": ["dossier.submitted", "dossier.accepted"],
    "is_active": True,
    "down_since": None,
    "last_sent_at": AT,
    "version": 1,
}
DELIVERY: dict[str, Any] = {
    "id": "019ac3a2-5d10-7c3e-9a53-3f0d6c2b8e91",
    "webhook_id": "019ac3a2-5d10-7c3e-9a53-3f0d6c2b8e61",
    "type": "dossier.accepted",
    "state": "sent",
    "queued_at": AT,
    "attempts": [{"at": AT, "outcome": "delivered", "code": "204", "ms": 12}],
}


class EndpointOut(Shape):
    model_config = ConfigDict(json_schema_extra={"example": ENDPOINT})
    id: UUID
    title: str
    url: str
    events: list[str]
    is_active: bool
    down_since: Moment | None
    last_sent_at: Moment | None
    version: int


class OpenedEndpoint(EndpointOut):
    """With the signing secret, which is shown this once."""

    model_config = ConfigDict(
        json_schema_extra={"example": ENDPOINT | {"secret": "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"}}
    )
    secret: str


class Endpoints(Shape):
    model_config = ConfigDict(json_schema_extra={"example": {"items": [ENDPOINT]}})
    items: list[EndpointOut]


class EndpointBody(Body):
    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "example": {
                "url": "https://phanmem.example/webhooks",
                "events": ["dossier.submitted", "dossier.accepted"],
                "title": "Phần mềm một cửa của xã",
            }
        },
    )
    url: str = Field(min_length=8, max_length=400)
    events: list[str] = Field(min_length=1, max_length=100, description="Loại ở GET /webhooks/types, hoặc * / or *")
    title: str = Field("", max_length=200)


class Types(Shape):
    model_config = ConfigDict(json_schema_extra={"example": {"items": ["dossier.accepted", "dossier.submitted"]}})
    items: list[str]


class SecretOut(Shape):
    """The new secret, shown this once; for a day the old one signs as well."""

    model_config = ConfigDict(json_schema_extra={"example": {"secret": "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"}})
    secret: str


class AttemptOut(Shape):
    at: Moment
    outcome: str
    code: str
    ms: int


class DeliveryOut(Shape):
    """A message for the endpoint; ``webhook_id`` is the header the receiver drops doubles by."""

    model_config = ConfigDict(json_schema_extra={"example": DELIVERY})
    id: UUID
    webhook_id: str
    type: str
    state: str
    queued_at: Moment
    attempts: list[AttemptOut]


class Deliveries(Shape):
    model_config = ConfigDict(json_schema_extra={"example": {"items": [DELIVERY]}})
    items: list[DeliveryOut]


class DeliveryFilters(Shape):
    state: str | None = Field(None, max_length=10)
    limit: int = Field(50, ge=1, le=200)


def _facts(partner: Partner) -> dict[str, Any]:
    return {
        "id": partner.pk,
        "title": partner.title,
        "url": partner.address,
        "events": partner.settings["events"],
        "is_active": partner.is_active,
        "down_since": partner.down_since,
        "last_sent_at": partner.last_sent_at,
        "version": partner.version,
    }


def _endpoint(partner: Partner) -> Versioned:
    return versioned(EndpointOut(**_facts(partner)), partner.version)


def _delivery(row: Outgoing) -> DeliveryOut:
    return DeliveryOut(
        id=row.pk,
        webhook_id=row.key,
        type=row.kind,
        state=row.state,
        queued_at=row.queued_at,
        attempts=[
            AttemptOut(at=one.at, outcome=one.outcome, code=one.code, ms=one.ms)
            for one in sorted(row.tries.all(), key=lambda one: one.pk)
        ],
    )


@operation(
    ROUTER,
    "GET",
    "/webhooks/types",
    vi="Loại sự kiện gửi qua webhook",
    en="Types of events that webhooks tell",
    tag="webhooks",
    scope=None,
    gives=Outcome(200, Types),
)
def list_webhook_types(request: ActorRequest) -> Types:

    return Types(items=known_types())


@operation(
    ROUTER,
    "GET",
    "/webhooks",
    vi="Webhook của khóa này",
    en="The client's own endpoints",
    tag="webhooks",
    scope=MANAGE,
    gives=Outcome(200, Endpoints),
)
def list_webhooks(request: ActorRequest) -> Endpoints:
    return Endpoints(items=[EndpointOut(**_facts(one)) for one in endpoints_of(request.actor)])


@operation(
    ROUTER,
    "POST",
    "/webhooks",
    vi="Mở webhook",
    en="Open an endpoint; its secret is shown this once",
    tag="webhooks",
    scope=MANAGE,
    gives=Outcome(201, OpenedEndpoint),
    sends=EndpointBody,
    problems=(413, 415),
    is_keyed=True,
)
def open_webhook(request: ActorRequest, data: EndpointBody) -> OpenedEndpoint:
    partner, secret = actions.open_endpoint(data.url, data.events, data.title, by=request.actor, at=now())
    return OpenedEndpoint(**_facts(partner), secret=secret)


@operation(
    ROUTER,
    "GET",
    "/webhooks/{uuid:endpoint_id}",
    vi="Một webhook",
    en="One endpoint",
    tag="webhooks",
    scope=MANAGE,
    gives=Outcome(200, EndpointOut, is_tagged=True),
)
def get_webhook(request: ActorRequest, endpoint_id: UUID) -> Versioned:
    return _endpoint(endpoint_of(request.actor, endpoint_id))


@operation(
    ROUTER,
    "PUT",
    "/webhooks/{uuid:endpoint_id}",
    vi="Sửa webhook",
    en="Change address and events",
    tag="webhooks",
    scope=MANAGE,
    gives=Outcome(200, EndpointOut, is_tagged=True),
    sends=EndpointBody,
    problems=(413, 415),
    is_update=True,
)
def change_webhook(request: ActorRequest, endpoint_id: UUID, data: EndpointBody) -> Versioned:
    partner = endpoint_of(request.actor, endpoint_id)
    must_match(request, partner.version)
    return _endpoint(actions.change_endpoint(partner, data.url, data.events, by=request.actor, at=now()))


@operation(
    ROUTER,
    "DELETE",
    "/webhooks/{uuid:endpoint_id}",
    vi="Đóng webhook",
    en="Close the endpoint",
    tag="webhooks",
    scope=MANAGE,
    gives=Outcome(204),
    is_update=True,
)
def close_webhook(request: ActorRequest, endpoint_id: UUID) -> None:
    partner = endpoint_of(request.actor, endpoint_id)
    must_match(request, partner.version)
    actions.close_endpoint(partner, by=request.actor, at=now())


@operation(
    ROUTER,
    "POST",
    "/webhooks/{uuid:endpoint_id}/secret",
    vi="Đổi khóa ký",
    en="Change the signing secret, with a day's overlap",
    tag="webhooks",
    scope=MANAGE,
    gives=Outcome(201, SecretOut),
    is_keyed=True,
)
def rotate_webhook_secret(request: ActorRequest, endpoint_id: UUID) -> SecretOut:
    partner = endpoint_of(request.actor, endpoint_id)
    return SecretOut(secret=actions.rotate_endpoint_secret(partner, by=request.actor, at=now()))


@operation(
    ROUTER,
    "POST",
    "/webhooks/{uuid:endpoint_id}/test",
    vi="Gửi thử một sự kiện",
    en="Send a test event",
    tag="webhooks",
    scope=MANAGE,
    gives=Outcome(202, DeliveryOut),
    is_keyed=True,
)
def send_webhook_test(request: ActorRequest, endpoint_id: UUID) -> DeliveryOut:
    return _delivery(actions.send_test(endpoint_of(request.actor, endpoint_id), by=request.actor, at=now()))


@operation(
    ROUTER,
    "POST",
    "/webhooks/{uuid:endpoint_id}/resume",
    vi="Bật lại webhook đã tắt",
    en="Switch on an endpoint that was switched off",
    tag="webhooks",
    scope=MANAGE,
    gives=Outcome(200, EndpointOut, is_tagged=True),
    is_update=True,
)
def resume_webhook(request: ActorRequest, endpoint_id: UUID) -> Versioned:
    partner = endpoint_of(request.actor, endpoint_id)
    must_match(request, partner.version)
    actions.switch_on(partner, by=request.actor, at=now())
    return _endpoint(endpoint_of(request.actor, endpoint_id))


@operation(
    ROUTER,
    "GET",
    "/webhooks/{uuid:endpoint_id}/deliveries",
    vi="Nhật ký gửi của webhook",
    en="What was delivered, the newest first, with every attempt",
    tag="webhooks",
    scope=MANAGE,
    gives=Outcome(200, Deliveries),
)
def list_webhook_deliveries(request: ActorRequest, endpoint_id: UUID, filters: Query[DeliveryFilters]) -> Deliveries:
    rows = deliveries_of(endpoint_of(request.actor, endpoint_id)).order_by("-seq")
    if filters.state:
        rows = rows.filter(state=filters.state)
    return Deliveries(items=[_delivery(row) for row in rows[: filters.limit]])


@operation(
    ROUTER,
    "POST",
    "/webhooks/{uuid:endpoint_id}/deliveries/{uuid:message_id}/replay",
    vi="Gửi lại một thông điệp",
    en="Send a message again",
    tag="webhooks",
    scope=MANAGE,
    gives=Outcome(202, DeliveryOut),
    problems=(409, 410),
    is_keyed=True,
)
def replay_webhook(request: ActorRequest, endpoint_id: UUID, message_id: UUID) -> DeliveryOut:
    row = deliveries_of(endpoint_of(request.actor, endpoint_id)).filter(pk=message_id).first()
    if row is None:
        raise NotFound()
    return _delivery(replay(row, by=BY, at=now()))
