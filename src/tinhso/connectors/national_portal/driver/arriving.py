"""The portal's doors into this house: it signs in, then sends dossiers and what happened to them there.

A 0 means the message lies durably in exchange's inbox; what it asks is done right after, in the order it came.
"""

import hmac
from collections.abc import Mapping
from hashlib import sha256

from django.core.signing import BadSignature, TimestampSigner
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from tinhso.base.moments import local_day, now
from tinhso.connectors.national_portal import connector
from tinhso.connectors.national_portal.wire import WireFault, inbound, read_login
from tinhso.kernel.exchange.actions import NewArrival, take_in_many
from tinhso.kernel.exchange.kinds import PartnerView
from tinhso.kernel.exchange.queries import partners_of
from tinhso.kernel.exchange.queries.sealing import view_of
from tinhso.kernel.identity.actions.throttling import WaitFirst, forget_failures, take_try
from tinhso.kernel.identity.rules.waiting import ADDRESS
from tinhso.kernel.law.queries import RulesMissing, rules_in_force
from tinhso.shell.audience import PUBLIC, audience

SESSION_SECONDS = 1800
STATES = "portal-states"  # the rule set
LARGEST_CALL = 4 * 1024 * 1024
OK, NO_SESSION, BUSY, BAD_LOGIN, BAD_REQUEST, MISSING = 0, -1, -2, 1, 2, 3  # codes as the portal's own


def _signer() -> TimestampSigner:
    return TimestampSigner(salt="tinhso.connectors.national_portal.inbound")


def _answer(code: int, message: str = "", **more: str) -> JsonResponse:
    return JsonResponse({"error_code": code, "message": message, **more}, headers={"Cache-Control": "no-store"})


def _portals() -> list[PartnerView]:
    """Those that may speak to us; paused ones too, because what a citizen filed does not wait until we send again."""
    views = [view_of(partner) for partner in partners_of(connector.CODE)]
    return [view for view in views if view.secrets.get("inbound_username") and view.secrets.get("inbound_password")]


def _mark_of(portal: PartnerView) -> str:
    """What a session is bound to: it ends when the password is changed."""
    return f"{portal.id.hex}.{sha256(portal.secrets['inbound_password'].encode()).hexdigest()[:16]}"


@csrf_exempt
@require_POST
@audience(PUBLIC)
def login(request: HttpRequest) -> HttpResponse:
    """``{username, password}`` → ``{session, error_code: 0}``."""
    address = str(request.META.get("REMOTE_ADDR", ""))
    try:
        take_try("national_portal", address, ADDRESS, at=now())
        username, password = read_login(request.body[:LARGEST_CALL])
    except WaitFirst:
        return _answer(BUSY, "Sai nhiều lần, thử lại sau")
    except WireFault:
        return _answer(BAD_REQUEST, "Sai cấu trúc")
    for portal in _portals():
        if _is(portal, "inbound_username", username) & _is(portal, "inbound_password", password):
            forget_failures("national_portal", address)
            return _answer(OK, session=_signer().sign(_mark_of(portal)))
    return _answer(BAD_LOGIN, "Sai tên đăng nhập hoặc mật khẩu")


def _is(portal: PartnerView, secret: str, told: str) -> bool:
    return hmac.compare_digest(portal.secrets[secret].encode(), told.encode())


@csrf_exempt
@require_POST
@audience(PUBLIC)
def service(request: HttpRequest) -> HttpResponse:
    """DongBoHoSoMC towards us: all items of a call are kept, or none and the answer names the first fault."""
    portal = _of_session(request.headers.get("session", ""))
    if portal is None:
        return _answer(NO_SESSION, "Phiên không hợp lệ hoặc đã hết hạn")
    if int(request.headers.get("Content-Length") or 0) > LARGEST_CALL:
        return _answer(BAD_REQUEST, "Quá lớn")
    if request.headers.get("MaDinhDanhDV", "") != str(portal.settings.get("agency_code", "")):
        return _answer(BAD_REQUEST, "Mã định danh đơn vị không phải của hệ thống này")
    try:
        told = inbound.read_call(request.body, _words())
    except WireFault as fault:
        is_shape = str(fault) in ("body", "service", "data")
        return _answer(BAD_REQUEST if is_shape else MISSING, f"Thiếu hoặc sai: {fault}")
    take_in_many(portal.code, [NewArrival(one.kind, one.key, one.body, one.number) for one in told], at=now())
    return _answer(OK, "Đã nhận")


def _words() -> Mapping[str, int]:
    """The portal's names of states, as the rule set in force says; none where there is no such rule set."""
    try:
        found: Mapping[str, int] = rules_in_force(STATES, local_day(now())).tables["in"]
    except RulesMissing:
        return {}
    return found


def _of_session(session: str) -> PartnerView | None:
    try:
        mark = _signer().unsign(session, max_age=SESSION_SECONDS)
    except BadSignature:
        return None
    return next((portal for portal in _portals() if hmac.compare_digest(_mark_of(portal), mark)), None)
