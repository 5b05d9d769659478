"""Settings come from the environment alone: prefix TINHSO_, typed, documented, nonsense refused."""

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any


class BadSetting(ValueError):
    """A setting that cannot be meant: names the variable, the value's fault and what is expected."""


def _text(value: str) -> str:
    return value


def _number(value: str) -> int:
    return int(value)


def _flag(value: str) -> bool:
    return {"1": True, "true": True, "yes": True, "0": False, "false": False, "no": False}[value.lower()]


def _profile(value: str) -> str:
    if value not in ("sample", "production", "test"):
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
    Setting("TINHSO_PROFILE", "sample (default), production or test", _profile, "sample | production | test", "sample"),
    Setting("TINHSO_DATA", "folder of everything the installation keeps", _text, "a folder", "var/data"),
    Setting("TINHSO_DATABASE_URL", "PostgreSQL >= 15 of one's own, the role the product runs as", _text, "postgresql://…", "", is_secret=True),
    Setting("TINHSO_DATABASE_OWNER_URL", "the role that owns the tables and migrates", _text, "postgresql://…", "", is_secret=True),
    Setting("TINHSO_SECRET_KEY", "signs sessions and forms", _text, "at least 50 characters", "", is_secret=True),
    Setting("TINHSO_DATA_KEYS", "keys that seal personal data: number:hex, comma between", _text, "1:<64 hex digits>", "", is_secret=True),
    Setting("TINHSO_INDEX_KEY", "key of the blind index", _text, "64 hex digits", "", is_secret=True),
    Setting("TINHSO_LEDGER_KEY", "Ed25519 key that signs tree heads", _text, "64 hex digits", "", is_secret=True),
    Setting("TINHSO_HOSTS", "host names served, comma between", _text, "names", "localhost,127.0.0.1,[::1]"),
    Setting("TINHSO_PUBLIC_URL", "address people reach the product at", _text, "https://…", "http://127.0.0.1:8000"),
    Setting("TINHSO_PROVINCE", "name of the province in the header of every page", _text, "text", ""),
    Setting("TINHSO_BEHIND_PROXY", "a proxy that ends TLS stands in front", _flag, "yes | no", "no"),
    Setting("TINHSO_OIDC_ISSUER", "citizens' identity provider (empty: the twin in the sample profile)", _text, "https://…", ""),
    Setting("TINHSO_OIDC_CLIENT_ID", "our name at the identity provider", _text, "text", "tinhso"),
    Setting("TINHSO_OIDC_CLIENT_SECRET", "our secret at the identity provider", _text, "text", "", is_secret=True),
    Setting("TINHSO_OIDC_ENDPOINTS", "manual addresses as JSON when there is no discovery", _text, "JSON", ""),
    Setting("TINHSO_OIDC_CLAIMS", "claim mapping as JSON", _text, "JSON", ""),
    Setting("TINHSO_MAX_UPLOAD_MB", "largest file accepted", _number, "a whole number", "20"),
)  # fmt: skip


def read(environ: Mapping[str, str] = os.environ) -> dict[str, Any]:
    """All settings by name. Raises BadSetting naming the first that cannot be meant."""
    return {setting.name: value_of(setting, environ) for setting in SETTINGS}


def value_of(setting: Setting, environ: Mapping[str, str]) -> Any:
    text = environ.get(setting.name)
    file = environ.get(f"{setting.name}_FILE")
    if text is None and file and setting.is_secret:
        try:
            text = Path(file).read_text(encoding="utf-8").strip()
        except OSError as error:
            raise BadSetting(f"{setting.name}_FILE: không đọc được {file} ({error.strerror})") from error
    if text is None:
        text = setting.default or ""
    try:
        return setting.read(text)
    except (ValueError, KeyError) as error:
        raise BadSetting(f"{setting.name}={text!r}: cần {setting.expected}") from error
