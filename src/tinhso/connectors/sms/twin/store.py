"""What the twin keeps, in files that all workers share: one for each message id, and the fault it plays."""

import hashlib
import hmac
import json
import os
import secrets
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

from django.conf import settings

from tinhso.connectors.sms.wire import Request

FAULTS = {
    "": "hoạt động bình thường",
    "slow": "trả lời chậm hơn 10 giây",
    "down": "ngừng phục vụ (503)",
    "busy": "quá tải (429)",
    "refusing": "từ chối mọi số máy",
    "lost": "nhận tin rồi báo lỗi (500)",
    "undelivered": "không chuyển được đến máy",
    "doubling": "gửi biên nhận hai lần",
    "silent": "không gửi biên nhận",
}


@dataclass(frozen=True)
class Kept:
    """A message as a phone shows it."""

    id: str
    to: str
    sender: str
    text: str
    came_at: str

    @property
    def moment(self) -> datetime:
        return datetime.fromisoformat(self.came_at)


def _folder(name: str = "") -> Path:
    folder = Path(settings.DATA) / "twins" / "sms" / name
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    return folder


def secret() -> str:
    """The installation's own."""
    return hmac.new(settings.SECRET_KEY.encode(), b"sms.twin", hashlib.sha256).hexdigest()


def fault() -> str:
    """The fault the twin plays now; empty for none."""
    path = _folder() / "fault"
    chosen = path.read_text(encoding="utf-8").strip() if path.exists() else ""
    return chosen if chosen in FAULTS else ""


def play(code: str) -> None:
    """From now on this fault. Raises KeyError for one that is not known."""
    FAULTS[code]
    draft = _folder() / f"fault.{secrets.token_hex(4)}"
    draft.write_text(code, encoding="utf-8")
    draft.replace(_folder() / "fault")


def keep(request: Request) -> bool:
    """Whether this is the first message of that id; a repeat is not sent again."""
    name = hashlib.sha256(request.id.encode()).hexdigest()
    path = _folder("messages") / f"{name}.json"
    draft = path.with_suffix(f".{secrets.token_hex(4)}")
    kept = Kept(request.id, request.to, request.sender, request.text, datetime.now(UTC).isoformat())
    draft.write_text(json.dumps(asdict(kept), ensure_ascii=False), encoding="utf-8")
    try:
        os.link(draft, path)
    except FileExistsError:
        return False
    finally:
        draft.unlink()
    return True


def messages() -> list[Kept]:
    """The newest first."""
    found = [Kept(**json.loads(path.read_text(encoding="utf-8"))) for path in _folder("messages").glob("*.json")]
    return sorted(found, key=lambda one: one.came_at, reverse=True)


def empty() -> None:
    """Throws all messages away."""
    for path in _folder("messages").glob("*.json"):
        path.unlink(missing_ok=True)
