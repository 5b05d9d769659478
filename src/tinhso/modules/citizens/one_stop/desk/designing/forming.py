"""The form of a design: its questions in order, one question at a time, and a telephone beside them."""

import json
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from tinhso.base.messages import Refused, gettext_noop
from tinhso.base.moments import local_day, now
from tinhso.kernel.forms.kinds import sources
from tinhso.modules.citizens.one_stop.actions.designing import DESIGN
from tinhso.modules.citizens.one_stop.desk.designing.frames import is_by_itself, page, save, says
from tinhso.modules.citizens.one_stop.models import Design
from tinhso.modules.citizens.one_stop.queries.designing.designs import design_of, findings_of
from tinhso.modules.citizens.one_stop.rules.designing import forming
from tinhso.modules.citizens.one_stop.rules.designing.checks import Finding
from tinhso.modules.citizens.one_stop.rules.designing.comparing import condition_text
from tinhso.modules.citizens.one_stop.rules.designing.shape import Content, clean
from tinhso.shell.audience import ActorRequest, audience
from tinhso.shell.fields import field

HOW = {
    "yes": gettext_noop("%(label)s → Có"),
    "no": gettext_noop("%(label)s → Không"),
    "is": gettext_noop("%(label)s → %(value)s"),
    "not": gettext_noop("%(label)s → không phải %(value)s"),
    "answered": gettext_noop("%(label)s → đã trả lời"),
    "unanswered": gettext_noop("%(label)s → bỏ trống"),
}
ORDINALS = (gettext_noop("Chỉ hỏi khi"), gettext_noop("Điều kiện thứ hai"), gettext_noop("Điều kiện thứ ba"))


@never_cache
@audience(DESIGN)
def form(request: ActorRequest, design_id: UUID) -> HttpResponse:
    """Sections and questions in order; every button saves the titles that were typed first."""
    design = design_of(design_id)
    if request.method != "POST":
        return _form_page(request, design)
    act, _colon, place = request.POST.get("do", "").partition(":")
    try:
        design = save(request, design_id, "form", lambda content: _changed(content, act, place, request))
    except Refused as error:
        if error.status == 404 and not isinstance(error, forming.NoSuchPlace):
            raise
        return _form_page(request, design_of(design_id), error)
    if is_by_itself(request):
        return _saved(request, design, [])
    return HttpResponseRedirect(_next(request, design, act, place))


def _changed(content: Content, act: str, place: str, request: ActorRequest) -> Content:
    body = _with_titles(content["form"]["body"], request)
    if act == "add-section":
        body = forming.with_section(body, _typed(request, "new-section") or _("Phần mới"))
    elif act == "add":
        kind = request.POST.get(f"new-kind-{place}", "text")
        kind = kind if kind in dict(forming.KINDS) else "text"
        body, _path = forming.with_question(
            body, place, _typed(request, f"new-label-{place}") or _("Câu hỏi mới"), kind
        )
    elif act == "remove":
        body = forming.without(body, place)
    elif act == "remove-section":
        body = forming.without_section(body, place)
    elif act in ("up", "down"):
        body = forming.moved_question(body, place, -1 if act == "up" else 1)
    elif act in ("section-up", "section-down"):
        body = forming.moved_section(body, place, -1 if act == "section-up" else 1)
    titles = {name: _typed(request, f"form-{name}") for name in ("title", "legal_basis")}
    return content | {"form": content["form"] | titles | {"body": body}}


def _with_titles(body: Mapping[str, Any], request: ActorRequest) -> dict[str, Any]:
    sections = [
        {**section, "title": _typed(request, f"section-{section['code']}")}
        if f"section-{section['code']}" in request.POST
        else section
        for section in body["sections"]
    ]
    return {**body, "sections": sections}


def _typed(request: ActorRequest, name: str) -> str:
    return " ".join(clean(request.POST.get(name, "")).split())[:500]


def _next(request: ActorRequest, design: Design, act: str, place: str) -> str:
    """Where the hand goes on: the new question, or the button that moved one."""
    if act == "add":
        body = design.content["form"]["body"]
        questions = (
            forming.section_at(body, place)["questions"]
            if not place.startswith("/")
            else forming.question_at(body, place[1:])["items"]
        )
        path = questions[-1]["name"] if not place.startswith("/") else f"{place[1:]}/{questions[-1]['name']}"
        return reverse("one_stop:design_question", args=[design.pk, path])
    return f"{request.path}?o={act}-{place}#q-{place}" if act in ("up", "down") else request.path


