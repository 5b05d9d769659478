"""What every page of a design shares: its tabs, its boxes with what is said beside them, and saving a part."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from tinhso.base.messages import Refused
from tinhso.base.moments import local_day, now
from tinhso.kernel.forms.rules import form_of
from tinhso.modules.citizens.one_stop.actions.designing import change_design
from tinhso.modules.citizens.one_stop.models import Design, DesignState
from tinhso.modules.citizens.one_stop.queries.designing.designs import document_choices, findings_of, unit_choices
from tinhso.modules.citizens.one_stop.rules.designing.checks import EMPTY, Finding, blocking
from tinhso.modules.citizens.one_stop.rules.designing.parts import CHOICES, PARTS, Box
from tinhso.modules.citizens.one_stop.rules.designing.shape import Content
from tinhso.shell.audience import ActorRequest

Choice = tuple[str, str]
FEW = 6  # more choices than these are a list to choose from, not boxes to tick


def said(finding: Finding) -> str:
    """The sentence in the reader's language."""
    facts = {key: _(value) if isinstance(value, str) and value else value for key, value in finding.facts.items()}
    sentence = _(finding.text)
    return sentence % facts if facts else sentence


def place_url(design: Design, finding: Finding) -> str:
    """The page and the box a finding speaks of."""
    if finding.part == "general":
        return f"{reverse('one_stop:design_general', args=[design.pk])}#{finding.box}"
    if finding.part == "form":
        return _form_url(design, finding)
    part = next(part for part in PARTS if part.code == finding.part)
    rows = [row["code"] for row in design.content[part.code]]
    url = reverse("one_stop:design_part", args=[design.pk, part.path])
    return f"{url}#r{rows.index(finding.place)}-{finding.box}" if finding.place in rows else url


def _form_url(design: Design, finding: Finding) -> str:
    body = design.content["form"]["body"]
    if finding.place in {section["code"] for section in body["sections"]} or not finding.place:
        return f"{reverse('one_stop:design_form', args=[design.pk])}#{finding.place or finding.box}"
    if finding.place.startswith("/"):
        return reverse("one_stop:design_form", args=[design.pk])
    return f"{reverse('one_stop:design_question', args=[design.pk, finding.place])}#{finding.box}"


def page(
    request: ActorRequest,
    template: str,
    design: Design,
    here: str,
    context: Mapping[str, Any],
    error: Refused | None = None,
) -> HttpResponse:
    """A page of the design with its tabs; ``here`` is the name of the tab."""
    found = context.get("found") or findings_of(design, local_day(now()))
    shared = {
        "design": design,
        "tabs": _tabs(design, here, found),
        "is_open": design.state == DesignState.DRAFTING,
        "lacking": len(blocking(found)),
        "error_title": _(error.title) % error.facts if error else "",
        "error_text": _(error.mend) % error.facts if error else "",
    }
    status = error.status if error else 200
    return render(request, f"one_stop/designing/{template}.html", {**context, **shared}, status=status)


def _tabs(design: Design, here: str, found: Sequence[Finding]) -> list[dict[str, Any]]:
    """General, the parts, the form, and what is done with all of it; each with how much it lacks."""
    counts: dict[str, int] = {}
    for one in blocking(found):
        counts[one.part] = counts.get(one.part, 0) + 1
    wanted = [("general", _("Thông tin chung"), reverse("one_stop:design_general", args=[design.pk]))]
    for part in PARTS:
        if part.code == "results":
            wanted.append(("form", _("Tờ khai"), reverse("one_stop:design_form", args=[design.pk])))
        wanted.append((part.code, _(part.title), reverse("one_stop:design_part", args=[design.pk, part.path])))
    tabs = [_tab(title, url, code == here, counts.get(code) or None) for code, title, url in wanted]
    lacking = len(blocking(found)) or None
    return [
        *tabs,
        _tab(_("Còn thiếu gì"), reverse("one_stop:design", args=[design.pk]), here == "checks", lacking),
        _tab(_("So sánh"), reverse("one_stop:design_compare", args=[design.pk]), here == "compare", None),
        _tab(_("Công bố"), reverse("one_stop:design_publish", args=[design.pk]), here == "publish", None),
    ]


