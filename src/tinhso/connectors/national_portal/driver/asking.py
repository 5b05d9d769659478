"""What the portal answers at once: the bytes of a paper that lies there."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

import httpx

from tinhso.base.messages import gettext_noop
from tinhso.connectors.national_portal import connector
from tinhso.connectors.national_portal.driver.line import address_of, shared_client
from tinhso.kernel.exchange.kinds import Declined, NoAnswer, PartnerView, Service, register_service

FILE_TIME_LIMIT = 20.0
LARGEST_FILE = 60 * 1024 * 1024


def file_of(partner: PartnerView, question: Mapping[str, Any]) -> bytes:
    """The bytes behind ``url``: only from the portal's own host, or one the operator named, and not without end.

    Raises NoAnswer, PartnerDown, Declined (``not-the-portal``, ``too-large``, ``http-404``…).
    """
    url = str(question["url"])
    _must_be_of_portal(partner, url)
    try:
        with shared_client().stream("GET", url, timeout=FILE_TIME_LIMIT) as response:
            if response.status_code in (429, 500, 502, 503, 504):
                raise NoAnswer(f"http-{response.status_code}")
            if response.status_code != 200:
                raise Declined(f"http-{response.status_code}")
            return _whole(response)
    except httpx.HTTPError as error:
        raise NoAnswer("no-connection") from error


def _must_be_of_portal(partner: PartnerView, url: str) -> None:
    parts, own = urlsplit(url), urlsplit(address_of(partner))
    named = {host.strip().lower() for host in str(partner.settings.get("file_hosts", "")).split(",") if host.strip()}
    is_own = (parts.scheme, parts.netloc.lower()) == (own.scheme, own.netloc.lower())
    if not is_own and not (parts.scheme == "https" and parts.netloc.lower() in named):
        raise Declined("not-the-portal")


def _whole(response: httpx.Response) -> bytes:
    parts, size = [], 0
    for part in response.iter_bytes():
        size += len(part)
        if size > LARGEST_FILE:
            raise Declined("too-large")
        parts.append(part)
    return b"".join(parts)


FILE = register_service(
    Service("national_portal.file", gettext_noop("Tải giấy tờ của hồ sơ từ Cổng"), connector.CODE, file_of)
)
