"""Small pictures of stored files, made when first asked for and remembered by this process."""

from base64 import b64decode
from functools import lru_cache
from pathlib import Path

from tinhso.base.messages import Refused
from tinhso.kernel.files.actions.inspecting import asked

REMEMBERED = 400  # of some 5 KB each


@lru_cache(maxsize=REMEMBERED)
def thumbnail_of(path: Path) -> bytes:
    """A JPEG of the first page of a stored PDF; empty where it shows none. A path names its bytes for ever."""
    try:
        return b64decode(asked("thumbnail", path=str(path))["jpeg"])
    except Refused:
        return b""
