"""The list of a former system's dossiers, line by line, and the files that came beside it."""

import json
import zipfile
from collections.abc import Callable, Iterator, Mapping
from io import BytesIO
from pathlib import Path
from typing import IO, Any

from tinhso.base.messages import Refused, gettext_noop

LONGEST_LINE = 1_000_000
MOST_LINES = 200_000
MOST_BYTES = 100 * 2**20


class WrongList(Refused):
    code = "take-over-wrong-list"
    title = gettext_noop("Không đọc được danh sách hồ sơ: %(why)s")
    mend = gettext_noop("Dùng tệp JSON từng dòng, mã UTF-8, theo mẫu ở docs/formats/open-dossiers.md.")


class NoSuchFile(Refused):
    code = "take-over-no-such-file"
    title = gettext_noop("Không có tệp “%(name)s” bên cạnh danh sách")
    mend = gettext_noop("Chép tệp vào thư mục (hoặc tệp .zip) đi cùng, đúng tên đã ghi.")


def read_lines(stream: IO[bytes]) -> Iterator[tuple[int, Mapping[str, Any] | str]]:
    """Number and content of each line that is not empty; a text says why a line cannot be read. Raises WrongList."""
    return ((number, read_line(line)) for number, line in raw_lines(stream))


def raw_lines(stream: IO[bytes]) -> Iterator[tuple[int, bytes]]:
    """Number and bytes of each line that is not empty. Raises WrongList."""
    for number in range(1, MOST_LINES + 2):
        line = stream.readline(LONGEST_LINE + 1)
        if not line:
            return
        if number > MOST_LINES:
            raise WrongList(why=f"quá {MOST_LINES} dòng")
        if len(line) > LONGEST_LINE:
            raise WrongList(why=f"dòng {number} dài quá {LONGEST_LINE} byte")
        if line.strip():
            yield number, line


def read_line(line: bytes) -> Mapping[str, Any] | str:
    """The object of a line; a text says why it cannot be read."""
    try:
        found = json.loads(line.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        return "không phải một đối tượng JSON viết bằng UTF-8"
    return found if isinstance(found, dict) else "không phải một đối tượng JSON"


def opener(place: Path | None) -> Callable[[str], IO[bytes]] | None:
    """Opens the files of a folder or a .zip by their bare names; nothing outside it can be named."""
    if place is None:
        return None
    return _in_zip(place) if place.is_file() else _in_folder(place)


def _in_folder(folder: Path) -> Callable[[str], IO[bytes]]:
    inside = folder.resolve()

    def opened(name: str) -> IO[bytes]:
        path = (inside / name).resolve()
        if not path.is_relative_to(inside) or not path.is_file():
            raise NoSuchFile(name=name)
        return path.open("rb")

    return opened


def _in_zip(place: Path) -> Callable[[str], IO[bytes]]:
    """Members are read in memory and never unpacked to a path, so a name with ``..`` leads nowhere."""
    try:
        archive = zipfile.ZipFile(place)
    except (zipfile.BadZipFile, OSError) as error:
        raise WrongList(why=f"{place.name} không phải tệp .zip") from error
    members = {member.filename: member for member in archive.infolist() if not member.is_dir()}

    def opened(name: str) -> IO[bytes]:
        member = members.get(name)
        if member is None:
            raise NoSuchFile(name=name)
        with archive.open(member) as stream:
            data = stream.read(MOST_BYTES + 1)  # what the header claims of its size is not believed
        if len(data) > MOST_BYTES:
            raise WrongList(why=f"{name} quá {MOST_BYTES // 2**20} MB")
        return BytesIO(data)

    return opened
