"""The formats of OpenID Connect as this connector uses them: addresses, claims, what they become. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from urllib.parse import urlsplit

from tinhso.base.text import nfc
from tinhso.kernel.identity.kinds import CitizenClaims

# Names of the national SSO (one-stop.md section 7); first the province's own mapping, then these, then OIDC Core 5.1.
CLAIMS: Mapping[str, tuple[str, ...]] = {
    "number": ("SoDinhDanh",),
    "full_name": ("HoVaTen", "name"),
    "birth_date": ("NgaySinh", "birthdate"),
    "sex": ("GioiTinh", "gender"),
    "phone": ("SoDienThoai", "phone_number"),
    "email": ("ThuDienTu", "email"),
    "address": ("DiaChi",),
    "account_kind": ("LoaiTaiKhoan",),
    "tax_code": ("MaSoThue",),
    "business_name": ("TenDoanhNghiep",),
}
BASIC, POST = "client_secret_basic", "client_secret_post"
ORGANISATION = "2"  # LoaiTaiKhoan: 1 cá nhân, 2 tổ chức
_SEXES = {"nam": "male", "male": "male", "nữ": "female", "female": "female"}
_DAYS = ("%d/%m/%Y", "%Y-%m-%d", "%d-%m-%Y", "%Y%m%d")


class WireFault(ValueError):
    """What came over the wire is not what the standard says; the text is a code for the log."""


@dataclass(frozen=True)
class Endpoints:
    """Where the provider answers; the names of OpenID Connect Discovery 1.0 section 3."""

    issuer: str
    authorization_endpoint: str
    token_endpoint: str
    jwks_uri: str
    userinfo_endpoint: str
    end_session_endpoint: str = ""
    token_endpoint_auth_method: str = POST


def endpoints_of(document: Mapping[str, Any], issuer: str) -> Endpoints:
    """From a discovery document or manual addresses. Raises WireFault."""
    if issuer and str(document.get("issuer", issuer)).rstrip("/") != issuer.rstrip("/"):
        raise WireFault("issuer")
    needed = ("authorization_endpoint", "token_endpoint", "jwks_uri", "userinfo_endpoint")
    found = {name: document.get(name) for name in (*needed, "end_session_endpoint")}
    if not all(isinstance(found[name], str) for name in needed):
        raise WireFault("discovery")
    addresses = {name: str(address) for name, address in found.items() if address}
    said = str(document.get("issuer", issuer))
    if any(urlsplit(address).scheme != urlsplit(said).scheme for address in addresses.values()):
        raise WireFault("scheme")
    return Endpoints(issuer=said, token_endpoint_auth_method=_auth_method(document), **addresses)


def _auth_method(document: Mapping[str, Any]) -> str:
    offered = document.get("token_endpoint_auth_methods_supported")
    # OIDC Discovery: basic is the default of a document that does not say; the national SSO takes post.
    return BASIC if offered and POST not in offered else POST


def citizen_claims(raw: Mapping[str, Any], issuer: str, mapping: Mapping[str, str]) -> CitizenClaims:
    """What the provider says, in our words. Raises WireFault when it does not say who it is."""
    said = {name: _said(raw, (mapping[name],) if name in mapping else keys) for name, keys in CLAIMS.items()}
    if not raw.get("sub") or not said["full_name"]:
        raise WireFault("claims")
    is_organisation = said["account_kind"] == ORGANISATION
    return CitizenClaims(
        issuer=issuer,
        subject=str(raw["sub"]),
        full_name=_name(said["full_name"]),
        number=said["number"],
        birth_date=day_of(said["birth_date"]),
        sex=_SEXES.get(said["sex"].lower(), ""),
        phone=said["phone"],
        email=said["email"],
        address=said["address"],
        tax_code=said["tax_code"] if is_organisation else "",
        business_name=said["business_name"] if is_organisation else "",
    )


def _said(raw: Mapping[str, Any], names: tuple[str, ...]) -> str:
    found = next((raw[name] for name in names if isinstance(raw.get(name), str | int) and raw[name] != ""), "")
    return nfc(str(found))


def _name(name: str) -> str:
    return name.title() if name.isupper() else name


def day_of(text: str) -> date | None:
    """A birth date in any of the usual ways of writing it; None for anything else."""
    for form in _DAYS:
        try:
            return datetime.strptime(text, form).date()  # noqa: DTZ007 - a day has no zone
        except ValueError:
            continue
    return None
