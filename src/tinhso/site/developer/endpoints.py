"""Webhooks of API clients, for who administers them and for whose seat they act (ux.md screen 155)."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from tinhso.base.messages import NotFound, Refused, Stale
from tinhso.base.moments import now
from tinhso.connectors.webhooks import actions
from tinhso.connectors.webhooks.queries import (
    clients_in_charge,
    deliveries_of,
    endpoint_in_charge,
    endpoints_in_charge,
    known_types,
)
from tinhso.kernel.exchange.kinds import message_title
from tinhso.kernel.exchange.models import Partner
from tinhso.kernel.identity.models import ApiClient
from tinhso.shell.audience import STAFF, ActorRequest, audience
from tinhso.shell.fields import Field, field
from tinhso.shell.middleware import problem

ALL = "*"
SHOWN = 30


@never_cache
@audience(STAFF)
def endpoints(request: ActorRequest) -> HttpResponse:
    rows = [
        {"partner": partner, "client": client, "events": len(partner.settings["events"])}
        for partner, client in endpoints_in_charge(request.actor)
    ]
    facts = {"rows": rows, "can_open": clients_in_charge(request.actor).filter(closed_at=None).exists()}
    return render(request, "developer/endpoints.html", facts)


@never_cache
@audience(STAFF)
def new_endpoint(request: ActorRequest) -> HttpResponse:
    """Opens one for a client; its secret is shown on the answer alone."""
    clients = list(clients_in_charge(request.actor).filter(closed_at=None))
    if not clients:
        raise NotFound()
    facts = _form(request, None) | {"clients": _clients(request, clients)}
    if request.method != "POST":
        return render(request, "developer/new_endpoint.html", facts)
    client = next((one for one in clients if str(one.pk) == request.POST.get("client")), clients[0])
    try:
        partner, secret = actions.open_endpoint(
            request.POST.get("url", "").strip(),
            request.POST.getlist("events"),
            request.POST.get("title", "")[:200],
            client_id=client.pk,
            by=request.actor,
            at=now(),
        )
    except Refused as refusal:
        return _refused(request, "developer/new_endpoint.html", facts, refusal)
    return render(request, "developer/endpoint_secret.html", {"partner": partner, "secret": secret})


@never_cache
@audience(STAFF)
def endpoint(request: ActorRequest, endpoint_id: UUID) -> HttpResponse:
    """How it is, what was sent, and its settings to change."""
    partner, client = endpoint_in_charge(request.actor, endpoint_id)
    if request.method != "POST":
        return render(request, "developer/endpoint.html", _facts(request, partner, client))
    try:
        if request.POST.get("version") != str(partner.version):
            raise Stale()
        url = request.POST.get("url", "").strip()
        actions.change_endpoint(partner, url, request.POST.getlist("events"), by=request.actor, at=now())
    except Refused as refusal:
        return _refused(request, "developer/endpoint.html", _facts(request, partner, client), refusal)
    messages.success(request, _("Đã lưu webhook."))
    return redirect("developer:endpoint", endpoint_id)


@require_POST
@audience(STAFF)
def send_test(request: ActorRequest, endpoint_id: UUID) -> HttpResponse:
    actions.send_test(endpoint_in_charge(request.actor, endpoint_id)[0], by=request.actor, at=now())
    messages.success(request, _("Đã gửi thử. Tải lại trang sau vài giây để xem kết quả."))
    return redirect("developer:endpoint", endpoint_id)


@require_POST
@audience(STAFF)
def switch(request: ActorRequest, endpoint_id: UUID) -> HttpResponse:
    """On when it is off, off when it is on: as the button said."""
    partner = endpoint_in_charge(request.actor, endpoint_id)[0]
    wants_on = request.POST.get("to") == "on"
    if wants_on and not partner.is_active:
        actions.switch_on(partner, by=request.actor, at=now())
    elif not wants_on and partner.is_active:
        actions.switch_off(partner, "by-hand", by=request.actor, at=now())
    messages.success(request, _("Webhook đang bật.") if wants_on else _("Webhook đang tắt; sự kiện mới được giữ lại."))
    return redirect("developer:endpoint", endpoint_id)


@never_cache
@require_POST
@audience(STAFF)
def rotate(request: ActorRequest, endpoint_id: UUID) -> HttpResponse:
    partner = endpoint_in_charge(request.actor, endpoint_id)[0]
    secret = actions.rotate_endpoint_secret(partner, by=request.actor, at=now())
    return render(request, "developer/endpoint_secret.html", {"partner": partner, "secret": secret, "is_new": True})


@require_POST
@audience(STAFF)
def close(request: ActorRequest, endpoint_id: UUID) -> HttpResponse:
    actions.close_endpoint(endpoint_in_charge(request.actor, endpoint_id)[0], by=request.actor, at=now())
    messages.success(request, _("Đã đóng webhook. Không gửi gì đến đó nữa."))
    return redirect("developer:endpoints")


def _facts(request: ActorRequest, partner: Partner, client: ApiClient) -> dict[str, Any]:
    sent = deliveries_of(partner).order_by("-seq")[:SHOWN]
    return _form(request, partner) | {"partner": partner, "client": client, "sent": sent}


def _form(request: ActorRequest, partner: Partner | None) -> dict[str, Any]:
    typed = request.POST
    url = typed.get("url", partner.address if partner else "")
    chosen = typed.getlist("events") if typed else partner.settings["events"] if partner else []
    choices = [{"value": ALL, "label": _("Mọi sự kiện"), "hint": ALL}]
    choices += [{"value": kind, "label": _(message_title(kind)), "hint": kind} for kind in known_types()]
    return {
        "url": field("url", _("Địa chỉ nhận (https)"), value=url, type="url"),
        "title": field("title", _("Tên gọi"), value=typed.get("title", "")),
        "events": field("events", _("Gửi những sự kiện"), is_many=True, choices=choices, values=chosen),
    }


def _clients(request: ActorRequest, clients: list[ApiClient]) -> Field:
    choices = [{"value": str(one.pk), "label": one.name} for one in clients]
    return field("client", _("Của khóa API"), choices=choices, value=request.POST.get("client", str(clients[0].pk)))


def _refused(request: ActorRequest, template: str, facts: dict[str, Any], refusal: Refused) -> HttpResponse:
    said = problem(refusal, getattr(request, "request_id", ""))
    return render(request, template, facts | {"problem": said}, status=refusal.status)
