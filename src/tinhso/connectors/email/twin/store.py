"""What the twin keeps, in files that all processes share: mails as they came, its port, the fault it plays."""

import hashlib
import hmac
import secrets
from dataclasses import dataclass
from datetime import UTC, datetime
from email import message_from_bytes
from email.policy import default
from pathlib import Path

from django.conf import settings

USER = "tinhso"
MOST_KEPT = 2000
FAULTS = {
    "": "hoạt động bình thường",
    "slow": "trả lời chậm hơn 10 giây",
    "down": "ngừng phục vụ (421)",
    "busy": "bận, mời thử lại (450)",
    "refusing": "từ chối mọi hộp thư (550)",
    "dropping": "nhận thư rồi ngắt kết nối, không trả lời",
    "doubling": "ghi mỗi thư hai lần",
}


def _folder(name: str = "") -> Path:
    folder = Path(settings.DATA) / "twins" / "email" / name
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    return folder


def _write(path: Path, data: bytes) -> None:
    draft = path.with_suffix(f".{secrets.token_hex(4)}")
    draft.write_bytes(data)
    draft.replace(path)


def password() -> str:
    """The installation's own, so that nobody else signs in."""
    return hmac.new(settings.SECRET_KEY.encode(), b"email.twin", hashlib.sha256).hexdigest()[:32]


def port() -> int:
    """Where the twin listens; 0 when it has never run here."""
    path = _folder() / "port"
    return int(path.read_text(encoding="ascii")) if path.exists() else 0


def listen_at(number: int) -> None:
    _write(_folder() / "port", str(number).encode())


def forget_port() -> None:
    (_folder() / "port").unlink(missing_ok=True)


def fault() -> str:
    """The fault the twin plays now; empty for none."""
    path = _folder() / "fault"
    chosen = path.read_text(encoding="utf-8").strip() if path.exists() else ""
    return chosen if chosen in FAULTS else ""


def play(code: str) -> None:
    """From now on this fault. Raises KeyError for one that is not known."""
    FAULTS[code]
    _write(_folder() / "fault", code.encode())


def keep(data: bytes) -> None:
    """A mail as it came, named by the moment."""
    name = f"{datetime.now(UTC):%Y%m%dT%H%M%S%f}-{secrets.token_hex(4)}"
    _write(_folder("mails") / f"{name}.eml", data)


@dataclass(frozen=True)
class Mail:
    """A mail as a mailbox shows it."""

    name: str
    message_id: str
    to: str
    sender: str
    subject: str
    text: str
    came_at: datetime


def mails(most: int = MOST_KEPT) -> list[Mail]:
    """The newest first."""
    paths = sorted(_folder("mails").glob("*.eml"), reverse=True)
    return [_read(path) for path in paths[:most]]


def mail(name: str) -> Mail | None:
    path = _folder("mails") / f"{name}.eml"
    return _read(path) if name.replace("-", "").isalnum() and path.exists() else None


def _read(path: Path) -> Mail:
    found = message_from_bytes(path.read_bytes(), policy=default)
    body = found.get_body(("plain",))
    came_at = datetime.strptime(path.name[:21], "%Y%m%dT%H%M%S%f").replace(tzinfo=UTC)
    return Mail(
        name=path.stem,
        message_id=str(found["Message-ID"] or ""),
        to=str(found["To"] or ""),
        sender=str(found["From"] or ""),
        subject=str(found["Subject"] or ""),
        text=str(body.get_content()) if body is not None else "",
        came_at=came_at,
    )


def empty() -> None:
    """Throws all mails away."""
    for path in _folder("mails").glob("*.eml"):
        path.unlink(missing_ok=True)