def _tab(title: str, url: str, is_current: bool, count: int | None) -> dict[str, Any]:
    return {"title": title, "url": url, "is_current": is_current, "count": count}


# Boxes


def choices_of(box: Box, content: Content, on: date) -> list[Choice]:
    """What may be chosen in a box, in the reader's language."""
    if box.choices in CHOICES:
        return [(code, _(title)) for code, title in CHOICES[box.choices]]
    if box.choices == "competent":
        return [("commune", _("Ủy ban nhân dân xã nơi nhận hồ sơ")), *_units(on)]
    if box.choices == "office":
        return [
            ("receipt", _("nơi tiếp nhận")),
            ("competent", _("cơ quan giải quyết")),
            *_units(on),
            *_commune_offices(),
        ]
    if box.choices == "asked":
        return [*_units(on), *_commune_offices()]
    if box.choices == "document_kind":
        return [(code, _(title)) for code, title in document_choices()]
    return _of_content(box.choices, content)


def _units(on: date) -> list[Choice]:
    return [(f"unit:{code}", name) for code, name in unit_choices(on).items()]


def _commune_offices() -> list[Choice]:
    return [("commune:5", _("Công an xã"))]


def _of_content(choices: str, content: Content) -> list[Choice]:
    """Choices that the design itself makes: its cases, results, questions."""
    if choices == "variant":
        return [(row["code"], row["title"]) for row in content["variants"]]
    if choices == "result":
        return [(row["code"], row["title"]) for row in content["results"]]
    questions = list(form_of(content["form"]["body"]).questions)
    if choices == "group":
        return [(one.name, one.label) for one in questions if one.is_group]
    return [(one.name, one.label) for one in questions if one.kind == "integer"]


def boxed(box: Box, value: Any, name: str, choices: Sequence[Choice], found: Sequence[Finding]) -> dict[str, Any]:
    """A box as the shell's components want it, with what is said of it."""
    listed = [{"value": code, "label": title} for code, title in choices]
    chosen = value if isinstance(value, list) else [value]
    missing = [one for one in chosen if one and one not in dict(choices)] if box.kind in ("choice", "many") else []
    return {
        "id": name,
        "name": name,
        "label": _(box.label),
        "hint": _(box.hint) if box.hint else "",
        "value": value,
        "values": chosen,
        "is_optional": not box.is_needed and box.kind not in ("flag", "many"),
        "is_many": box.kind == "many",
        "is_checked": value is True,
        "choices": [*listed, *({"value": one, "label": one} for one in missing)],
        "widget": _widget(box, len(listed)),
        "rows": 4 if box.kind == "lines" else 0,
        "width": box.width,
        "inputmode": {"whole": "numeric", "number": "decimal"}.get(box.kind, ""),
        "says": says(found),
    }


def _widget(box: Box, count: int) -> str:
    if box.kind == "many":
        return "none" if not count else "choices" if count <= FEW else "several"
    return {"choice": "select", "flag": "flag"}.get(box.kind, "field")


def says(found: Sequence[Finding]) -> list[dict[str, Any]]:
    """What is said beside a box: faults, what is still empty, advice."""
    return [{"text": said(one), "is_advice": one.is_advice or one.text == EMPTY, "tone": _tone(one)} for one in found]


def _tone(finding: Finding) -> str:
    return "info" if finding.is_advice else "warning" if finding.text == EMPTY else "error"


def seen_in(request: HttpRequest) -> int:
    """The version the page was opened with."""
    text = request.POST.get("seen", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0


def save(request: ActorRequest, design_id: UUID, part: str, change: Callable[[Content], Content]) -> Design:
    """Raises what ``change_design`` refuses."""
    return change_design(design_id, part, change, seen=seen_in(request), by=request.actor, at=now())


def is_by_itself(request: HttpRequest) -> bool:
    """Whether the page saved itself while somebody typed."""
    return request.headers.get("HX-Request") == "true"
