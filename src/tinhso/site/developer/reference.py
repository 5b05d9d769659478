"""The reference, drawn from the OpenAPI document: what each operation needs, sends and answers."""

import json
from collections import defaultdict
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from tinhso.site.api.document import document

TITLES = {
    "auth": "Truy cập",
    "procedures": "Thủ tục",
    "forms": "Biểu mẫu",
    "units": "Đơn vị",
    "dossiers": "Hồ sơ",
    "acts": "Việc trên hồ sơ",
    "documents": "Văn bản",
    "files": "Tệp",
    "work": "Bảng việc",
    "jobs": "Việc chạy nền",
    "tracking": "Tra cứu",
    "webhooks": "Webhook",
    "ledger": "Sổ cái",
}


@dataclass(frozen=True)
class Parameter:
    name: str
    place: str
    is_needed: bool
    about: str


@dataclass(frozen=True)
class Entry:
    """An operation as the reference shows it; examples as indented JSON."""

    id: str
    method: str
    path: str
    vi: str
    en: str
    scope: str
    parameters: tuple[Parameter, ...]
    sent: str
    status: str
    answered: str
    problems: tuple[str, ...]


@lru_cache(maxsize=1)
def subjects() -> list[tuple[str, str, list[Entry]]]:
    """(code, title, operations) of each subject, in the order of TITLES; unknown subjects last."""
    found: dict[str, list[Entry]] = defaultdict(list)
    for path, methods in document()["paths"].items():
        for method, one in methods.items():
            found[one["tags"][0]].append(_entry(path, method, one))
    order = [*TITLES, *sorted(set(found) - set(TITLES))]
    return [(code, TITLES.get(code, code), found[code]) for code in order if code in found]


def _entry(path: str, method: str, one: dict[str, Any]) -> Entry:
    status = min(one["responses"])
    return Entry(
        id=one["operationId"],
        method=method.upper(),
        path=path,
        vi=one["summary"],
        en=one["x-summary-en"],
        scope=one["x-scope"],
        parameters=tuple(
            Parameter(p["name"], p["in"], bool(p.get("required")), p.get("description", "")) for p in one["parameters"]
        ),
        sent=_example(one.get("requestBody", {})),
        status=status,
        answered=_example(one["responses"][status]),
        problems=tuple(code for code in sorted(one["responses"]) if int(code) >= 400),
    )


def _example(part: dict[str, Any]) -> str:
    for media, content in part.get("content", {}).items():
        if "example" in content:
            shown = json.dumps(content["example"], ensure_ascii=False, indent=2)
            return shown if media == "application/json" else f"{media}\n{shown}"
        return str(media)
    return ""
