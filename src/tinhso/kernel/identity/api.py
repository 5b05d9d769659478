"""Tokens for API clients: OAuth 2.0 client credentials (RFC 6749 section 4.4)."""

import base64
import binascii
from typing import Any
from urllib.parse import unquote
from uuid import UUID

from django.http import HttpRequest
from ninja import Router

from tinhso.base.messages import Refused, gettext_noop
from tinhso.base.moments import now
from tinhso.kernel.identity.models import ApiClient
from tinhso.kernel.identity.queries import client_with, token_of
from tinhso.kernel.identity.rules.tokens import LIFETIME
from tinhso.shell.api import Outcome, Shape, operation

ROUTER = Router()
FIELDS = ("grant_type", "client_id", "client_secret", "scope")
FORM: dict[str, Any] = {
    "required": True,
    "content": {
        "application/x-www-form-urlencoded": {
            "schema": {
                "type": "object",
                "properties": {
                    "grant_type": {"type": "string", "const": "client_credentials"},
                    "client_id": {"type": "string", "description": "Hoặc dùng HTTP Basic / or HTTP Basic"},
                    "client_secret": {"type": "string"},
                    "scope": {
                        "type": "string",
                        "description": "Cách nhau bằng dấu cách; trống: tất cả / empty: all",
                    },
                },
                "required": ["grant_type"],
            },
            "example": {
                "grant_type": "client_credentials",
                "client_id": "019ac3a2-5d10-7c3e-9a53-3f0d6c2b8e11",
                "client_secret": "tinhso_test_…",
                "scope": "dossiers.read dossiers.receive",
            },
        }
    },
}


class Token(Shape):
    """A bearer token, and how many seconds it is good for."""

    model_config = {
        "json_schema_extra": {
            "example": {
                "access_token": "eyJhbGciOiJIUzI1NiIsInR5cCI6ImF0K2p3dCJ9.e30.c2ln",
                "token_type": "Bearer",
                "expires_in": 900,
                "scope": "dossiers.read dossiers.receive",
            }
        }
    }
    access_token: str
    token_type: str
    expires_in: int
    scope: str


class TokenRefused(Refused):
    """``error`` is OAuth's own code (RFC 6749 section 5.2), which stands in the problem too."""

    error = "invalid_request"

    @property
    def members(self) -> dict[str, str]:
        return {"error": self.error}


class RequestUnclear(TokenRefused):
    code = "token-request-unclear"
    status = 400
    title = gettext_noop("Yêu cầu cấp token chưa đúng")
    mend = gettext_noop("Gửi biểu mẫu với grant_type=client_credentials, client_id và client_secret, mỗi mục một lần.")


class GrantUnknown(TokenRefused):
    code = "grant-unknown"
    error = "unsupported_grant_type"
    status = 400
    title = gettext_noop("Cách cấp token này không dùng ở đây")
    mend = gettext_noop("Dùng grant_type=client_credentials.")


class ClientUnknown(TokenRefused):
    code = "client-unknown"
    error = "invalid_client"
    status = 401
    title = gettext_noop("Khóa API hoặc bí mật không đúng, đã đóng hoặc hết hạn")
    mend = gettext_noop("Kiểm tra client_id và client_secret, hoặc nhờ người quản trị cấp bí mật mới.")


class ScopeUnknown(TokenRefused):
    code = "scope-unknown"
    error = "invalid_scope"
    status = 400
    title = gettext_noop("Khóa API không có phạm vi được xin")
    mend = gettext_noop("Xin các phạm vi đã cấp cho khóa, hoặc bỏ trống để lấy tất cả.")


@operation(
    ROUTER,
    "POST",
    "/token",
    vi="Lấy token truy cập",
    en="Get an access token (client credentials)",
    tag="auth",
    scope=None,
    gives=Outcome(200, Token),
    problems=(401, 415),
    is_json=False,
    body=FORM,
)
def get_token(request: HttpRequest) -> dict[str, Any]:
    sent = {name: request.POST.get(name, "") for name in FIELDS}
    if any(len(request.POST.getlist(name)) > 1 for name in FIELDS) or not sent["grant_type"]:
        raise RequestUnclear()
    if sent["grant_type"] != "client_credentials":
        raise GrantUnknown()
    client = _client(request, sent)
    wanted = tuple(dict.fromkeys(sent["scope"].split())) or tuple(client.scopes)
    if not set(wanted) <= set(client.scopes):
        raise ScopeUnknown()
    token = token_of(client, wanted, now())
    seconds = int(LIFETIME.total_seconds())
    return {"access_token": token, "token_type": "Bearer", "expires_in": seconds, "scope": " ".join(wanted)}


def _client(request: HttpRequest, sent: dict[str, str]) -> ApiClient:
    client_id, secret = _basic(request.headers.get("Authorization", "")) or (sent["client_id"], sent["client_secret"])
    if not client_id or not secret:
        raise ClientUnknown()
    try:
        found = client_with(UUID(client_id), secret, now())
    except ValueError:
        found = None
    if found is None:
        raise ClientUnknown()
    return found


def _basic(header: str) -> tuple[str, str] | None:
    """Id and secret of HTTP Basic, form-encoded as RFC 6749 section 2.3.1 says."""
    kind, _, packed = header.partition(" ")
    if kind.lower() != "basic":
        return None
    try:
        name, _, secret = base64.b64decode(packed, validate=True).decode().partition(":")
    except (binascii.Error, UnicodeDecodeError):
        raise ClientUnknown() from None
    return unquote(name), unquote(secret)
