"""Signatures that the standard's own library believes, and addresses that are never called."""

from datetime import UTC, datetime

import pytest
from django.test import override_settings
from standardwebhooks import Webhook, WebhookVerificationError

from tinhso.base.moments import now
from tinhso.connectors.webhooks import wire
from tinhso.connectors.webhooks.driver import NotCallable, place_of

SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
OTHER = "whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD"
RAW = b'{"type":"dossier.accepted"}'


def test_it_works() -> None:
    headers = wire.headers_for("msg_1", now(), RAW, [SECRET])
    assert Webhook(SECRET).verify(RAW, headers) == {"type": "dossier.accepted"}


def test_the_published_vector_is_met() -> None:
    """The example of the Standard Webhooks specification."""
    raw = b'{"test": 2432232314}'
    at = datetime.fromtimestamp(1614265330, tz=UTC)
    headers = wire.headers_for("msg_p5jXN8AQM9LWM0D4loKWxJek", at, raw, [SECRET])
    assert headers["webhook-signature"] == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="


def test_during_a_change_of_secret_either_believes_it() -> None:
    headers = wire.headers_for("msg_1", now(), RAW, [OTHER, SECRET])
    assert Webhook(SECRET).verify(RAW, headers) == Webhook(OTHER).verify(RAW, headers)


@pytest.mark.parametrize("change", ["body", "id", "time", "secret"])
def test_anything_changed_is_not_believed(change: str) -> None:
    headers = wire.headers_for("msg_1", now(), RAW, [SECRET])
    body = RAW + b" " if change == "body" else RAW
    if change == "id":
        headers["webhook-id"] = "msg_2"
    if change == "time":
        headers["webhook-timestamp"] = str(int(headers["webhook-timestamp"]) + 1)
    with pytest.raises(WebhookVerificationError):
        Webhook(OTHER if change == "secret" else SECRET).verify(body, headers)


@pytest.mark.parametrize(
    "address",
    [
        "10.0.0.1", "172.16.3.4", "192.168.1.1", "169.254.169.254", "127.0.0.1", "0.0.0.1", "::1", "::", "fe80::1%eth0",
        "fc00::1", "::ffff:10.0.0.1", "::ffff:169.254.169.254", "100.64.0.1", "224.0.0.1", "255.255.255.255",
    ],
)  # fmt: skip
def test_no_address_inside_is_called_in_production(address: str) -> None:
    assert not wire.is_callable([address], is_production=True)
    assert not wire.is_callable(["93.184.215.14", address], is_production=True)


def test_public_addresses_are_called_and_in_the_sample_our_own_machine() -> None:
    assert wire.is_callable(["93.184.215.14", "2606:2800:21f:cb07:6820:80da:af6b:8b2c"], is_production=True)
    assert wire.is_callable(["127.0.0.1"], is_production=False)
    assert not wire.is_callable(["10.0.0.1"], is_production=False)
    assert not wire.is_callable([], is_production=False)


@pytest.mark.parametrize(
    ("url", "fault"),
    [
        ("https://example.org/hooks", ""),
        ("http://example.org/hooks", "not-https"),
        ("https://user:word@example.org/", "unreadable"),
        ("https://example.org:99999/", "unreadable"),
        ("ftp://example.org/", "unreadable"),
        ("https://", "unreadable"),
        ("https://exam ple.org/", "unreadable"),
        ("https://example.org/#x", "unreadable"),
    ],
)
def test_what_kind_of_address_an_endpoint_has_in_production(url: str, fault: str) -> None:
    assert wire.address_fault(url, is_production=True) == fault


def test_a_name_that_leads_inside_is_not_called(monkeypatch: pytest.MonkeyPatch) -> None:
    import socket

    monkeypatch.setattr(socket, "getaddrinfo", lambda *a, **k: [(2, 1, 6, "", ("169.254.169.254", 443))])
    with override_settings(PROFILE="production"), pytest.raises(NotCallable) as refused:
        place_of("https://metadata.example/")
    assert refused.value.code == "private-address"


def test_what_was_looked_up_is_what_is_called(monkeypatch: pytest.MonkeyPatch) -> None:
    """No second look-up, which could lead elsewhere."""
    import socket

    monkeypatch.setattr(socket, "getaddrinfo", lambda *a, **k: [(2, 1, 6, "", ("93.184.215.14", 443))])
    with override_settings(PROFILE="production"):
        assert place_of("https://example.org/hooks?a=1") == ("https://93.184.215.14:443/hooks?a=1", "example.org")
