"""The gateway's decisions, and the receipts it sends."""

import threading
import time

import httpx

from tinhso.base.moments import now
from tinhso.connectors.sms import wire
from tinhso.connectors.sms.driver import TIME_LIMIT
from tinhso.connectors.sms.twin import store

RECEIPT_AFTER = 0.5  # seconds
LONGEST_TEXT = 1000


def taken(headers: dict[str, str], raw: bytes) -> tuple[int, dict[str, object]]:
    """Status and answer for a request; a good one is kept, once for its id, and gets its receipt a moment later."""
    played = store.fault()
    if played == "slow":
        time.sleep(TIME_LIMIT + 1)
    if played == "down":
        return 503, {"error": "down"}
    if played == "busy":
        return 429, {"error": "busy"}
    try:
        wire.check(store.secret(), headers, raw, now())
    except wire.BadMessage:
        return 401, {"error": "signature"}
    try:
        request = wire.read_request(raw)
        wire.as_number(request.to)
    except wire.BadMessage:
        return 400, {"error": "unknown-number"}
    return _answer(request, played)


def _answer(request: wire.Request, played: str) -> tuple[int, dict[str, object]]:
    if not request.id or not request.text or len(request.text) > LONGEST_TEXT:
        return 422, {"error": "text"}
    if played == "refusing":
        return 400, {"error": "unknown-number"}
    is_first = store.keep(request)
    if is_first and request.report_to and played != "silent":
        threading.Timer(RECEIPT_AFTER, report, [request, played]).start()
    if played == "lost":
        return 500, {"error": "internal"}
    return 202, {"id": request.id, "status": "accepted"}


def report(request: wire.Request, played: str) -> None:
    """Sends the receipt, twice where that is the fault; an answer is not waited for long."""
    if played == "undelivered":
        receipt = wire.Receipt(request.id, wire.Status.FAILED, "expired")
    else:
        receipt = wire.Receipt(request.id, wire.Status.DELIVERED)
    raw = receipt.raw()
    for _ in range(2 if played == "doubling" else 1):
        try:
            httpx.post(request.report_to, content=raw, headers=wire.headers_for(store.secret(), raw, now()), timeout=5)
        except httpx.HTTPError:
            return  # as real gateways: a receipt nobody takes is lost
