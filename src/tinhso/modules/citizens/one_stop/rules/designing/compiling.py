"""From the content of a design to what is published, and back again."""

from collections.abc import Mapping, Sequence
from typing import Any

from tinhso.modules.citizens.one_stop.rules.designing.figures import as_data, as_typed, decimal, whole
from tinhso.modules.citizens.one_stop.rules.designing.parts import BY_CODE, GENERAL, PARTS
from tinhso.modules.citizens.one_stop.rules.designing.shape import Content, empty_content, lines_of
from tinhso.modules.citizens.one_stop.rules.importing import ChannelFacts, ProcedureFacts

OWN = "own_"  # how the codes of document kinds begin whose words officials write
TEXTS = ("excerpt", "resolution")
LINES = ("bases", "opening", "closing", "recipients")
UNITS = {"working_day": "working_day", "working_hour": "hour", "day": "day", "month": "month"}
CHANNELS = {"1": "counter", "2": "online", "3": "postal"}


def definition_body(content: Content) -> dict[str, Any]:
    """The body of the definition (kernel/cases/rules/definition.py). The content passed the checks."""
    return {
        "competent": content["general"]["competent"],
        "channels": sorted(int(one) for one in content["general"]["channels"]),
        "variants": [_variant(row) for row in content["variants"]],
        "papers": [_paper(row) for row in content["papers"]],
        "charges": [_charge(row) for row in content["charges"]],
        "steps": [_step(row, content["results"]) for row in content["steps"]],
        "results": [_result(row) for row in content["results"]],
    }


def _variant(row: Mapping[str, Any]) -> dict[str, Any]:
    amount = 0 if row["unit"] == "same_day" else as_data(decimal(row["amount"]) or decimal("0"))  # type: ignore[arg-type]
    made = {name: row[name] for name in ("code", "title", "unit", "legal_basis", "is_verified")} | {"amount": amount}
    return made | ({"counting": row["counting"]} if row["counting"] else {})


def _paper(row: Mapping[str, Any]) -> dict[str, Any]:
    made = {name: row[name] for name in ("code", "title", "is_required", "form", "digitise")}
    made |= {name: whole(row[name]) for name in ("originals", "copies") if row[name]}
    if row["results"]:
        made["results"] = lines_of(row["results"])
    return made | ({"variants": row["variants"]} if row["variants"] else {})


def _charge(row: Mapping[str, Any]) -> dict[str, Any]:
    made = {name: row[name] for name in ("code", "title", "per", "legal_basis", "is_verified", "pay")}
    made["unit_price"] = whole(row["unit_price"])
    made |= {name: whole(row[name]) for name in ("first_pages", "later_price", "cap") if row[name]}
    if row["per"] == "answer":
        made["question"] = row["question"]
    if row["channels"]:
        made["channels"] = sorted(int(one) for one in row["channels"])
    return made | {name: row[name] for name in ("variants", "relief") if row[name]}


