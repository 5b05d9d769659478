"""The provider's decisions: which requests it takes, what it puts into codes and tokens."""

import hmac
import secrets
import time
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core import signing
from django.urls import reverse
from joserfc import jwt

from tinhso.connectors.vneid.driver import challenge_of, twin_address, twin_secret
from tinhso.connectors.vneid.twin import store
from tinhso.connectors.vneid.twin.citizens import CITIZENS

TOKEN_SECONDS = 600
_CODE, _ACCESS = "vneid.twin.code", "vneid.twin.access"


class Refusal(Exception):
    """An error of RFC 6749 section 5.2."""

    def __init__(self, error: str, status: int = 400) -> None:
        super().__init__(error)
        self.error = error
        self.status = status


@dataclass(frozen=True)
class Asked:
    """A request for authorization that may be shown to a citizen."""

    redirect_uri: str
    state: str
    nonce: str
    challenge: str


def return_address() -> str:
    """The one redirect address registered with the twin."""
    return f"{settings.PUBLIC_URL}{reverse('identity:citizen_return')}"


def asked(query: dict[str, str]) -> Asked:
    """Raises Refusal for another client, address, kind of answer, or a request without PKCE."""
    if query.get("client_id") != settings.ENV["TINHSO_OIDC_CLIENT_ID"]:
        raise Refusal("unauthorized_client")
    if query.get("redirect_uri") != return_address():
        raise Refusal("invalid_redirect_uri")
    has_pkce = query.get("code_challenge") and query.get("code_challenge_method") == "S256"
    if query.get("response_type") != "code" or "openid" not in query.get("scope", "").split() or not has_pkce:
        raise Refusal("invalid_request")
    return Asked(query["redirect_uri"], query.get("state", ""), query.get("nonce", ""), query["code_challenge"])


def code_for(request: Asked, sub: str) -> str:
    facts = {
        "id": secrets.token_hex(16),
        "sub": CITIZENS[sub].sub,
        "nonce": request.nonce,
        "challenge": request.challenge,
        "redirect_uri": request.redirect_uri,
    }
    return signing.dumps(facts, salt=_CODE)


def must_be_client(name: str, secret: str) -> None:
    """Raises Refusal unless the client proves itself."""
    is_known = name == settings.ENV["TINHSO_OIDC_CLIENT_ID"]
    if not is_known or not hmac.compare_digest(secret.encode(), twin_secret().encode()):
        raise Refusal("invalid_client", 401)


def tokens_for(form: dict[str, str]) -> dict[str, Any]:
    """The tokens for a code: fresh, unused, of this redirect address and verifier. Raises Refusal."""
    if form.get("grant_type") != "authorization_code":
        raise Refusal("unsupported_grant_type")
    facts = _code_facts(form.get("code", ""))
    if form.get("redirect_uri") != facts["redirect_uri"]:
        raise Refusal("invalid_grant")
    if challenge_of(form.get("code_verifier", "")) != facts["challenge"] or not store.use_once(facts["id"]):
        raise Refusal("invalid_grant")
    return {
        "access_token": signing.dumps({"sub": facts["sub"]}, salt=_ACCESS),
        "token_type": "Bearer",
        "expires_in": TOKEN_SECONDS,
        "id_token": _id_token(facts),
    }


def _code_facts(code: str) -> dict[str, str]:
    try:
        return dict(signing.loads(code, salt=_CODE, max_age=store.CODE_SECONDS))
    except signing.BadSignature as error:
        raise Refusal("invalid_grant") from error


def _id_token(facts: dict[str, str]) -> str:
    moment = int(time.time())
    claims = {
        "iss": twin_address(),
        "aud": settings.ENV["TINHSO_OIDC_CLIENT_ID"],
        "sub": facts["sub"],
        "nonce": facts["nonce"],
        "iat": moment,
        "exp": moment + TOKEN_SECONDS,
    }
    key = store.signing_key()
    signer = store.new_key() if store.fault() == "forged" else key
    return jwt.encode({"alg": "RS256", "kid": str(key.kid)}, claims, signer)


def claims_for(access_token: str) -> dict[str, str]:
    """What userinfo says, changed by the fault played. Raises Refusal."""
    try:
        facts = signing.loads(access_token, salt=_ACCESS, max_age=TOKEN_SECONDS)
    except signing.BadSignature as error:
        raise Refusal("invalid_token", 401) from error
    claims = CITIZENS[facts["sub"]].claims()
    if store.fault() == "renamed":
        claims["HoVaTen"] += " Mới"
    if store.fault() == "missing":
        del claims["HoVaTen"]
    return claims