def _form_page(request: ActorRequest, design: Design, error: Refused | None = None) -> HttpResponse:
    found = [one for one in findings_of(design, local_day(now())) if one.part == "form"]
    content = design.content["form"]
    context = {
        "sections": [_section(design, section, found) for section in content["body"]["sections"]],
        "title_field": field("form-title", _("Tên tờ khai"), value=content["title"], says=_of(found, "", "title")),
        "basis_field": field(
            "form-legal_basis", _("Căn cứ của tờ khai"), value=content["legal_basis"], is_optional=True
        ),
        "kinds": [(code, _(title)) for code, title in forming.KINDS],
        "says": says([one for one in found if not one.place and one.box != "title"]),
        "focus": request.GET.get("o", "")[:130],
        "phone": reverse("one_stop:design_phone", args=[design.pk]),
    }
    return page(request, "form", design, "form", context, error)


def _of(found: list[Finding], place: str, box: str) -> list[dict[str, Any]]:
    return says([one for one in found if one.place == place and one.box == box])


def _section(design: Design, section: Mapping[str, Any], found: list[Finding]) -> dict[str, Any]:
    code = section["code"]
    title = field(f"section-{code}", _("Tên phần"), value=section["title"], says=_of(found, code, "title"))
    questions = [row for question in section["questions"] for row in _questions(design, question, found)]
    return {"code": code, "title": title, "questions": questions, "says": _of(found, code, "questions")}


def _questions(design: Design, question: Mapping[str, Any], found: list[Finding]) -> list[dict[str, Any]]:
    """A question, and below a group those inside it."""
    items = question.get("items", ()) if question["kind"] == "group" else ()
    return [_question(design, question["name"], question, found)] + [
        _question(design, f"{question['name']}/{item['name']}", item, found, is_inside=True) for item in items
    ]


def _question(
    design: Design, path: str, question: Mapping[str, Any], found: list[Finding], *, is_inside: bool = False
) -> dict[str, Any]:
    return {
        "path": path,
        "label": question["label"] or _("(chưa có lời)"),
        "kind": _(dict(forming.KINDS)[question["kind"]]),
        "when": condition_text(question["when"]) if "when" in question else "",
        "is_optional": question.get("optional", False),
        "is_known": bool(question.get("source")),
        "is_inside": is_inside,
        "url": reverse("one_stop:design_question", args=[design.pk, path]),
        "says": says([one for one in found if one.place == path]),
    }


# One question


@never_cache
@audience(DESIGN)
def question(request: ActorRequest, design_id: UUID, path: str) -> HttpResponse:
    """One question: its words, kind, choices, condition, source; the telephone beside it. Raises NoSuchPlace."""
    design = design_of(design_id)
    asked = forming.question_at(design.content["form"]["body"], path)
    if request.method != "POST":
        return _question_page(request, design, path, asked)
    try:
        design = save(request, design_id, f"form/{path}"[:130], lambda content: _written(content, path, request))
    except Refused as error:
        if error.status == 404:
            raise
        if is_by_itself(request):
            return render(
                request,
                "one_stop/designing/_refused.html",
                {"title": _(error.title) % error.facts, "text": _(error.mend) % error.facts},
                status=error.status,
            )
        return _question_page(request, design_of(design_id), path, forming.typed_question(asked, request.POST), error)
    asked = forming.question_at(design.content["form"]["body"], path)
    if is_by_itself(request):
        return _saved(request, design, _boxes(design, path, asked), path)
    if request.POST.get("do") == "add":
        return HttpResponseRedirect(_next(request, design, "add", f"/{path}"))
    return HttpResponseRedirect(f"{request.path}#phone" if request.POST.get("do") == "preview" else request.path)


def _written(content: Content, path: str, request: ActorRequest) -> Content:
    body = forming.written(content["form"]["body"], path, request.POST)
    if request.POST.get("do") == "add":
        body, _path = forming.with_question(body, f"/{path}", _typed(request, "new-label") or _("Câu hỏi mới"), "text")
    return content | {"form": content["form"] | {"body": body}}


def _question_page(
    request: ActorRequest, design: Design, path: str, asked: Mapping[str, Any], error: Refused | None = None
) -> HttpResponse:
    context = {
        "path": path,
        "asked": asked,
        "boxes": _boxes(design, path, asked),
        "is_group": asked["kind"] == "group",
        "is_complex": forming.conditions_of(asked.get("when")) is None,
        "complex": condition_text(asked["when"]) if "when" in asked else "",
        "items": [_question(design, f"{path}/{one['name']}", one, []) for one in asked.get("items", ())],
        "phone": reverse("one_stop:design_phone_at", args=[design.pk, _pointer(path)]),
    }
    return page(request, "question", design, "form", context, error)


def _pointer(path: str) -> str:
    """Where the telephone stands: inside a group in its first item."""
    return path.replace("/", "/0/", 1)


