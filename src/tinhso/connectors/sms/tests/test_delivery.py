"""Short letters over real HTTP to the twin, its receipts back over real HTTP, and every fault between."""

import json
import threading
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from random import Random
from typing import Any

import pytest
from django.test import Client

from tinhso.base.actor import system_actor
from tinhso.base.moments import LOCAL, now
from tinhso.connectors.sms import driver, wire
from tinhso.connectors.sms.twin import gateway, store
from tinhso.kernel.exchange.actions import deliver, handle
from tinhso.kernel.exchange.actions.incoming import due_incoming
from tinhso.kernel.exchange.models import Incoming, Outgoing, Partner
from tinhso.kernel.identity.actions import create_person
from tinhso.kernel.identity.models import Person
from tinhso.kernel.law.actions import enact_rule_set
from tinhso.kernel.notices.actions import release_held, tell
from tinhso.kernel.notices.kinds import QUIET, NoticeKind, Receiver, Text, notice_kinds, register
from tinhso.kernel.notices.models import Delivery, Notice

pytestmark = pytest.mark.django_db
SYSTEM = system_actor("test")
AT = datetime(2026, 11, 25, 9, 0, tzinfo=LOCAL)
CODE = "test.sms"
RECEIPTS = f"/{driver.RECEIPTS}"


def kind() -> NoticeKind:
    if CODE in notice_kinds:
        return notice_kinds.get(CODE)
    text = Text("x", "x", "Hồ sơ đã được tiếp nhận")
    return register(NoticeKind(CODE, "Việc thử", Receiver.CITIZEN, (), {"vi": text, "en": text}))


class Door(BaseHTTPRequestHandler):
    """The twin's gateway and a place for its receipts, on a socket of their own."""

    receipts: list[tuple[dict[str, str], bytes]] = []

    def do_POST(self) -> None:
        raw = self.rfile.read(int(self.headers["Content-Length"]))
        headers = {name: self.headers.get(name, "") for name in (wire.TIMESTAMP, wire.SIGNATURE)}
        if self.path == RECEIPTS:
            self.receipts.append((headers, raw))
            status, answer = 204, None
        else:
            status, answer = gateway.taken(headers, raw)
        self.send_response(status)
        self.end_headers()
        if answer is not None:
            self.wfile.write(json.dumps(answer).encode())

    def do_GET(self) -> None:
        self.send_response(405)
        self.end_headers()

    def log_message(self, *arguments: Any) -> None:
        """Not a word."""


@pytest.fixture
def door(monkeypatch: pytest.MonkeyPatch, settings: Any) -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Door)
    server.daemon_threads = False  # a slow answer ends with its test, not in the next one
    threading.Thread(target=server.serve_forever, daemon=True).start()
    address = f"http://127.0.0.1:{server.server_port}"
    settings.PUBLIC_URL = address
    settings.ENV = {**settings.ENV, "TINHSO_SMS_URL": f"{address}/messages"}
    monkeypatch.setattr(driver, "TIME_LIMIT", 15.0)
    monkeypatch.setattr(gateway, "TIME_LIMIT", 0.2)
    monkeypatch.setattr(gateway, "RECEIPT_AFTER", 0.0)
    Door.receipts.clear()
    yield address
    server.shutdown()
    server.server_close()
    store.play("")
    store.empty()


class Clock:
    def __init__(self) -> None:
        self.at = AT

    def __call__(self) -> datetime:
        return self.at


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def person(db: None) -> Person:
    return create_person("Nguyễn Thị Ẩn", phone="0912000001", source="sample", by=SYSTEM, at=AT)


def told(person: Person, key: str = "k", at: datetime = AT) -> Notice:
    return tell(kind(), person.pk, {}, subject=person, key=key, by=SYSTEM, at=at)


def delivered(clock: Callable[[], datetime]) -> int:
    return deliver(Partner.objects.get(code="sms"), clock=clock, rng=Random(3), seconds=20)


def delivery_of(notice: Notice) -> Delivery:
    return Delivery.objects.get(notice=notice, channel="sms")


def receipts_taken(count: int) -> list[int]:
    """What came for us is knocked in at our own door; gives the answers. Waits until so many came."""
    for _ in range(100):
        if len(Door.receipts) >= count:
            break
        threading.Event().wait(0.05)
    answers = [
        Client().post(RECEIPTS, raw, content_type="application/json", headers=headers).status_code
        for headers, raw in Door.receipts
    ]
    for message_id in due_incoming(now()):
        handle(message_id, at=now(), rng=Random(1))
    return answers


