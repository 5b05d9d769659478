"""What the twin keeps, in files that all workers share: its key, codes already used, the fault it plays."""

import json
import os
import secrets
import time
from pathlib import Path

from django.conf import settings
from joserfc.jwk import RSAKey

CODE_SECONDS = 60
FAULTS = {
    "": "hoạt động bình thường",
    "slow": "trả lời chậm hơn 5 giây",
    "down": "ngừng phục vụ (503)",
    "refusing": "công dân luôn từ chối",
    "renamed": "công dân đã đổi tên",
    "missing": "thiếu thông tin (không có họ tên)",
    "forged": "ký bằng khóa lạ",
}


def _folder(name: str = "") -> Path:
    folder = Path(settings.DATA) / "twins" / "vneid" / name
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    return folder


def new_key() -> RSAKey:
    return RSAKey.generate_key(2048, {"kid": secrets.token_hex(8), "alg": "RS256", "use": "sig"}, private=True)


def signing_key() -> RSAKey:
    """The key of this installation: whichever worker comes first makes it, all use the same."""
    path = _folder() / "key.json"
    if not path.exists():
        draft = path.with_suffix(f".{os.getpid()}.{secrets.token_hex(4)}")
        draft.touch(mode=0o600)
        draft.write_text(json.dumps(new_key().as_dict(private=True)), encoding="utf-8")
        try:
            os.link(draft, path)
        except FileExistsError:
            pass
        draft.unlink()
    return RSAKey.import_key(json.loads(path.read_text(encoding="utf-8")))


def use_once(code_id: str) -> bool:
    """Whether this is the first use of a code."""
    folder = _folder("codes")
    _forget_old(folder)
    try:
        (folder / code_id).touch(exist_ok=False)
    except FileExistsError:
        return False
    return True


def _forget_old(folder: Path) -> None:
    before = time.time() - 10 * CODE_SECONDS
    for mark in folder.iterdir():
        try:
            if mark.stat().st_mtime < before:
                mark.unlink()
        except FileNotFoundError:
            continue  # another worker was quicker


def fault() -> str:
    """The fault the twin plays now; empty for none."""
    path = _folder() / "fault"
    chosen = path.read_text(encoding="utf-8").strip() if path.exists() else ""
    return chosen if chosen in FAULTS else ""


def play(fault_code: str) -> None:
    """From now on this fault. Raises KeyError for one that is not known."""
    FAULTS[fault_code]
    path = _folder() / "fault"
    draft = path.with_suffix(f".{secrets.token_hex(4)}")
    draft.write_text(fault_code, encoding="utf-8")
    draft.replace(path)
