"""Settings come from the environment alone: prefix TINHSO_, typed, documented, nonsense refused."""

import json
import os
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

PREFIX = "TINHSO_"


class BadSetting(ValueError):
    """A setting that cannot be meant: names the variable, the value's fault and what is expected."""


def _text(value: str) -> str:
    return value


def _number(value: str) -> int:
    if (number := int(value)) <= 0:
        raise ValueError(value)
    return number


def _flag(value: str) -> bool:
    return {"1": True, "true": True, "yes": True, "0": False, "false": False, "no": False}[value.lower()]


def _profile(value: str) -> str:
    if value not in ("sample", "production", "test"):
        raise ValueError(value)
    return value


def _level(value: str) -> str:
    if value not in ("debug", "info", "warning", "error"):
        raise ValueError(value)
    return value


def _database(value: str) -> str:
    parts = urlsplit(value)
    if value and (parts.scheme not in ("postgresql", "postgres") or not parts.path.strip("/")):
        raise ValueError(value)
    return value


def _address(value: str) -> str:
    parts = urlsplit(value)
    if value and (parts.scheme not in ("http", "https") or not parts.hostname):
        raise ValueError(value)
    return value


def _security(value: str) -> str:
    if value not in ("starttls", "tls", "none"):
        raise ValueError(value)
    return value


def _mail(value: str) -> str:
    name, at, domain = value.partition("@")
    if value and (not name or not at or "@" in domain or "." not in domain or any(char.isspace() for char in value)):
        raise ValueError(value)
    return value


def _json_object(value: str) -> str:
    if value and not isinstance(json.loads(value), dict):
        raise ValueError(value)
    return value


def _key(value: str) -> str:
    if value and len(bytes.fromhex(value)) != 32:
        raise ValueError(value)
    return value


def _numbered_keys(value: str) -> str:
    for part in filter(None, value.split(",")):
        number, _, key = part.partition(":")
        if not 0 <= int(number) <= 255 or not _key(key):
            raise ValueError(value)
    return value


@dataclass(frozen=True)
class Setting:
    name: str
    meaning: str
    read: Callable[[str], Any]
    expected: str
    default: str | None = None
    is_secret: bool = False


