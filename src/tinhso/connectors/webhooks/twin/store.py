"""What the receiver keeps, in a folder that all workers share: its secret, what arrived, the fault it plays."""

import fcntl
import json
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.conf import settings

FAULTS = {
    "": "hoạt động bình thường",
    "slow": "trả lời chậm hơn thời hạn",
    "down": "ngừng phục vụ (503)",
    "refusing": "từ chối mọi thông điệp (400)",
    "gone": "không nhận nữa (410)",
    "forgetful": "nhận rồi mới báo lỗi (500 sau khi đã ghi)",
    "flaky": "lúc được lúc không",
}


def folder() -> Path:
    place = Path(settings.DATA) / "twins" / "webhooks"
    place.mkdir(parents=True, exist_ok=True, mode=0o700)
    return place


@contextmanager
def locked() -> Iterator[None]:
    with (folder() / "lock").open("a", encoding="utf-8") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def know(secret: str) -> None:
    """From now on messages signed with this secret are believed, besides those known before."""
    path = folder() / "secrets.json"
    with locked():
        path.write_text(json.dumps([*secrets_known(), secret]), encoding="utf-8")


def secrets_known() -> list[str]:
    path = folder() / "secrets.json"
    return list(json.loads(path.read_text(encoding="utf-8"))) if path.exists() else []


def keep(key: str, body: dict[str, Any]) -> bool:
    """Whether it is the first time this id came; doubles are counted and dropped."""
    with locked():
        rows = received()
        is_new = key not in {row["key"] for row in rows}
        with (folder() / "received.jsonl").open("a", encoding="utf-8") as file:
            file.write(json.dumps({"key": key, "is_new": is_new, "body": body}) + "\n")
    return is_new


def received() -> list[dict[str, Any]]:
    """All that came, doubles included, in the order it came."""
    path = folder() / "received.jsonl"
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()] if path.exists() else []


def fault() -> str:
    path = folder() / "fault"
    chosen = path.read_text(encoding="utf-8").strip() if path.exists() else ""
    return chosen if chosen in FAULTS else ""


def play(code: str) -> None:
    """Raises KeyError for a fault that is not known."""
    FAULTS[code]
    draft = folder() / f"fault.{secrets.token_hex(4)}"
    draft.write_text(code, encoding="utf-8")
    draft.replace(folder() / "fault")


def forget() -> None:
    """As on the first day."""
    with locked():
        for name in ("received.jsonl", "secrets.json", "fault"):
            (folder() / name).unlink(missing_ok=True)