def _boxes(design: Design, path: str, asked: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The boxes of the page, each with what the lint says of it."""
    found = [one for one in findings_of(design, local_day(now())) if one.part == "form" and one.place == path]
    kinds = [
        {"value": code, "label": _(title)} for code, title in forming.KINDS if not ("/" in path and code == "group")
    ]
    made = [
        _box("label", _("Câu hỏi"), asked["label"]),
        _box(
            "hint", _("Gợi ý"), asked.get("hint", ""), is_optional=True, hint=_("Một câu, giúp người nộp trả lời đúng.")
        ),
        _box("kind", _("Loại câu trả lời"), asked["kind"], widget="select", choices=kinds),
        _flag("optional", _("Được bỏ trống"), asked.get("optional", False)),
        *_kind_boxes(asked),
        *_source_boxes(path, asked),
        *_condition_boxes(design, path, asked),
        _box("label-en", _("Câu hỏi bằng tiếng Anh"), _english(asked, "label"), is_optional=True),
        _box("hint-en", _("Gợi ý bằng tiếng Anh"), _english(asked, "hint"), is_optional=True),
    ]
    shown = {box["id"] for box in made}
    for box in made:
        box["says"] = says(
            [
                one
                for one in found
                if one.box == box["part"] or (box["id"] == "label" and one.box not in shown | PARTS_SHOWN)
            ]
        )
    return made


PARTS_SHOWN = frozenset({"options", "source", "when", "keywords", "item_label"})


def _box(name: str, label: str, value: Any, *, part: str = "", widget: str = "field", **more: Any) -> dict[str, Any]:
    return field(name, label, value=value, part=part or name, widget=widget, **more)


def _flag(name: str, label: str, value: bool, part: str = "") -> dict[str, Any]:
    return _box(name, label, value, part=part, widget="flag", is_checked=bool(value))


def _kind_boxes(asked: Mapping[str, Any]) -> list[dict[str, Any]]:
    kind = asked["kind"]
    made = []
    if kind in ("choice", "choices"):
        hint = _("Mỗi dòng một lựa chọn.")
        made.append(_box("options", _("Các lựa chọn"), forming.options_text(asked), rows=6, hint=hint))
    if kind == "date":
        made += [
            _flag("past", _("Không quá hôm nay"), asked.get("past", False), "kind"),
            _flag("partial", _("Cho ghi mình năm, hoặc tháng và năm"), asked.get("partial", False), "kind"),
        ]
    if kind == "group":
        made.append(_box("item_label", _("Một mục gọi là"), asked.get("item_label", ""), hint=_("Như: Con, Thửa đất.")))
    for name, words, value in forming.limits_of(asked):
        more: dict[str, Any] = {"width": 8, "inputmode": "decimal", "is_optional": True}
        made.append(_box(name, _(words), value, part="keywords", **more))
    return made


def _source_boxes(path: str, asked: Mapping[str, Any]) -> list[dict[str, Any]]:
    fitting = [one for one in sources if one.kind == asked["kind"] or one.code == asked.get("source")]
    if "/" in path or not fitting:
        return []
    choices = [{"value": one.code, "label": f"{one.code} – {_(one.title)}"} for one in fitting]
    return [
        _box("source", _("Điền sẵn"), asked.get("source", ""), widget="select", choices=choices, is_optional=True),
        _flag("locked", _("Không cho sửa điều đã điền sẵn"), asked.get("locked", False), "source"),
    ]


def _condition_boxes(design: Design, path: str, asked: Mapping[str, Any]) -> list[dict[str, Any]]:
    known = forming.comparisons_for(design.content["form"]["body"], path)
    read = forming.conditions_of(asked.get("when"))
    joined, parts = read if read is not None else ("all", [])
    if not known and not parts:
        return []
    choices = [
        {"value": _as_text(one), "label": _(HOW[how]) % {"label": label, "value": value}}
        for one, label, how, value in known
    ]
    listed = {choice["value"] for choice in choices}
    made = []
    for place in range(min(forming.MOST_CONDITIONS, len(parts) + 1)):
        value = _as_text(parts[place]) if place < len(parts) else ""
        strange = [{"value": value, "label": condition_text(parts[place])}] if value and value not in listed else []
        made.append(
            _box(
                f"when-{place}",
                _(ORDINALS[place]),
                value,
                part="when" if not place else "-",
                widget="select",
                choices=[*choices, *strange],
                is_optional=True,
            )
        )
    if parts:
        both = [
            {"value": "all", "label": _("mọi điều kiện đúng")},
            {"value": "any", "label": _("một điều kiện đúng là đủ")},
        ]
        made.append(_box("when-joined", _("Hỏi khi"), joined, part="-", widget="select", choices=both))
    return made


def _as_text(comparison: Mapping[str, Any]) -> str:
    return json.dumps(comparison, ensure_ascii=False, sort_keys=True)


def _english(asked: Mapping[str, Any], name: str) -> str:
    return str(asked.get("translations", {}).get("en", {}).get(name, ""))


def _saved(request: ActorRequest, design: Design, boxes: list[dict[str, Any]], path: str = "") -> HttpResponse:
    phone = reverse("one_stop:design_phone_at", args=[design.pk, _pointer(path)]) if path else ""
    context = {"design": design, "boxes": boxes, "seen": design.version, "at": now(), "phone": phone}
    return render(request, "one_stop/designing/_saved.html", context)
