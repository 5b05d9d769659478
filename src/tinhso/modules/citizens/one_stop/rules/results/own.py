"""A result whose words officials wrote in the designer: places filled from dossier and answers, and nothing run."""

from collections.abc import Mapping, Sequence
from typing import Any

from tinhso.base.messages import gettext_noop
from tinhso.kernel.forms.rules import Definition, Form, form_of, shown
from tinhso.modules.citizens.one_stop.rules.placeholders import FIELDS, filled, names_in
from tinhso.modules.citizens.one_stop.rules.results.setting import Answers, Setting, recipients

OWN = "own_"
ANSWER = "to_khai."  # {to_khai.child_name}: an answer of the form
# The layouts a result may have: title, book of numbers, symbol (Nghị định 30/2020/NĐ-CP, bố cục chưa đối chiếu).
LAYOUTS = (
    ("own_certificate", gettext_noop("Giấy xác nhận, chứng nhận (tự soạn)"), "giay-xac-nhan", "GXN-{unit}"),
    ("own_licence", gettext_noop("Giấy phép (tự soạn)"), "giay-phep", "GP-{unit}"),
    ("own_decision", gettext_noop("Quyết định (tự soạn)"), "quyet-dinh", "QĐ-{unit}"),
    ("own_notice", gettext_noop("Thông báo (tự soạn)"), "thong-bao", "TB-{unit}"),
    ("own_letter", gettext_noop("Công văn (tự soạn)"), "cong-van", "{unit}-MC"),
)
TEXTS = ("excerpt", "resolution")
LINES = ("bases", "opening", "closing", "recipients")


def own_result(
    template: Mapping[str, Any], form: Definition, answers: Answers, setting: Setting, places: Mapping[str, str]
) -> dict[str, Any]:
    """The facts of result.typ. ``places`` fill the fields of the dossier; what is not known leaves dots."""
    known = dict(places) | answer_places(form, answers)
    facts = setting.facts() | {"title": template["title"], "case_number": setting.case_number}
    facts |= {name: filled(template[name], known) for name in TEXTS if template[name]}
    lines = {name: [filled(line, known) for line in template[name]] for name in LINES}
    rows = [{"label": row["label"], "value": filled(row["value"], known)} for row in template["rows"]]
    tables = [_table(form_of(form), name, answers) for name in template["tables"]]
    return facts | {
        "basis": lines["bases"],
        "opening": lines["opening"],
        "rows": rows,
        "tables": tables,
        "closing": lines["closing"],
        "recipients": recipients(*lines["recipients"]),
    }


def answer_places(form: Definition, answers: Answers) -> dict[str, str]:
    """Each answer as people read it, under its place."""
    return {f"{ANSWER}{one.name}": _said(one, answers.get(one.name)) for one in form_of(form).questions}


def _said(question: Any, value: Any) -> str:
    if question.is_group:
        return "; ".join(_first(question, item) for item in value or ())
    return shown(question, value)


def _first(group: Any, item: Answers) -> str:
    return shown(group.items[0], item.get(group.items[0].name)) if group.items else ""


def _table(form: Form, name: str, answers: Answers) -> dict[str, Any]:
    group = form.question(name)
    if group is None:
        return {"title": "", "columns": ["–"], "rows": []}
    rows = [[shown(one, item.get(one.name)) or "–" for one in group.items] for item in answers.get(name) or ()]
    return {"title": group.item_label or group.label, "columns": [one.label for one in group.items], "rows": rows}


def places_known(form: Definition) -> dict[str, str]:
    """Every place a template may name, with what it stands for."""
    fields = {name: title for name, (title, _example) in FIELDS.items()}
    return fields | {f"{ANSWER}{one.name}": one.label for one in form_of(form).questions}


def unknown_places(template: Mapping[str, Any], form: Definition) -> list[str]:
    """The places a template names that stand for nothing, in their order."""
    known = places_known(form)
    return [name for name in dict.fromkeys(names_in("\n".join(_texts(template)))) if name not in known]


def _texts(template: Mapping[str, Any]) -> Sequence[str]:
    texts = [template[name] for name in TEXTS] + [line for name in LINES for line in template[name]]
    return [*texts, *(row["value"] for row in template["rows"])]
