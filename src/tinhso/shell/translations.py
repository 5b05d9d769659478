"""Message catalogues without the gettext programs: what is still untranslated, and .po files made into .mo.

Vietnamese is the source language: the text in code and templates is itself the key (msgid).
"""

import ast
import re
import struct
from collections.abc import Iterator
from pathlib import Path

from django.utils.translation.template import templatize

PACKAGE = Path(__file__).resolve().parent.parent
CALLS = {"_", "gettext", "gettext_lazy", "gettext_noop", "ngettext"}
_CALL = re.compile(r"""\b(?:gettext|ngettext|_)\((u?(?:'(?:\\.|[^'\\])*'|"(?:\\.|[^"\\])*"))""")
_LINE = re.compile(r'^(?:(msgctxt|msgid_plural|msgid|msgstr(?:\[\d+\])?)\s+)?(".*")$')
MAGIC = 0x950412DE
Catalogue = dict[str, str]


class BadCatalogue(ValueError):
    """A line of a .po file that cannot be read: names file and line."""


def compile_all(root: Path = PACKAGE) -> list[Path]:
    """Writes a .mo beside every .po of the product whose text is newer; gives back what was written."""
    written = []
    for source in sorted(root.rglob("locale/*/LC_MESSAGES/*.po")):
        target = source.with_suffix(".mo")
        if not target.exists() or target.stat().st_mtime < source.stat().st_mtime:
            target.write_bytes(as_mo(read_po(source)))
            written.append(target)
    return written


def read_po(source: Path) -> Catalogue:
    """Message → translation; plural forms joined by NUL, a context by EOT, as in the .mo format.

    Raises BadCatalogue.
    """
    entries: list[dict[str, str]] = [{}]
    field = ""
    for place, line in enumerate(source.read_text(encoding="utf-8").splitlines(), start=1):
        if not line.strip() or line.startswith("#"):
            continue
        match = _LINE.match(line.strip())
        if not match:
            raise BadCatalogue(f"{source}:{place}: {line}")
        if match[1]:
            field = match[1]
            if field in ("msgctxt", "msgid") and set(entries[-1]) != {"msgctxt"}:
                entries.append({})
        entries[-1][field] = entries[-1].get(field, "") + ast.literal_eval(match[2])
    return dict(_as_pair(entry) for entry in entries if entry)


def _as_pair(entry: dict[str, str]) -> tuple[str, str]:
    if "msgctxt" in entry:
        return f"{entry['msgctxt']}\x04{entry['msgid']}", entry["msgstr"]
    if "msgid_plural" not in entry:
        return entry["msgid"], entry["msgstr"]
    forms = [text for name, text in sorted(entry.items()) if name.startswith("msgstr[")]
    return f"{entry['msgid']}\0{entry['msgid_plural']}", "\0".join(forms)


def as_mo(catalogue: Catalogue) -> bytes:
    """The binary catalogue (GNU gettext manual, section 10.3), without its optional hash table."""
    pairs = sorted((key.encode(), value.encode()) for key, value in catalogue.items() if value)
    start = 28
    text_at = start + 16 * len(pairs)
    tables: list[list[int]] = [[], []]
    texts = b""
    for column in (0, 1):
        for pair in pairs:
            tables[column] += [len(pair[column]), text_at + len(texts)]
            texts += pair[column] + b"\0"
    head = struct.pack("<7I", MAGIC, 0, len(pairs), start, start + 8 * len(pairs), 0, start)
    return head + struct.pack(f"<{4 * len(pairs)}I", *tables[0], *tables[1]) + texts


def messages_in(folder: Path) -> set[str]:
    """Every text marked for translation in the Python files and templates of a room or module."""
    sources = (path for path in folder.rglob("*.py") if not {"tests", "migrations"} & set(path.parts))
    pages = (path for kind in ("html", "txt") for path in folder.rglob(f"templates/**/*.{kind}"))
    found = {text for path in sources for text in _in_code(path)}
    return found | {text for path in pages for text in _in_template(path)}


def missing(folder: Path, language: str) -> set[str]:
    """The texts of a room or module that its own catalogue does not translate."""
    source = folder / "locale" / language / "LC_MESSAGES" / "django.po"
    known = read_po(source) if source.exists() else {}
    return messages_in(folder) - {key.split("\0")[0] for key, value in known.items() if value}


def _in_code(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in CALLS:
            first = node.args[0] if node.args else None
            if isinstance(first, ast.Constant) and isinstance(first.value, str):
                yield first.value


def _in_template(path: Path) -> Iterator[str]:
    text = templatize(path.read_text(encoding="utf-8"), origin=str(path))
    return (ast.literal_eval(match[1]) for match in _CALL.finditer(text))
