"""One turn with the portal: a session kept and renewed, every answer judged."""

import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from uuid import UUID

import httpx
from django.conf import settings

from tinhso.base.text import fold
from tinhso.connectors.national_portal import wire
from tinhso.kernel.exchange.kinds import PartnerDown, PartnerView

TIME_LIMIT = 5.0
LARGEST_ANSWER = 8 * 1024 * 1024
LOGIN_PATH, SERVICE_PATH = "/login", "/service"
SECTORS_KEPT = 3600.0
AWAY = frozenset({404, 502, 503})  # the portal is not there, or not at this address
# What the portal's own error codes mean is not public: data of the partner, with the twin's as preset.
SESSION_CODES, AGAIN_CODES = "-1", "-2"


@dataclass
class _Known:
    """What one process remembers of a partner: its session, and its catalogue of sectors."""

    session: str = ""
    sectors: dict[str, str] = field(default_factory=dict)
    sectors_at: float = 0.0


known: dict[UUID, _Known] = {}


def forget(partner_id: UUID) -> None:
    """Drops the session and the catalogue: the next call signs in anew."""
    known.pop(partner_id, None)


class Line:
    """One turn with the portal: a connection and what is known of it."""

    def __init__(self, partner: PartnerView, client: httpx.Client) -> None:
        self.partner, self.client = partner, client
        self.known = known.setdefault(partner.id, _Known())

    def call(self, service: str, body: bytes) -> wire.Answer:
        """The answer of a service; a session that is no longer good is renewed once. Raises PartnerDown, Unsure."""
        for is_last in (False, True):
            if not self.known.session:
                self._sign_in()
            answer = self._post(SERVICE_PATH, body, service=service, session=self.known.session)
            if answer.code not in codes_of(self.partner.settings, "session_codes", SESSION_CODES):
                return answer
            self.known.session = ""
            if is_last:
                break
        raise PartnerDown("session")

    def _sign_in(self) -> None:
        secrets = self.partner.secrets
        request = wire.login_request(secrets.get("username", ""), secrets.get("password", ""))
        try:
            answer = self._post(LOGIN_PATH, request)
        except Unsure as unsure:
            raise PartnerDown(f"login-{unsure.code}"[:60]) from unsure
        if answer.code != 0 or not answer.session:
            raise PartnerDown("login-refused")
        self.known.session = answer.session

    def _post(self, path: str, body: bytes, *, service: str = "", session: str = "") -> wire.Answer:
        told = self.partner.settings
        headers = {"Content-Type": "application/json; charset=utf-8"}
        headers |= {"session": session, "MaDinhDanhDV": str(told.get("agency_code", ""))} if session else {}
        query = {"dstcode": str(told.get("dstcode", "")), "service": service} if service else {}
        try:
            address = address_of(self.partner) + path
            response = self.client.post(address, content=body, headers=headers, params=query, timeout=TIME_LIMIT)
        except (httpx.ConnectError, httpx.ConnectTimeout) as error:
            raise PartnerDown("no-connection") from error
        except httpx.TimeoutException as error:
            raise Unsure("timeout") from error
        except httpx.TransportError as error:
            raise Unsure("broken-off") from error
        return judged(response)

    def sector_code(self, name: str) -> str:
        """The portal's code of a sector by its name; empty when it has none like it."""
        if time.monotonic() - self.known.sectors_at > SECTORS_KEPT or not self.known.sectors:
            body = wire.request(wire.SECTORS, {}, is_updating=False)
            found = wire.sector_codes(self.call(wire.SECTORS, body).data)
            self.known.sectors = {fold(title): code for title, code in found.items()}
            self.known.sectors_at = time.monotonic()
        return self.known.sectors.get(fold(name), "")


class Unsure(Exception):
    """No answer that can be read: the portal may have the message or not."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class NotTaken(Exception):
    """An HTTP answer that blames the message."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def judged(response: httpx.Response) -> wire.Answer:
    status = response.status_code
    if status in AWAY or status == 429:
        wait = response.headers.get("Retry-After", "")
        raise PartnerDown(f"http-{status}", after=float(wait) if wait.isdigit() else None)
    if status in (400, 413, 422):
        raise NotTaken(f"http-{status}")
    if status != 200 or len(response.content) > LARGEST_ANSWER:
        raise Unsure(f"http-{status}")
    try:
        return wire.read_answer(response.content)
    except wire.WireFault as fault:
        raise Unsure("answer") from fault


def address_of(partner: PartnerView) -> str:
    """Where the portal is; without an address the twin, where there is one. Raises PartnerDown."""
    if partner.address:
        return partner.address.rstrip("/")
    if settings.PROFILE == "production":
        raise PartnerDown("no-address")
    return f"{settings.PUBLIC_URL}/twins/national-portal"


def codes_of(told: Mapping[str, object], name: str, preset: str) -> frozenset[int]:
    words = str(told.get(name) or preset).replace(",", " ").split()
    return frozenset(int(word) for word in words if word.lstrip("-").isdigit())


@cache
def shared_client() -> httpx.Client:
    """One for the process: making one reads every certificate of the machine."""
    return httpx.Client(follow_redirects=False)
