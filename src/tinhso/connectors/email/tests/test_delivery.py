"""Letters over a real SMTP socket, with everything that goes wrong on the way: none lost, none doubled, in order."""

import ssl
from datetime import UTC, timedelta
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from django.test import Client

from tinhso.base.actor import Actor, ActorKind
from tinhso.connectors.email import driver
from tinhso.connectors.email.tests.conftest import AT, SYSTEM, Clock, Told, delivered
from tinhso.connectors.email.twin import store
from tinhso.connectors.email.twin.server import Twin
from tinhso.kernel.exchange.models import Outgoing, Partner
from tinhso.kernel.identity.actions import change_contact, create_person
from tinhso.kernel.identity.models import Person
from tinhso.kernel.ledger.models import Entry
from tinhso.kernel.notices.actions import choose
from tinhso.kernel.notices.models import Delivery, Notice

pytestmark = pytest.mark.django_db


def state_of(notice: Notice) -> str:
    return Delivery.objects.get(notice=notice, channel="email").state


def test_it_works(twin: Twin, person: Person, told: Told, clock: Clock) -> None:
    notice = told(person, "H1")
    assert state_of(notice) == "waiting"
    assert delivered(clock) == 1
    (mail,) = store.mails()
    assert (mail.to, mail.subject) == ("an@mau.example", "Hồ sơ H1 đã được tiếp nhận")
    assert "Kính gửi Nguyễn Thị Ẩn\nHồ sơ H1: ẵ ỡ ự Đ.\n.\n" in mail.text.replace("\r\n", "\n")
    assert "/tra-cuu/H" in mail.text
    assert state_of(notice) == "sent"
    assert Outgoing.objects.get().receipt == mail.message_id


def test_nothing_of_the_letter_stands_in_the_outbox_or_the_ledger(
    twin: Twin, person: Person, told: Told, clock: Clock
) -> None:
    notice = told(person, "CHIMYEN")
    store.play("refusing")
    delivered(clock)
    said = " ".join(Entry.objects.values_list("payload", flat=True)) + str(Outgoing.objects.values().get())
    assert "CHIMYEN" not in said and "mau.example" not in said
    assert "mau.example" not in Delivery.objects.get(notice=notice, channel="email").words


@pytest.mark.parametrize(
    ("fault", "after"),
    [("slow", "waiting"), ("down", "waiting"), ("busy", "waiting"), ("dropping", "waiting"), ("doubling", "sent")],
)
def test_after_each_fault_the_letter_is_there_once(
    fault: str, after: str, twin: Twin, person: Person, told: Told, clock: Clock
) -> None:
    notice = told(person, "H1")
    store.play(fault)
    delivered(clock)
    assert state_of(notice) == after
    store.play("")
    for _ in range(3):
        clock.forward(hours=2)
        delivered(clock)
    assert state_of(notice) == "sent"
    assert {mail.message_id for mail in store.mails()} == {Outgoing.objects.get().receipt}


def test_a_refused_mailbox_fails_with_words_and_holds_nobody_back(
    twin: Twin, person: Person, told: Told, clock: Clock
) -> None:
    store.play("refusing")
    first = told(person, "H1")
    delivered(clock)
    store.play("")
    second = told(person, "H2")
    delivered(clock)
    assert (state_of(first), state_of(second)) == ("failed", "sent")
    assert "không có hộp thư này" in Delivery.objects.get(notice=first, channel="email").words
    clock.forward(days=1)
    assert delivered(clock) == 0


def test_an_address_that_is_none_fails_before_any_server_is_asked(twin: Twin, told: Told, clock: Clock) -> None:
    person = create_person("Trần Văn Bé", email="be@@mau", source="sample", by=SYSTEM, at=AT)
    notice = told(person, "H1")
    delivered(clock)
    assert state_of(notice) == "failed"
    assert store.mails() == []


def test_a_choice_or_an_address_changed_after_the_event_counts(
    twin: Twin, person: Person, told: Told, clock: Clock
) -> None:
    first = told(person, "H1")
    change_contact(person, email="moi@mau.example", by=SYSTEM, at=AT)
    delivered(clock)
    second = told(person, "H2")
    choose([], "vi", by=Actor(ActorKind.CITIZEN, person_id=person.pk), at=AT)
    delivered(clock)
    assert [mail.to for mail in store.mails()] == ["moi@mau.example"]
    assert (state_of(first), state_of(second)) == ("sent", "dropped")