def _step(row: Mapping[str, Any], results: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    made = {name: row[name] for name in ("code", "title", "kind", "right", "office")}
    made["hours"] = as_data(decimal(row["hours"]) or decimal("0"))  # type: ignore[arg-type]
    numbers = {one["code"]: one["number"] for one in results}
    if row["result"] in numbers:
        made["result"] = numbers[row["result"]]
    return made | ({"opinions": row["opinions"]} if row["opinions"] else {})


def _result(row: Mapping[str, Any]) -> dict[str, Any]:
    made = {"code": row["number"], "title": row["title"], "document_kind": row["document_kind"]}
    return made | ({"template": template_of(row)} if is_own(row) else {})


def is_own(row: Mapping[str, Any]) -> bool:
    """Whether officials write the words of this result themselves."""
    return str(row["document_kind"]).startswith(OWN)


def template_of(row: Mapping[str, Any]) -> dict[str, Any]:
    """The words of a result as its document kind reads them (rules/results/own.py)."""
    made: dict[str, Any] = {"title": row["title"], **{name: row[name] for name in TEXTS}}
    made |= {name: lines_of(row[name]) for name in LINES}
    rows = [line.partition(":") for line in lines_of(row["rows"])]
    made["rows"] = [{"label": label.strip(), "value": value.strip()} for label, _colon, value in rows]
    return made | {"tables": list(row["tables"])}


def legal_basis_of(content: Content) -> str:
    """Luật Hộ tịch 60/2014/QH13; …"""
    return "; ".join(_base(row) for row in content["bases"])


def _base(row: Mapping[str, Any]) -> str:
    day = f" ngày {row['issued_on']}" if row["issued_on"] else ""
    return f"{row['title']} {row['number']}{day} ({row['issuer']})".strip()


def catalogue_facts(content: Content) -> ProcedureFacts:
    """What the catalogue of procedures says of it."""
    general = content["general"]
    lines = [
        ChannelFacts(CHANNELS[channel], *_time(variant), *_fee(content, channel, variant["code"]))
        for channel in ("2", "3", "1")
        if channel in general["channels"]
        for variant in content["variants"]
    ]
    return ProcedureFacts(
        code=general["code"],
        name=general["title"],
        levels=tuple(general["levels"]),
        sector=general["sector"],
        ministry=general["ministry"],
        applicants=tuple(lines_of(general["applicants"])),
        agencies=general["agencies"],
        results=tuple((row["title"], row["number"]) for row in content["results"]),
        channels=tuple(dict.fromkeys(lines)),
    )


def _time(variant: Mapping[str, Any]) -> tuple[Any, str | None]:
    if variant["unit"] not in UNITS:
        return None, None
    return decimal(variant["amount"]), UNITS[variant["unit"]]


def _fee(content: Content, channel: str, variant: str) -> tuple[int | None, str]:
    """The fee of the catalogue: a sum stands there only where it is one sum for the dossier."""
    owed = [
        row for row in content["charges"]
        if (not row["channels"] or channel in row["channels"]) and (not row["variants"] or variant in row["variants"])
    ]  # fmt: skip
    if any(row["per"] != "dossier" for row in owed):
        return None, "unknown"
    total = sum(whole(row["unit_price"]) or 0 for row in owed)
    return total, "fixed" if total else "free"


def content_of(
    general: Mapping[str, Any], body: Mapping[str, Any], form: Mapping[str, Any], bases: Sequence[Mapping[str, str]]
) -> Content:
    """The content that a published definition and form came from, or could have come from."""
    content = empty_content()
    content["general"] = {box.name: general.get(box.name, box.blank) for box in GENERAL} | {
        "competent": body["competent"],
        "channels": [str(one) for one in body["channels"]],
    }
    content["bases"] = [_row("bases", place, base) for place, base in enumerate(bases, 1)]
    results = [_row("results", place, _result_typed(row)) for place, row in enumerate(body["results"], 1)]
    codes = {row["number"]: row["code"] for row in results}
    for code in ("variants", "papers", "charges"):
        content[code] = [_row(code, place, row) for place, row in enumerate(body[code], 1)]
    steps = [{**row, "result": codes.get(row.get("result", ""), "")} for row in body["steps"]]
    content["steps"] = [_row("steps", place, row) for place, row in enumerate(steps, 1)]
    content["results"], content["form"] = results, dict(form)
    return content


def _result_typed(row: Mapping[str, Any]) -> dict[str, Any]:
    template = row.get("template") or {}
    made: dict[str, Any] = {"title": row["title"], "number": row["code"], "document_kind": row["document_kind"]}
    made |= {name: template.get(name, "") for name in TEXTS}
    made |= {name: "\n".join(template.get(name, ())) for name in LINES}
    made["rows"] = "\n".join(f"{one['label']}: {one['value']}" for one in template.get("rows", ()))
    return made | {"tables": list(template.get("tables", ()))}


def _row(code: str, place: int, data: Mapping[str, Any]) -> dict[str, Any]:
    """A row of the editor from a row of a definition: numbers as typed, lists of texts, what is missing as blank."""
    part = BY_CODE[code]
    made: dict[str, Any] = {"code": str(data.get("code", f"{part.prefix}{place}"))}
    for box in part.boxes:
        value = data.get(box.name, box.blank)
        if box.kind in ("whole", "number"):
            value = as_typed(value) if value != "" else ""
        elif box.kind == "lines" and not isinstance(value, str):
            value = "\n".join(value)
        elif box.kind == "many":
            value = [str(one) for one in value]
        made[box.name] = value if value is not None else box.blank
    return made | ({"pay": data.get("pay", "after")} if code == "charges" else {}) | _digitised(code, data)


def _digitised(code: str, data: Mapping[str, Any]) -> dict[str, Any]:
    return {"digitise": data.get("digitise", True)} if code == "papers" else {}


def all_parts() -> tuple[str, ...]:
    """The keys of a content, in order."""
    return ("general", *(part.code for part in PARTS), "form")
