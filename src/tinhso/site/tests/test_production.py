"""Production refuses what would expose people's data."""

import secrets
from typing import Any

import pytest

from tinhso.site import environment, production
from tinhso.site.environment import BadSetting


def strong(**changed: str) -> dict[str, Any]:
    given = {
        "TINHSO_PROFILE": "production",
        "TINHSO_SECRET_KEY": secrets.token_urlsafe(64),
        "TINHSO_DATA_KEYS": f"1:{secrets.token_hex(32)}",
        "TINHSO_INDEX_KEY": secrets.token_hex(32),
        "TINHSO_LEDGER_KEY": secrets.token_hex(32),
        "TINHSO_HOSTS": "dichvucong.example.vn",
        "TINHSO_PUBLIC_URL": "https://dichvucong.example.vn",
    }
    return environment.read({**given, **changed})


def test_it_works() -> None:
    assert list(production.faults(strong())) == []


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("TINHSO_SECRET_KEY", "short"),
        ("TINHSO_SECRET_KEY", "a" * 80),
        ("TINHSO_DATA_KEYS", ""),
        ("TINHSO_INDEX_KEY", "00" * 32),
        ("TINHSO_LEDGER_KEY", "ab" * 32),
        ("TINHSO_HOSTS", "localhost,127.0.0.1,[::1]"),
        ("TINHSO_HOSTS", "*"),
        ("TINHSO_PUBLIC_URL", "http://dichvucong.example.vn"),
    ],
)
def test_a_weak_setting_is_refused_by_name(name: str, value: str) -> None:
    with pytest.raises(BadSetting, match=name):
        production.must_hold(strong(**{name: value}))


def test_a_database_of_ones_own_needs_its_owner() -> None:
    with pytest.raises(BadSetting, match="TINHSO_DATABASE_OWNER_URL"):
        production.must_hold(strong(TINHSO_DATABASE_URL="postgresql://app:x@db/tinhso"))


def test_one_role_for_everything_is_refused() -> None:
    url = "postgresql://app:x@db/tinhso"
    faults = list(production.faults(strong(TINHSO_DATABASE_URL=url, TINHSO_DATABASE_OWNER_URL=url)))
    assert len(faults) == 1


def test_the_sample_may_be_weak() -> None:
    assert list(production.faults(environment.read({}))) == []


@pytest.mark.parametrize("bind", ["127.0.0.1", "127.8.0.1", "::1", "localhost"])
def test_loopback_needs_no_tls(bind: str) -> None:
    assert production.binding_fault(strong(), bind) is None


@pytest.mark.parametrize("bind", ["0.0.0.0", "::", "192.168.1.5", "db.example.vn"])  # noqa: S104
def test_production_leaves_loopback_only_with_tls_or_a_proxy(bind: str) -> None:
    assert production.binding_fault(strong(), bind) is not None
    assert production.binding_fault(strong(TINHSO_BEHIND_PROXY="yes"), bind) is None
    assert production.binding_fault(strong(TINHSO_TLS_CERTIFICATE="c", TINHSO_TLS_KEY="k"), bind) is None


def test_the_sample_leaves_loopback_only_under_a_name() -> None:
    assert production.binding_fault(environment.read({}), "0.0.0.0") is not None  # noqa: S104
    assert production.binding_fault(environment.read({"TINHSO_HOSTS": "demo.example.vn"}), "0.0.0.0") is None  # noqa: S104
