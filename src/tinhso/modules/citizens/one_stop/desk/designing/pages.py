"""General facts, and the parts that are lists of rows: typed, added, moved, taken out, saved at every change."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from tinhso.base.messages import NotFound, Refused
from tinhso.base.moments import local_day, now
from tinhso.modules.citizens.one_stop.actions.designing import DESIGN
from tinhso.modules.citizens.one_stop.desk.designing.frames import (
    boxed,
    choices_of,
    is_by_itself,
    page,
    save,
    says,
)
from tinhso.modules.citizens.one_stop.models import Design
from tinhso.modules.citizens.one_stop.queries.designing.designs import design_of, findings_of
from tinhso.modules.citizens.one_stop.rules.designing.compiling import is_own
from tinhso.modules.citizens.one_stop.rules.designing.parts import BY_PATH, GENERAL, RESULTS, Part
from tinhso.modules.citizens.one_stop.rules.designing.shape import (
    Content,
    moved,
    typed_general,
    typed_rows,
    with_row,
    without_dead_cases,
    without_row,
)
from tinhso.modules.citizens.one_stop.rules.placeholders import FIELDS
from tinhso.modules.citizens.one_stop.rules.results.own import TEXTS, places_known
from tinhso.shell.audience import ActorRequest, audience

INTO = (*TEXTS, "opening", "rows", "closing")  # boxes a place can be put into


@never_cache
@audience(DESIGN)
def general(request: ActorRequest, design_id: UUID) -> HttpResponse:
    design = design_of(design_id)
    if request.method != "POST":
        return _general_page(request, design)
    try:
        design = save(request, design_id, "general", lambda content: content | {"general": typed_general(request.POST)})
    except Refused as error:
        if error.status == 404:
            raise
        return _refused(request, design, error, "general", typed_general(request.POST))
    if is_by_itself(request):
        return _saved(request, design, _general_boxes(design))
    return HttpResponseRedirect(request.path)


def _general_page(request: ActorRequest, design: Design, error: Refused | None = None) -> HttpResponse:
    return page(request, "general", design, "general", {"boxes": _general_boxes(design)}, error)


def _general_boxes(design: Design) -> list[dict[str, Any]]:
    on, content = local_day(now()), design.content
    found = [one for one in findings_of(design, on) if one.part == "general"]
    return [
        boxed(
            box,
            content["general"][box.name],
            box.name,
            choices_of(box, content, on),
            [one for one in found if one.box == box.name],
        )  # fmt: skip
        for box in GENERAL
    ]


@never_cache
@audience(DESIGN)
def rows(request: ActorRequest, design_id: UUID, path: str) -> HttpResponse:
    """A part that is a list of rows. Every button saves what was typed first. Raises NotFound."""
    part = BY_PATH.get(path)
    if part is None:
        raise NotFound()
    design = design_of(design_id)
    if request.method != "POST":
        return _rows_page(request, design, part)
    act, _colon, place = request.POST.get("do", "").partition(":")
    at = int(place) if place.isascii() and place.isdigit() and len(place) < 4 else -1
    try:
        design = save(request, design_id, part.code, lambda content: _changed(content, part, act, at, request))
    except Refused as error:
        if error.status == 404:
            raise
        return _refused(request, design, error, part.code, typed_rows(part, design.content[part.code], request.POST))
    if is_by_itself(request):
        boxes = [box for row in _shown(design, part) for box in row["boxes"]]
        return _saved(request, design, boxes, _pictures(design, part))
    return HttpResponseRedirect(f"{request.path}{_back_to(design, part, act, at)}")


def _changed(content: Content, part: Part, act: str, at: int, request: ActorRequest) -> Content:
    made = typed_rows(part, content[part.code], request.POST)
    if act == "add":
        made = with_row(part, made)
    elif act == "remove":
        made = without_row(made, at)
    elif act in ("up", "down"):
        made = moved(made, at, -1 if act == "up" else 1)
    elif act == "insert" and 0 <= at < len(made):
        made[at] = _with_place(made[at], request, at)
    changed = content | {part.code: made}
    return without_dead_cases(changed) if part.code == "variants" else changed


def _with_place(row: dict[str, Any], request: ActorRequest, at: int) -> dict[str, Any]:
    """The row with a place put at the end of one of its boxes; in the table as a line of its own."""
    name, into = request.POST.get(f"r{at}-place", ""), request.POST.get(f"r{at}-into", "")
    if not name or into not in INTO:
        return row
    before, label = str(row[into]), request.POST.get(f"r{at}-place-label", "") or name.rpartition(".")[2]
    added = f"{label}: {{{name}}}" if into == "rows" else f"{{{name}}}"
    return row | {into: f"{before}{chr(10) if into == 'rows' and before else ' ' if before else ''}{added}"}


def _back_to(design: Design, part: Part, act: str, at: int) -> str:
    """Where the hand goes on: at the row that moved or was added."""
    last = len(design.content[part.code]) - 1
    if act in ("up", "down"):
        place = min(max(at + (-1 if act == "up" else 1), 0), last)
        return f"?o=r{place}-{act}#r{place}"
    if act == "add":
        place = last - 2 if part.code == "steps" and last >= 2 else last
        return f"?o=r{place}-{part.boxes[0].name}#r{place}"
    return f"#r{max(at - 1, 0)}" if act == "remove" else f"#r{at}" if act == "insert" else ""


def _rows_page(request: ActorRequest, design: Design, part: Part, error: Refused | None = None) -> HttpResponse:
    found = [one for one in findings_of(design, local_day(now())) if one.part == part.code]
    context = {
        "part": part,
        "title": _(part.title),
        "text": _(part.text),
        "one": _(part.one),
        "rows": _shown(design, part),
        "says": says([one for one in found if not one.place]),
        "focus": request.GET.get("o", "")[:40],
        "places": _places(design, part),
    }
    return page(request, "rows", design, part.code, context, error)


def _shown(design: Design, part: Part) -> list[dict[str, Any]]:
    on, content = local_day(now()), design.content
    found = [one for one in findings_of(design, on) if one.part == part.code]
    choices = {box.name: choices_of(box, content, on) for box in part.boxes if box.choices}
    return [
        {
            "place": place,
            "id": f"r{place}",
            "code": row["code"],
            "title": row.get("title") or row.get("number") or "",
            "boxes": [
                boxed(
                    box,
                    row[box.name],
                    f"r{place}-{box.name}",
                    choices.get(box.name, ()),
                    [one for one in found if one.place == row["code"] and one.box == box.name],
                )  # fmt: skip
                for box in part.boxes
            ],
            "picture": _picture(design, part, row),
            "pdf": _pdf(design, part, row),
            "into": [{"value": name, "label": _(part.box(name).label)} for name in INTO] if part is RESULTS else [],
        }
        for place, row in enumerate(content[part.code])
    ]


def _picture(design: Design, part: Part, row: dict[str, Any]) -> str:
    if part is not RESULTS or not is_own(row):
        return ""
    return f"{reverse('one_stop:design_picture', args=[design.pk, row['code']])}?v={design.version}"


def _pictures(design: Design, part: Part) -> list[dict[str, str]]:
    return [
        {"id": f"r{place}-picture", "url": url}
        for place, row in enumerate(design.content[part.code])
        if (url := _picture(design, part, row))
    ]


def _pdf(design: Design, part: Part, row: dict[str, Any]) -> str:
    if part is RESULTS and is_own(row):
        return reverse("one_stop:design_result_pdf", args=[design.pk, row["code"]])
    return reverse("one_stop:design_letter_pdf", args=[design.pk, row["code"]]) if part.code == "letters" else ""


def _places(design: Design, part: Part) -> list[dict[str, str]]:
    """What the words of a result or a letter may name."""
    if part is RESULTS:
        known = places_known(design.content["form"]["body"])
        return [{"value": name, "label": _(title)} for name, title in known.items() if name != "official"]
    if part.code == "letters":
        return [{"value": name, "label": _(title)} for name, (title, _example) in FIELDS.items()]
    return []


def _refused(request: ActorRequest, design: Design, error: Refused, part: str, typed: Any) -> HttpResponse:
    """The page with what was typed, nothing of it saved; the next click of Save keeps it over the other's."""
    fresh = design_of(design.pk)
    if is_by_itself(request):
        return render(
            request, "one_stop/designing/_refused.html",
            {"title": _(error.title) % error.facts, "text": _(error.mend) % error.facts}, status=error.status,
        )  # fmt: skip
    fresh.content = {**fresh.content, part: typed}
    if part == "general":
        return _general_page(request, fresh, error)
    return _rows_page(request, fresh, next(one for one in BY_PATH.values() if one.code == part), error)


def _saved(
    request: ActorRequest, design: Design, boxes: list[dict[str, Any]], pictures: list[dict[str, str]] | None = None
) -> HttpResponse:
    """What a page that saved itself puts in place: the version, what is said beside each box, the pictures."""
    context = {"design": design, "boxes": boxes, "pictures": pictures or [], "seen": design.version, "at": now()}
    return render(request, "one_stop/designing/_saved.html", context)
