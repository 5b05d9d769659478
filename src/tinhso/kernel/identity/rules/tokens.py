"""Access tokens of API clients: signed, short-lived, readable by nobody but this installation."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from uuid import UUID

from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import OctKey

ISSUER = "tinhso"
ALGORITHM = "HS256"
LIFETIME = timedelta(minutes=15)


@dataclass(frozen=True)
class Claims:
    """Which client was admitted, to which scopes."""

    client_id: UUID
    scopes: tuple[str, ...]


def token_for(key: bytes, claims: Claims, *, at: datetime) -> str:
    """A token good for LIFETIME from that moment."""
    body = {
        "iss": ISSUER,
        "sub": str(claims.client_id),
        "scope": " ".join(claims.scopes),
        "iat": int(at.timestamp()),
        "exp": int((at + LIFETIME).timestamp()),
    }
    return jwt.encode({"alg": ALGORITHM, "typ": "at+jwt"}, body, OctKey.import_key(key))


def claims_in(key: bytes, token: str, *, at: datetime) -> Claims | None:
    """What the token says, or None when it is not ours, was changed or is over."""
    read = _read(key, token)
    return read[0] if read is not None and read[1] > at.timestamp() else None


@lru_cache(maxsize=1024)
def _read(key: bytes, token: str) -> tuple[Claims, float] | None:
    """What a token says and when it ends: the same every time it comes, so its signature is checked once."""
    try:
        read = jwt.decode(token, OctKey.import_key(key), algorithms=[ALGORITHM])
        body = read.claims
        if read.header.get("typ") != "at+jwt" or body["iss"] != ISSUER:
            return None
        return Claims(UUID(body["sub"]), tuple(str(body["scope"]).split())), float(body["exp"])
    except (JoseError, ValueError, KeyError, TypeError):
        return None
