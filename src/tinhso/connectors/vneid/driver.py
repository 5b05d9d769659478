"""Implements identity's CitizenSignIn with the authorization code flow (OIDC Core 3.1, PKCE RFC 7636)."""

import base64
import hashlib
import json
import secrets
import time
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any
from urllib.parse import urlencode

import httpx
from django.conf import settings
from django.utils.crypto import salted_hmac
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from tinhso.connectors.vneid import connector
from tinhso.connectors.vneid.wire import BASIC, Endpoints, WireFault, citizen_claims, endpoints_of
from tinhso.kernel.identity.kinds import (
    Begun,
    CitizenSignIn,
    Finished,
    ProviderDown,
    ProviderRejected,
    SignInDeclined,
    register,
)

TIME_LIMIT = 5.0  # seconds for one answer, first byte to last
LARGEST_ANSWER = 256 * 1024
ALGORITHMS = ["RS256", "PS256", "ES256"]
CLOCK_LEEWAY = 60
TWIN_PROFILES = ("sample", "test")


def twin_address() -> str:
    return f"{settings.PUBLIC_URL}/twins/vneid"


def twin_secret() -> str:
    """The secret the twin shares with us: of this installation, written nowhere."""
    return salted_hmac("tinhso.connectors.vneid.twin", settings.ENV["TINHSO_OIDC_CLIENT_ID"]).hexdigest()


def _uses_twin() -> bool:
    return not settings.ENV["TINHSO_OIDC_ISSUER"] and settings.PROFILE in TWIN_PROFILES


def is_configured() -> bool:
    return bool(settings.ENV["TINHSO_OIDC_ISSUER"]) or _uses_twin()


def _issuer() -> str:
    return str(settings.ENV["TINHSO_OIDC_ISSUER"]) or twin_address()


def _client_secret() -> str:
    return twin_secret() if _uses_twin() else str(settings.ENV["TINHSO_OIDC_CLIENT_SECRET"])


def _mapping() -> dict[str, str]:
    return dict(json.loads(settings.ENV["TINHSO_OIDC_CLAIMS"] or "{}"))


def _endpoints() -> Endpoints:
    """Manual addresses, else discovered each time: that also tells whether the provider is awake."""
    manual = settings.ENV["TINHSO_OIDC_ENDPOINTS"]
    document = json.loads(manual) if manual else _get(f"{_issuer()}/.well-known/openid-configuration")
    try:
        return endpoints_of(document, _issuer())
    except WireFault as fault:
        raise ProviderRejected(reason=str(fault)) from fault


def _get(url: str, **headers: str) -> dict[str, Any]:
    return _ask("GET", url, headers=headers)


def _ask(method: str, url: str, **more: Any) -> dict[str, Any]:
    """One JSON answer within the time limit. Raises ProviderDown, ProviderRejected."""
    try:
        with (
            httpx.Client(timeout=TIME_LIMIT, follow_redirects=False) as client,
            client.stream(method, url, **more) as response,
        ):
            body = _read(response, time.monotonic() + TIME_LIMIT)
    except httpx.TransportError as error:
        raise ProviderDown(reason=type(error).__name__) from error
    if response.status_code >= 500:
        raise ProviderDown(reason=f"http-{response.status_code}")
    if response.status_code != 200:
        raise ProviderRejected(reason=f"http-{response.status_code}")
    return _json(body)


def _read(response: httpx.Response, until: float) -> bytes:
    """The body, drop by drop: httpx limits the wait for each drop, not for all."""
    body = b""
    for piece in response.iter_bytes():
        body += piece
        if len(body) > LARGEST_ANSWER:
            raise ProviderRejected(reason="size")
        if time.monotonic() > until:
            raise ProviderDown(reason="time")
    return body


def _json(body: bytes) -> dict[str, Any]:
    try:
        answer = json.loads(body)
    except ValueError as error:
        raise ProviderRejected(reason="json") from error
    if not isinstance(answer, dict):
        raise ProviderRejected(reason="json")
    return answer


def begin(redirect_uri: str) -> Begun:
    """The provider's page, and the secrets that bind its answer to this browser."""
    endpoints = _endpoints()
    state, nonce, verifier = (secrets.token_urlsafe(32) for _ in range(3))
    query = {
        "response_type": "code",
        "client_id": settings.ENV["TINHSO_OIDC_CLIENT_ID"],
        "redirect_uri": redirect_uri,
        "scope": "openid profile",
        "state": state,
        "nonce": nonce,
        "code_challenge": challenge_of(verifier),
        "code_challenge_method": "S256",
    }
    kept = {"state": state, "nonce": nonce, "verifier": verifier, "endpoints": asdict(endpoints)}
    return Begun(url=f"{endpoints.authorization_endpoint}?{urlencode(query)}", kept=kept)


