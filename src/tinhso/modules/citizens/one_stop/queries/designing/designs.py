"""Designs, what they grew from, and what they rest on."""

import re
from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import F, Q

from tinhso.base.messages import NotFound, gettext_noop
from tinhso.kernel.cases.models import Definition
from tinhso.kernel.documents.kinds import document_kinds
from tinhso.kernel.forms.kinds import sources
from tinhso.kernel.forms.models import FormDefinition
from tinhso.kernel.organisations.models import UnitKind
from tinhso.kernel.organisations.queries import units_in_force
from tinhso.modules.citizens.one_stop.models import Design, LetterTemplate, ProcedureVersion
from tinhso.modules.citizens.one_stop.rules.designing.checks import Finding, Surroundings, findings
from tinhso.modules.citizens.one_stop.rules.designing.compiling import content_of
from tinhso.modules.citizens.one_stop.rules.designing.parts import LETTERS
from tinhso.modules.citizens.one_stop.rules.designing.shape import Content
from tinhso.modules.citizens.one_stop.rules.results import RESULT_FACTS
from tinhso.modules.citizens.one_stop.rules.results.own import LAYOUTS

_NUMBER = re.compile(r"\d+/(?:\d{4}/)?[A-ZĐ][\w-]*")
_ISSUERS = (("QH", "Quốc hội"), ("-CP", "Chính phủ"))


class DesignGone(NotFound):
    code = "design-gone"
    title = gettext_noop("Không có bản soạn này")
    mend = gettext_noop("Mở lại danh sách thủ tục.")


def design_of(design_id: UUID) -> Design:
    """Raises DesignGone."""
    found = Design.objects.select_related("changed_by__person", "definition").filter(pk=design_id).first()
    if found is None:
        raise DesignGone()
    return found


def standing(code: str) -> Definition | None:
    """The newest version of a procedure that was not withdrawn."""
    versions = Definition.objects.filter(code=code).exclude(valid_to=F("valid_from"))
    return versions.order_by("-version").first()


def definition_before(design: Design) -> Definition | None:
    """The version a design is compared with: the newest one, or the one before what it became."""
    versions = Definition.objects.filter(code=design.code).exclude(valid_to=F("valid_from"))
    if design.definition is not None:
        versions = versions.filter(version__lt=design.definition.version)
    return versions.order_by("-version").first()


def content_of_definition(definition: Definition) -> Content:
    """A published version as the designer writes it, with its form, its letters and what the catalogue says."""
    written = Design.objects.filter(definition=definition).values_list("content", flat=True).first()
    if written is not None:
        return dict(written)
    general = _general(definition.code, definition.title, definition.valid_from)
    general["is_verified"] = definition.is_verified
    content = content_of(general, definition.body, _form(definition), bases_of(definition.legal_basis))
    content["letters"] = [_letter(place, row) for place, row in enumerate(_letters(definition.code), 1)]
    return content


def _form(definition: Definition) -> dict[str, Any]:
    """The form in force when that version began, without the schema that is drawn from it."""
    on = definition.valid_from
    held = FormDefinition.objects.filter(Q(valid_to=None) | Q(valid_to__gt=on), code=definition.form_code)
    form = held.filter(valid_from__lte=on).order_by("-version").first() or held.order_by("-version").first()
    if form is None:
        raise NotFound()
    body = {name: part for name, part in form.body.items() if name != "schema"}
    plain = {name: getattr(form, name) for name in ("code", "title", "legal_basis", "is_verified")}
    return plain | {"body": body}


def _letters(code: str) -> list[LetterTemplate]:
    return list(LetterTemplate.objects.filter(procedure=code, valid_to=None).order_by("code"))


def _letter(place: int, row: LetterTemplate) -> dict[str, Any]:
    return {"code": f"{LETTERS.prefix}{place}", **{box.name: getattr(row, box.name) for box in LETTERS.boxes}}


def _general(code: str, title: str, on: date) -> dict[str, Any]:
    """Code and title with what the catalogue knows."""
    version = ProcedureVersion.objects.filter(procedure__code=code, valid_to=None).defer("search").first()
    general: dict[str, Any] = {"code": code, "title": title}
    if version is not None:
        general |= {name: getattr(version, name) for name in ("sector", "ministry", "agencies")}
        general |= {"levels": list(version.levels), "applicants": "\n".join(version.applicants)}
    return general


def bases_of(text: str) -> list[dict[str, str]]:
    """Luật Hộ tịch 60/2014/QH13; … taken apart: the number where there is one, the issuer where the number tells it."""
    return [_base(one.strip()) for one in text.split(";") if one.strip()]


def _base(text: str) -> dict[str, str]:
    found = _NUMBER.search(text)
    number = found[0] if found else text
    title = " ".join(text.replace(number, " ").replace("( )", "").split()) if found else ""
    issuer = next((name for mark, name in _ISSUERS if mark in number), "")
    return {"number": number, "issued_on": "", "issuer": issuer, "title": title}


def surroundings(content: Content, on: date) -> Surroundings:
    """What a design rests on as it stands on that day."""
    code, form_code = content["general"]["code"], content["form"]["code"]
    others = Definition.objects.filter(form_code=form_code, valid_to=None).exclude(code=code) if form_code else ()
    return Surroundings(
        unit_codes=frozenset(unit_choices(on)),
        document_kinds=frozenset(dict(document_choices())),
        sources=tuple(sources),
        form_sharers=tuple(one.code for one in others),
    )


def findings_of(design: Design, on: date) -> list[Finding]:
    return findings(design.content, surroundings(design.content, on))


def unit_choices(on: date) -> Mapping[str, str]:
    """The agencies of the province that may handle: code (QĐ 20) → name. Communes and desks are chosen otherwise."""
    units = [unit for unit in units_in_force(on) if unit.kind not in (UnitKind.COMMUNE,) and "qd20" in unit.codes]
    communes = {unit.id for unit in units_in_force(on, kind=UnitKind.COMMUNE)}
    return {unit.codes["qd20"]: unit.name for unit in units if unit.parent_id not in communes}


def document_choices() -> list[tuple[str, str]]:
    """The kinds of documents a result may be: those officials write themselves first."""
    own = [(code, title) for code, title, _book, _symbol in LAYOUTS]
    return [*own, *((kind.code, kind.title) for kind in document_kinds if kind.code in RESULT_FACTS)]