def test_without_a_server_letters_wait_and_none_is_charged(person: Person, told: Told, clock: Clock) -> None:
    twin = Twin()
    notice = told(person, "H1")
    twin.stop()
    store.listen_at(9)  # the discard port: nobody listens there
    for _ in range(5):
        delivered(clock)
        clock.forward(minutes=10)
    assert (state_of(notice), Outgoing.objects.get().attempts) == ("waiting", 0)
    assert Partner.objects.get().down_code == "no-connection"
    twin = Twin()
    clock.forward(minutes=10)
    delivered(clock)
    twin.stop()
    assert state_of(notice) == "sent"
    store.empty()


def test_through_a_bad_day_nothing_is_lost_doubled_or_out_of_order(twin: Twin, told: Told, clock: Clock) -> None:
    people = [
        create_person(f"Người {n}", email=f"p{n}@mau.example", source="sample", by=SYSTEM, at=AT) for n in range(3)
    ]
    for order in range(5):
        for person in people:
            told(person, f"{person.full_name} việc {order}", at=AT + timedelta(minutes=order))
    for fault in ("dropping", "busy", "down", "doubling", "slow", "dropping", "", "", ""):
        store.play(fault)
        delivered(clock)
        clock.forward(hours=3)
    assert set(Delivery.objects.filter(channel="email").values_list("state", flat=True)) == {"sent"}
    came: dict[str, list[str]] = {}
    seen: set[str] = set()
    for mail in reversed(store.mails()):
        if mail.message_id not in seen:  # as a mailbox drops repeats
            seen.add(mail.message_id)
            came.setdefault(mail.to, []).append(mail.subject)
    assert len(seen) == 15
    assert all(subjects == sorted(subjects) and len(subjects) == 5 for subjects in came.values())


def test_only_who_knows_the_password_sends_and_ours_is_no_letters_fault(
    twin: Twin, person: Person, told: Told, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    notice = told(person, "H1")
    real = driver.place()
    monkeypatch.setattr(driver, "place", lambda: (*real[:4], "sai"))
    assert delivered(clock) == 0
    assert (state_of(notice), Partner.objects.get().down_code) == ("waiting", "smtp-535")
    assert not driver.check(None).is_up  # type: ignore[arg-type]
    monkeypatch.undo()
    assert driver.check(None).is_up  # type: ignore[arg-type]


def certificate(folder: Path) -> tuple[Path, ssl.SSLContext]:
    """A certificate for 127.0.0.1 and the context of a server that shows it."""
    from ipaddress import ip_address

    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "twin")])
    start = AT.astimezone(UTC) - timedelta(days=3650)
    made = (
        x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
        .serial_number(1).not_valid_before(start).not_valid_after(start + timedelta(days=36500))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )  # fmt: skip
    pem, secret = folder / "twin.pem", folder / "twin.key"
    pem.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    secret.write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(pem, secret)
    return pem, context


def test_starttls_and_a_certificate_nobody_vouches_for(
    person: Person, told: Told, clock: Clock, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, settings: Any
) -> None:
    pem, context = certificate(tmp_path)
    twin = Twin(tls=context)
    own = {
        "TINHSO_SMTP_HOST": "127.0.0.1", "TINHSO_SMTP_PORT": twin.port, "TINHSO_SMTP_SECURITY": "starttls",
        "TINHSO_SMTP_USER": store.USER, "TINHSO_SMTP_PASSWORD": store.password(),
    }  # fmt: skip
    settings.ENV = {**settings.ENV, **own}
    notice = told(person, "H1")
    assert delivered(clock) == 0
    assert Partner.objects.get().down_code == "tls"
    monkeypatch.setenv("SSL_CERT_FILE", str(pem))
    clock.forward(hours=1)
    assert delivered(clock) == 1
    twin.stop()
    assert state_of(notice) == "sent"
    store.empty()


def test_mails_are_read_at_the_twin_and_its_faults_are_chosen_there(
    twin: Twin, person: Person, told: Told, clock: Clock
) -> None:
    told(person, "H1")
    delivered(clock)
    client = Client()
    (mail,) = store.mails()
    assert "Hồ sơ H1 đã được tiếp nhận" in client.get("/twins/email/").content.decode()
    assert "Kính gửi Nguyễn Thị Ẩn" in client.get(f"/twins/email/thu/{mail.name}").content.decode()
    assert client.get("/twins/email/thu/x..%2Fport").status_code == 404
    client.post("/twins/email/su-co", {"fault": "busy"})
    assert store.fault() == "busy"