def test_it_works(door: str, person: Person, clock: Clock) -> None:
    notice = told(person)
    assert delivered(clock) == 1
    (message,) = store.messages()
    assert (message.to, message.sender, message.text) == ("84912000001", "TINHSO", "Ho so da duoc tiep nhan")
    assert (delivery_of(notice).state, delivery_of(notice).parts) == ("sent", 1)
    assert receipts_taken(1) == [204]
    assert delivery_of(notice).state == "delivered"


@pytest.mark.parametrize("fault", ["slow", "down", "busy", "lost"])
def test_after_each_fault_the_phone_rings_once(
    fault: str, door: str, person: Person, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    notice = told(person)
    store.play(fault)
    if fault == "slow":
        monkeypatch.setattr(driver, "TIME_LIMIT", 0.7)
    assert delivered(clock) == 0
    assert delivery_of(notice).state == "waiting"
    store.play("")
    monkeypatch.setattr(driver, "TIME_LIMIT", 15.0)
    clock.at += timedelta(hours=1)
    assert delivered(clock) == 1
    assert delivery_of(notice).state == "sent"
    assert len(store.messages()) == 1


def test_a_number_the_network_does_not_know_fails_with_words(door: str, person: Person, clock: Clock) -> None:
    store.play("refusing")
    notice = told(person)
    delivered(clock)
    assert (delivery_of(notice).state, delivery_of(notice).words) == ("failed", "Không có số điện thoại này.")


def test_a_receipt_that_says_it_never_arrived(door: str, person: Person, clock: Clock) -> None:
    store.play("undelivered")
    notice = told(person)
    delivered(clock)
    assert receipts_taken(1) == [204]
    assert (delivery_of(notice).state, delivery_of(notice).words) == ("failed", "Máy nhận tắt quá lâu.")


def test_the_same_receipt_twice_changes_nothing_twice(door: str, person: Person, clock: Clock) -> None:
    store.play("doubling")
    notice = told(person)
    delivered(clock)
    assert receipts_taken(2) == [204, 204]
    assert Incoming.objects.count() == 1
    assert delivery_of(notice).state == "delivered"


def test_receipts_of_strangers_are_not_believed(door: str, person: Person, clock: Clock) -> None:
    notice = told(person)
    store.play("silent")
    delivered(clock)
    raw = wire.Receipt(str(delivery_of(notice).pk), wire.Status.FAILED).raw()
    forged = wire.headers_for("sai", raw, now())
    old = wire.headers_for(store.secret(), raw, now() - timedelta(hours=1))
    for headers in ({}, forged, old):
        answer = Client().post(RECEIPTS, raw, content_type="application/json", headers=headers)
        assert answer.status_code == 401
    nobody = wire.Receipt("khong-co", wire.Status.DELIVERED).raw()
    Door.receipts.append((wire.headers_for(store.secret(), nobody, now()), nobody))
    assert receipts_taken(1) == [204]
    assert Incoming.objects.get().state == "refused"
    assert delivery_of(notice).state == "sent"


def test_at_night_the_phone_rests_until_morning(door: str, person: Person, clock: Clock) -> None:
    enact_rule_set(
        QUIET,
        title="x",
        tables={"from": "21:00", "until": "07:00"},
        legal_basis="x",
        valid_from=AT.date(),
        by=SYSTEM,
        at=AT,
    )
    night, morning = AT.replace(hour=23), AT.replace(hour=7) + timedelta(days=1)
    told(person, "k1", at=night)
    told(person, "k2", at=night + timedelta(hours=2))
    assert not Outgoing.objects.exists()
    release_held(at=morning)
    clock.at = morning
    assert delivered(clock) == 2


def test_nothing_of_it_is_sent_where_no_gateway_is_set(person: Person) -> None:
    assert list(told(person).deliveries.values_list("channel", flat=True)) == ["in_app"]


def test_the_door_of_the_twin_signs_everybody_in_and_shows_what_came(door: str, person: Person, clock: Clock) -> None:
    told(person)
    delivered(clock)
    client = Client()
    assert "Ho so da duoc tiep nhan" in client.get("/twins/sms/").content.decode()
    assert client.post("/twins/sms/messages", b"{}", content_type="application/json").status_code == 401
    client.post("/twins/sms/su-co", {"fault": "busy"})
    assert store.fault() == "busy"
    assert driver.check(None).is_up  # type: ignore[arg-type]
