"""Strong entity tags: a resource is changed in the version its sender saw (RFC 9110 section 13)."""

import hashlib
import re
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse

from tinhso.base.messages import Refused, gettext_noop
from tinhso.shell.api.shapes import Shape

_TAG = re.compile(r'(W/)?"([^"]*)"')


class VersionNotNamed(Refused):
    code = "version-not-named"
    status = 428
    title = gettext_noop("Chưa nói sửa phiên bản nào")
    mend = gettext_noop("Đọc lại tài nguyên rồi gửi ETag của nó trong đầu mục If-Match.")


class VersionPassed(Refused):
    code = "version-passed"
    status = 412
    title = gettext_noop("Người khác vừa thay đổi mục này")
    mend = gettext_noop("Đọc lại tài nguyên, xem khác biệt, rồi gửi lại với ETag mới.")


@dataclass(frozen=True)
class Versioned:
    """A resource and the version it is in: answered with its ETag."""

    shape: Shape | None
    version: int
    status: int = 200
    location: str = ""


def versioned(shape: Shape, version: int, *, status: int = 200, location: str = "") -> Versioned:
    return Versioned(shape, version, status, location)


def tag_of(version: int, content: bytes) -> str:
    """The version, which If-Match is compared by, and a digest, by which any other change is seen."""
    return f'"{version}-{hashlib.sha256(content).hexdigest()[:16]}"'


def tags_in(header: str) -> list[str]:
    """The strong tags of a header, without quotes; weak ones never match (RFC 9110 section 8.8.3.2)."""
    return [tag for weak, tag in _TAG.findall(header) if not weak]


def must_match(request: HttpRequest, version: int) -> None:
    """Raises VersionNotNamed, VersionPassed unless If-Match names that version."""
    header = request.headers.get("If-Match", "").strip()
    if not header:
        raise VersionNotNamed()
    if header != "*" and str(version) not in {tag.partition("-")[0] for tag in tags_in(header)}:
        raise VersionPassed()


def is_known(request: HttpRequest, response: HttpResponse) -> bool:
    """Whether the reader holds this very answer already (If-None-Match)."""
    header = request.headers.get("If-None-Match", "").strip()
    tag = response.headers.get("ETag", "").strip('"')
    return bool(tag) and (header == "*" or tag in tags_in(header))