def challenge_of(verifier: str) -> str:
    """RFC 7636 section 4.2, S256."""
    return base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=").decode()


def finish(parameters: Mapping[str, str], kept: Mapping[str, Any]) -> Finished:
    """Exchanges the code and checks everything that came with it."""
    endpoints = Endpoints(**kept["endpoints"])
    _refuse_errors(parameters, endpoints)
    tokens = _tokens(parameters["code"], endpoints, kept)
    verified = _verified(str(tokens.get("id_token", "")), endpoints, kept["nonce"])
    said = _get(endpoints.userinfo_endpoint, Authorization=f"Bearer {tokens.get('access_token', '')}")
    if said.get("sub") != verified["sub"]:
        # OIDC Core 5.3.2: otherwise one person's token opens another's data.
        raise ProviderRejected(reason="sub")
    try:
        claims = citizen_claims({**verified, **said}, endpoints.issuer, _mapping())
    except WireFault as fault:
        raise ProviderRejected(reason=str(fault)) from fault
    return Finished(claims=claims, sign_out_url=_sign_out_url(endpoints))


def _refuse_errors(parameters: Mapping[str, str], endpoints: Endpoints) -> None:
    """RFC 6749 section 4.1.2.1; the issuer of RFC 9207 where it is given."""
    error = parameters.get("error", "")
    if error == "access_denied":
        raise SignInDeclined()
    if error in ("temporarily_unavailable", "server_error"):
        raise ProviderDown(reason=error)
    if error or not parameters.get("code") or parameters.get("iss", endpoints.issuer) != endpoints.issuer:
        raise ProviderRejected(reason="answer")


def _tokens(code: str, endpoints: Endpoints, kept: Mapping[str, Any]) -> dict[str, Any]:
    form = {
        "grant_type": "authorization_code",
        "code": code,
        "redirect_uri": kept["redirect_uri"],
        "code_verifier": kept["verifier"],
    }
    name, secret = settings.ENV["TINHSO_OIDC_CLIENT_ID"], _client_secret()
    if endpoints.token_endpoint_auth_method == BASIC:
        return _ask("POST", endpoints.token_endpoint, data=form, auth=(name, secret))
    return _ask("POST", endpoints.token_endpoint, data={**form, "client_id": name, "client_secret": secret})


def _verified(id_token: str, endpoints: Endpoints, nonce: str) -> dict[str, Any]:
    """The claims of an ID token signed by the issuer, for us, now, for this very request (OIDC Core 3.1.3.7)."""
    client = settings.ENV["TINHSO_OIDC_CLIENT_ID"]
    rules = jwt.JWTClaimsRegistry(
        leeway=CLOCK_LEEWAY,
        iss={"essential": True, "value": endpoints.issuer},
        aud={"essential": True, "value": client},
        exp={"essential": True},
        sub={"essential": True},
        nonce={"essential": True, "value": nonce},
    )
    try:
        token = jwt.decode(id_token, KeySet.import_key_set(_keys(endpoints)), algorithms=ALGORITHMS)
        rules.validate(token.claims)
    except (JoseError, ValueError) as error:
        raise ProviderRejected(reason=type(error).__name__) from error
    if token.claims.get("azp", client) != client:
        raise ProviderRejected(reason="azp")
    return dict(token.claims)


def _keys(endpoints: Endpoints) -> Any:
    return _get(endpoints.jwks_uri)


def _sign_out_url(endpoints: Endpoints) -> str:
    """RP-Initiated Logout 1.0, naming us instead of handing over the ID token: addresses land in logs."""
    if not endpoints.end_session_endpoint:
        return ""
    query = {"client_id": settings.ENV["TINHSO_OIDC_CLIENT_ID"], "post_logout_redirect_uri": f"{settings.PUBLIC_URL}/"}
    return f"{endpoints.end_session_endpoint}?{urlencode(query)}"


register(
    CitizenSignIn(
        code=connector.CODE,
        title="VNeID",
        is_configured=is_configured,
        begin=begin,
        finish=finish,
    )
)
