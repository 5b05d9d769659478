"""What an archive of scans claims to hold, judged before it is unpacked. Nothing is ever written by its names."""

import stat
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath

from tinhso.base.messages import gettext_noop

MOST_FILES = 5_000
MOST_ARCHIVE = 2 * 2**30  # bytes
INDEX_NAMES = ("danh-muc.xlsx", "danh-muc.csv", "index.xlsx", "index.csv")
# What computers leave in folders by themselves.
LITTER = ("__macosx/", ".ds_store", "thumbs.db", "desktop.ini")
OUTSIDE = gettext_noop("Tên tệp chỉ ra ngoài lô nên không mở.")
LINK = gettext_noop("Đây là liên kết, không phải tệp.")
LOCKED = gettext_noop("Tệp trong lô có mật khẩu.")
TWICE = gettext_noop("Trong lô có hai tệp cùng tên.")


@dataclass(frozen=True)
class Packed:
    """One file of an archive; ``place`` is where it stands there, ``problem`` why it is not opened (empty: it is)."""

    place: int
    name: str
    problem: str = ""


def packed_in(archive: zipfile.ZipFile) -> tuple[Sequence[Packed], Packed | None]:
    """Its files in their order without folders and litter, and the index where there is one."""
    found, index = [], None
    seen: set[str] = set()
    for place, member in enumerate(archive.infolist()):
        name = member.filename.replace("\\", "/")
        if member.is_dir() or _is_litter(name):
            continue
        packed = Packed(place, name[:300], _problem(member, name, seen))
        seen.add(name.casefold())
        if index is None and not packed.problem and name.casefold() in INDEX_NAMES:
            index = packed
        else:
            found.append(packed)
    return found, index


def _is_litter(name: str) -> bool:
    lowered = name.casefold()
    return lowered.startswith(LITTER[0]) or lowered.rpartition("/")[2] in LITTER[1:]


def _problem(member: zipfile.ZipInfo, name: str, seen: set[str]) -> str:
    path = PurePosixPath(name)
    if path.is_absolute() or ".." in path.parts or ":" in name or "\x00" in name:
        return OUTSIDE
    if stat.S_ISLNK(member.external_attr >> 16):
        return LINK
    if member.flag_bits & 1:
        return LOCKED
    return TWICE if name.casefold() in seen else ""
