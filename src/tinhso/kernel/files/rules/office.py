"""Word and Excel files (OOXML, ECMA-376): sound archives without macros, embedded or remote parts."""

import zipfile
from pathlib import Path
from xml.etree.ElementTree import ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from tinhso.kernel.files.rules.faults import Unfit

MOST_PARTS = 5_000
MOST_UNPACKED = 200 * 2**20
HIGHEST_RATIO = 200  # of the whole archive, from 10 MB unpacked on; text rarely passes 50
_FREE = 10 * 2**20
_LARGEST_INDEX = 4 * 2**20
_CHUNK = 2**20
_MAIN = {"word/document.xml": "word", "xl/workbook.xml": "excel"}
_ACTIVE = {
    "vbaproject.bin": "macro",
    "vbadata.xml": "macro",
    "/embeddings/": "tệp nhúng",
    "/activex/": "điều khiển ActiveX",
    "/macrosheets/": "macro",
    "/ctrlprops/": "điều khiển biểu mẫu",
}
_REMOTE = ("attachedTemplate", "oleObject", "frame", "subDocument", "externalLinkPath")


def sound_office(path: Path) -> str | None:
    """``word`` or ``excel`` for a sound document, None for another archive. Raises Unfit."""
    try:
        with zipfile.ZipFile(path) as archive:
            return _checked(archive)
    except (zipfile.BadZipFile, zipfile.LargeZipFile, EOFError, NotImplementedError, UnicodeDecodeError) as error:
        raise Unfit("corrupt") from error


def _checked(archive: zipfile.ZipFile) -> str | None:
    parts = archive.infolist()
    _must_be_small(parts)
    names = {part.filename for part in parts}
    found = next((kind for name, kind in _MAIN.items() if name in names), None)
    if found is None or "[Content_Types].xml" not in names:
        return None
    if any(part.flag_bits & 0x1 for part in parts):
        raise Unfit("encrypted")
    for name in names:
        _must_be_still(name)
    for part in parts:
        _read_through(archive, part)
    _must_declare_no_macro(archive)
    for part in parts:
        if part.filename.endswith(".rels"):
            _must_stay_here(_parsed(archive, part.filename))
    return found


def _must_be_small(parts: list[zipfile.ZipInfo]) -> None:
    unpacked, packed = sum(part.file_size for part in parts), sum(part.compress_size for part in parts)
    if len(parts) > MOST_PARTS or unpacked > MOST_UNPACKED:
        raise Unfit("bomb")
    if unpacked > _FREE and unpacked > HIGHEST_RATIO * max(1, packed):
        raise Unfit("bomb")


def _must_be_still(name: str) -> None:
    for mark, what in _ACTIVE.items():
        if mark in f"/{name.lower()}":
            raise Unfit("active-content", what=what)


def _read_through(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> None:
    """Reads the part to its end, which checks its length and checksum."""
    with archive.open(part) as stream:
        while stream.read(_CHUNK):
            pass


def _must_declare_no_macro(archive: zipfile.ZipFile) -> None:
    for declared in _parsed(archive, "[Content_Types].xml"):
        if "macroenabled" in declared.get("ContentType", "").lower():
            raise Unfit("active-content", what="macro")


def _must_stay_here(relations: "list[dict[str, str]]") -> None:
    for relation in relations:
        is_remote = relation.get("TargetMode") == "External"
        if is_remote and relation.get("Type", "").rsplit("/", 1)[-1] in _REMOTE:
            raise Unfit("active-content", what="liên kết tự mở ra bên ngoài")


def _parsed(archive: zipfile.ZipFile, name: str) -> list[dict[str, str]]:
    """The attributes of the elements under the root. Raises Unfit."""
    if archive.getinfo(name).file_size > _LARGEST_INDEX:
        raise Unfit("bomb")
    try:
        return [dict(element.attrib) for element in fromstring(archive.read(name))]
    except DefusedXmlException as error:
        raise Unfit("active-content", what="khai báo XML nguy hiểm") from error
    except ParseError as error:
        raise Unfit("corrupt") from error
