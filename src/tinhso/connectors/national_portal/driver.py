"""Implements exchange's Driver: one call a dossier, a session kept and renewed, every answer judged."""

import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from uuid import UUID

import httpx
from django.conf import settings

from tinhso.base.messages import gettext_noop
from tinhso.base.text import fold
from tinhso.connectors.national_portal import connector, wire
from tinhso.kernel.exchange.kinds import (
    Again,
    Delivered,
    Driver,
    Health,
    Message,
    Outcome,
    PartnerDown,
    PartnerField,
    PartnerView,
    TurnedDown,
    register,
)

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


_known: dict[UUID, _Known] = {}


def forget(partner_id: UUID) -> None:
    """Drops the session and the catalogue: the next call signs in anew."""
    _known.pop(partner_id, None)


class _Line:
    """One turn with the portal: a connection and what is known of it."""

    def __init__(self, partner: PartnerView, client: httpx.Client) -> None:
        self.partner, self.client = partner, client
        self.known = _known.setdefault(partner.id, _Known())

    def call(self, service: str, body: bytes) -> wire.Answer:
        """The answer of a service; a session that is no longer good is renewed once. Raises PartnerDown, _Unsure."""
        for is_last in (False, True):
            if not self.known.session:
                self._sign_in()
            answer = self._post(SERVICE_PATH, body, service=service, session=self.known.session)
            if answer.code not in _codes(self.partner.settings, "session_codes", SESSION_CODES):
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
        except _Unsure as unsure:
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
            address = _address(self.partner) + path
            response = self.client.post(address, content=body, headers=headers, params=query, timeout=TIME_LIMIT)
        except (httpx.ConnectError, httpx.ConnectTimeout) as error:
            raise PartnerDown("no-connection") from error
        except httpx.TimeoutException as error:
            raise _Unsure("timeout") from error
        except httpx.TransportError as error:
            raise _Unsure("broken-off") from error
        return _judged(response)

    def sector_code(self, name: str) -> str:
        """The portal's code of a sector by its name; empty when it has none like it."""
        if time.monotonic() - self.known.sectors_at > SECTORS_KEPT or not self.known.sectors:
            body = wire.request(wire.SECTORS, {}, is_updating=False)
            found = wire.sector_codes(self.call(wire.SECTORS, body).data)
            self.known.sectors = {fold(title): code for title, code in found.items()}
            self.known.sectors_at = time.monotonic()
        return self.known.sectors.get(fold(name), "")


class _Unsure(Exception):
    """No answer that can be read: the portal may have the message or not."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class _NotTaken(Exception):
    """An HTTP answer that blames the message."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def _judged(response: httpx.Response) -> wire.Answer:
    status = response.status_code
    if status in AWAY or status == 429:
        wait = response.headers.get("Retry-After", "")
        raise PartnerDown(f"http-{status}", after=float(wait) if wait.isdigit() else None)
    if status in (400, 413, 422):
        raise _NotTaken(f"http-{status}")
    if status != 200 or len(response.content) > LARGEST_ANSWER:
        raise _Unsure(f"http-{status}")
    try:
        return wire.read_answer(response.content)
    except wire.WireFault as fault:
        raise _Unsure("answer") from fault


def _address(partner: PartnerView) -> str:
    """Where the portal is; without an address the twin, where there is one. Raises PartnerDown."""
    if partner.address:
        return partner.address.rstrip("/")
    if settings.PROFILE == "production":
        raise PartnerDown("no-address")
    return f"{settings.PUBLIC_URL}/twins/national-portal"


def _codes(told: Mapping[str, object], name: str, preset: str) -> frozenset[int]:
    words = str(told.get(name) or preset).replace(",", " ").split()
    return frozenset(int(word) for word in words if word.lstrip("-").isdigit())


@cache
def _client() -> httpx.Client:
    """One for the process: making one reads every certificate of the machine."""
    return httpx.Client(follow_redirects=False)


def deliver(partner: PartnerView, messages: Sequence[Message]) -> Iterator[Outcome]:
    """One call a message, in their order."""
    line = _Line(partner, _client())
    for message in messages:
        yield _told(line, message)


def _told(line: _Line, message: Message) -> Outcome:
    try:
        body = message.body
        needs_sector = message.kind == wire.DOSSIER and not body.get("sector_code")
        sector = line.sector_code(str(body.get("sector", ""))) if needs_sector else ""
        item = wire.item_of(message.kind, body, sector_code=sector)
        service = wire.SERVICES[message.kind]
        answer = line.call(service, wire.request(service, item, is_updating=bool(body.get("is_update"))))
    except wire.WireFault as fault:
        return TurnedDown(f"field-{fault}", gettext_noop("Thông điệp còn thiếu hoặc sai mục mà Cổng bắt buộc."))
    except _NotTaken as refusal:
        return TurnedDown(refusal.code)
    except _Unsure as unsure:
        return Again(unsure.code)
    if answer.code == 0:
        return Delivered(code="0")
    if answer.code in _codes(line.partner.settings, "again_codes", AGAIN_CODES):
        return Again(f"error-{answer.code}", answer.message)
    return TurnedDown(f"error-{answer.code}", answer.message)


def check(partner: PartnerView) -> Health:
    """Whether the portal answers and takes our name and password."""
    forget(partner.id)
    try:
        _Line(partner, _client()).call(wire.SECTORS, wire.request(wire.SECTORS, {}, is_updating=False))
    except PartnerDown as down:
        return Health(False, down.code)
    except (_Unsure, _NotTaken) as error:
        return Health(False, error.code)
    return Health(True)


PORTAL = register(
    Driver(
        code=connector.CODE,
        title=connector.TITLE,
        deliver=deliver,
        check=check,
        fields=(
            PartnerField("username", gettext_noop("Tên đăng nhập"), is_secret=True),
            PartnerField("password", gettext_noop("Mật khẩu"), is_secret=True),
            PartnerField("agency_code", gettext_noop("Mã định danh đơn vị (MaDinhDanhDV)")),
            PartnerField(
                "since",
                gettext_noop("Chỉ hồ sơ nộp từ ngày"),
                is_required=False,
                hint=gettext_noop("Dạng 2026-11-23; để trống là mọi hồ sơ."),
            ),
            PartnerField("dstcode", gettext_noop("Mã đích trên trục (dstcode)"), is_required=False),
            PartnerField(
                "session_codes",
                gettext_noop("Mã lỗi: phiên hết hạn"),
                is_required=False,
                hint=gettext_noop("Các số cách nhau bằng dấu phẩy; để trống là -1."),
            ),
            PartnerField(
                "again_codes",
                gettext_noop("Mã lỗi: thử lại được"),
                is_required=False,
                hint=gettext_noop("Các số cách nhau bằng dấu phẩy; để trống là -2."),
            ),
        ),
    )
)