SETTINGS = (
    Setting(
        "TINHSO_PROFILE",
        "what the installation is for: trying out, real data, or tests",
        _profile,
        "sample, production or test",
        "sample",
    ),
    Setting("TINHSO_DATA", "folder of everything the installation keeps", _text, "a folder", "var/data"),
    Setting(
        "TINHSO_DATABASE_URL",
        "PostgreSQL >= 15 of one's own, the role the product runs as",
        _database,
        "postgresql://…/name",
        "",
        is_secret=True,
    ),
    Setting(
        "TINHSO_DATABASE_OWNER_URL",
        "the role that owns the tables and migrates",
        _database,
        "postgresql://…/name",
        "",
        is_secret=True,
    ),
    Setting("TINHSO_SECRET_KEY", "signs sessions and forms", _text, "at least 50 characters", "", is_secret=True),
    Setting(
        "TINHSO_DATA_KEYS",
        "keys that seal personal data: number:hex, comma between",
        _numbered_keys,
        "1:<64 hex digits>",
        "",
        is_secret=True,
    ),
    Setting("TINHSO_INDEX_KEY", "key of the blind index", _key, "64 hex digits", "", is_secret=True),
    Setting("TINHSO_LEDGER_KEY", "Ed25519 key that signs tree heads", _key, "64 hex digits", "", is_secret=True),
    Setting("TINHSO_HOSTS", "host names served, comma between", _text, "names", "localhost,127.0.0.1,[::1]"),
    Setting("TINHSO_PUBLIC_URL", "address people reach the product at", _address, "https://…", "http://127.0.0.1:8000"),
    Setting("TINHSO_PROVINCE", "name of the province in the header of every page", _text, "text", ""),
    Setting("TINHSO_BEHIND_PROXY", "a proxy that ends TLS stands in front", _flag, "yes or no", "no"),
    Setting("TINHSO_TLS_CERTIFICATE", "certificate chain (PEM) when no proxy ends TLS", _text, "a file", ""),
    Setting("TINHSO_TLS_KEY", "its private key (PEM, PKCS#8)", _text, "a file", ""),
    Setting("TINHSO_WEB_WORKERS", "web processes", _number, "a whole number from 1", "2"),
    Setting(
        "TINHSO_OIDC_ISSUER",
        "citizens' identity provider (empty: the twin in the sample profile)",
        _address,
        "https://…",
        "",
    ),
    Setting("TINHSO_OIDC_CLIENT_ID", "our name at the identity provider", _text, "text", "tinhso"),
    Setting("TINHSO_OIDC_CLIENT_SECRET", "our secret at the identity provider", _text, "text", "", is_secret=True),
    Setting(
        "TINHSO_OIDC_ENDPOINTS",
        "manual addresses as JSON when there is no discovery",
        _json_object,
        "a JSON object",
        "",
    ),
    Setting("TINHSO_OIDC_CLAIMS", "claim mapping as JSON", _json_object, "a JSON object", ""),
    Setting(
        "TINHSO_SMTP_HOST", "mail server (empty: no e-mail; the twin in the sample profile)", _text, "a host name", ""
    ),
    Setting("TINHSO_SMTP_PORT", "its port", _number, "a whole number from 1", "587"),
    Setting("TINHSO_SMTP_SECURITY", "how the connection is encrypted", _security, "starttls, tls or none", "starttls"),
    Setting("TINHSO_SMTP_USER", "our name at the mail server (empty: no sign-in)", _text, "text", ""),
    Setting("TINHSO_SMTP_PASSWORD", "our password at the mail server", _text, "text", "", is_secret=True),
    Setting("TINHSO_SMTP_FROM", "address mails come from", _mail, "name@domain", ""),
    Setting("TINHSO_SMS_URL", "SMS gateway (empty: no SMS; the twin in the sample profile)", _address, "https://…", ""),
    Setting("TINHSO_SMS_SECRET", "signs requests to the gateway and its receipts", _text, "text", "", is_secret=True),
    Setting("TINHSO_SMS_SENDER", "the name messages come from", _text, "text", "TINHSO"),
    Setting("TINHSO_SMS_ACCENTS", "send short messages with accents (70 characters a part)", _flag, "yes or no", "no"),
    Setting("TINHSO_MAX_UPLOAD_MB", "largest file accepted", _number, "a whole number from 1", "20"),
    Setting("TINHSO_LOG_LEVEL", "how much is logged", _level, "debug, info, warning or error", "info"),
)
BY_NAME = {setting.name: setting for setting in SETTINGS}


def read(environ: Mapping[str, str] = os.environ) -> dict[str, Any]:
    """All settings by name. Raises BadSetting naming the first that cannot be meant."""
    return {setting.name: value_of(setting, environ) for setting in SETTINGS}


def value_of(setting: Setting, environ: Mapping[str, str]) -> Any:
    text = _given(setting, environ)
    if text is None:
        text = setting.default or ""
    try:
        return setting.read(text)
    except (ValueError, KeyError):
        shown = "(giá trị bí mật)" if setting.is_secret else repr(text)
        raise BadSetting(f"Cài đặt {setting.name} = {shown} không dùng được: cần {setting.expected}.") from None


def _given(setting: Setting, environ: Mapping[str, str]) -> str | None:
    text = environ.get(setting.name)
    file = environ.get(f"{setting.name}_FILE")
    if text is not None or not file or not setting.is_secret:
        return text
    try:
        return Path(file).read_text(encoding="utf-8").strip()
    except OSError as error:
        raise BadSetting(f"{setting.name}_FILE: không đọc được tệp {file} ({error.strerror}).") from error


def source_of(setting: Setting, environ: Mapping[str, str]) -> str:
    """Where the value comes from, for people: environment, a file, or the default."""
    if setting.name in environ:
        return "môi trường"
    if setting.is_secret and environ.get(f"{setting.name}_FILE"):
        return f"tệp {environ[f'{setting.name}_FILE']}"
    return "mặc định"


def masked(setting: Setting, value: Any) -> str:
    if setting.is_secret and value:
        return f"•••••• ({len(str(value))} ký tự)"
    return str(value)


def unknown(environ: Mapping[str, str] = os.environ) -> Iterator[str]:
    """A sentence for each TINHSO_ variable that is no setting, with the nearest name."""
    known = {*BY_NAME, *(f"{s.name}_FILE" for s in SETTINGS if s.is_secret)}
    for name in sorted(set(environ) - known):
        if name.startswith(PREFIX):
            near = get_close_matches(name, known, n=1)
            hint = f" Ý bạn là {near[0]}?" if near else ""
            yield f"Không có cài đặt tên {name}.{hint}"
