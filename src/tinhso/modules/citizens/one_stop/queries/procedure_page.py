"""The page of one procedure: facts of the catalogue, and of the definition when it can be filed here."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from tinhso.base.messages import NotFound
from tinhso.kernel.cases.models import Channel, Definition
from tinhso.kernel.cases.queries import definition_in_force
from tinhso.kernel.cases.rules.definition import Body, PaperNeed, read_body
from tinhso.modules.citizens.one_stop.models import ChannelLine, ProcedureVersion
from tinhso.modules.citizens.one_stop.queries.catalogue import channel_lines, procedure_on
from tinhso.modules.citizens.one_stop.queries.front_door import Door, door_on
from tinhso.modules.citizens.one_stop.rules.wording import LEVEL_NAMES, allotted_text, charge_text, copies_text


@dataclass(frozen=True)
class VariantLine:
    title: str
    time: str
    is_verified: bool
    legal_basis: str


@dataclass(frozen=True)
class ProcedurePage:
    """``version`` from the catalogue (None when it is not there), ``definition`` when the procedure is ready here."""

    code: str
    version: ProcedureVersion | None
    lines: Sequence[ChannelLine]
    definition: Definition | None
    body: Body | None
    variants: Sequence[VariantLine]
    charges: Sequence[tuple[str, str]]
    papers: Sequence[tuple[PaperNeed, str]]
    door: Door

    @property
    def name(self) -> str:
        return self.version.name if self.version else self.definition.title if self.definition else ""

    @property
    def heading(self) -> str:
        """The short name where the province gave one: some official names are a paragraph."""
        return self.definition.title if self.definition else self.name

    @property
    def is_shortened(self) -> bool:
        """Whether the official name says more than the heading and a word like “Thủ tục”."""
        return len(self.name) > len(self.heading) + len("Thủ tục ")

    @property
    def levels(self) -> list[str]:
        return [_(LEVEL_NAMES[level]) for level in self.version.levels if level in LEVEL_NAMES] if self.version else []

    @property
    def is_online(self) -> bool:
        return self.body is not None and Channel.ONLINE in self.body.channels


def procedure_page(code: str, on: date) -> ProcedurePage:
    """Raises NotFound when neither the catalogue nor the province knows the code."""
    version, definition = _version(code, on), _definition(code, on)
    if version is None and definition is None:
        raise NotFound()
    body = read_body(definition.body) if definition else None
    return ProcedurePage(
        code=code,
        version=version,
        lines=_told_once(channel_lines(version)) if version else (),
        definition=definition,
        body=body,
        variants=[
            VariantLine(one.title, allotted_text(one), one.is_verified, one.legal_basis)
            for one in (body.variants if body else ())
        ],
        papers=[(one, copies_text(one)) for one in (body.papers if body else ())],
        charges=[(one.title, charge_text(one, body)) for one in (body.charges if body else ())],
        door=door_on(code, on),
    )


def _told_once(lines: Iterable[ChannelLine]) -> list[ChannelLine]:
    """The lines that say something the ones before did not: the source repeats some of its lines."""
    seen = {(line.channel, line.amount, line.unit, line.fee, line.fee_kind): line for line in reversed(list(lines))}
    return list(reversed(seen.values()))


def _version(code: str, on: date) -> ProcedureVersion | None:
    try:
        return procedure_on(code, on)
    except NotFound:
        return None


def _definition(code: str, on: date) -> Definition | None:
    try:
        return definition_in_force(code, on)
    except NotFound:
        return None
