"""A design begins: empty, as a copy, as the next version, from the catalogue, or from a file."""

from copy import deepcopy
from datetime import date, datetime

from django.db import transaction

from tinhso.base.actor import Actor
from tinhso.base.moments import local_day
from tinhso.kernel.cases.models import Definition
from tinhso.kernel.ledger.actions import write_entry
from tinhso.modules.citizens.one_stop.actions.designing.rights import DESIGN
from tinhso.modules.citizens.one_stop.models import ChannelLine, Design, ProcedureVersion
from tinhso.modules.citizens.one_stop.queries.catalogue import channel_lines, procedure_on
from tinhso.modules.citizens.one_stop.queries.designing.designs import content_of_definition
from tinhso.modules.citizens.one_stop.rules.designing.figures import as_typed
from tinhso.modules.citizens.one_stop.rules.designing.parts import CHARGES, RESULTS, VARIANTS
from tinhso.modules.citizens.one_stop.rules.designing.shape import Content, empty_content

CHANNELS = {"counter": "1", "online": "2", "postal": "3"}
UNITS = {"working_day": "working_day", "hour": "working_hour", "day": "day", "month": "month"}
SAMPLE_BASIS = "Mức công bố trên Cổng Dịch vụ công quốc gia (mẫu – chưa đối chiếu văn bản gốc)"


def start_empty(*, by: Actor, at: datetime) -> Design:
    return _started(empty_content(), "empty", by=by, at=at)


def start_copy(definition: Definition, *, by: Actor, at: datetime) -> Design:
    """Another procedure, with everything that one has but its code; its form becomes a form of its own."""
    content = deepcopy(content_of_definition(definition))
    content["general"] |= {"code": "", "title": "", "is_verified": False}
    content["form"] |= {"code": "", "is_verified": False}
    return _started(content, definition.code, by=by, at=at)


def start_next(definition: Definition, *, by: Actor, at: datetime) -> Design:
    """The next version of the same procedure. One that is being written already is given back."""
    by.must_everywhere(DESIGN)
    standing = Design.objects.filter(code=definition.code, state__in=("drafting", "proposed")).first()
    return standing or _started(content_of_definition(definition), definition.code, by=by, at=at)


def start_from_catalogue(code: str, *, by: Actor, at: datetime) -> Design:
    """A procedure of the national catalogue, with what the catalogue says of it. Raises ProcedureNotThere."""
    version = procedure_on(code, local_day(at))
    return _started(_content_of_version(version, local_day(at)), f"catalogue:{code}", by=by, at=at)


def start_from_content(content: Content, *, by: Actor, at: datetime) -> Design:
    """What a file carried."""
    return _started(content, "file", by=by, at=at)


@transaction.atomic
def _started(content: Content, source: str, *, by: Actor, at: datetime) -> Design:
    by.must_everywhere(DESIGN)
    general = content["general"]
    design = Design.objects.create(
        code=general["code"][:60],
        title=general["title"][:600],
        content=content,
        changed_by_id=by.account_id,
        changed_at=at,
        writers=[str(by.account_id)] if by.account_id else [],
    )
    payload = {"code": design.code, "source": source}
    write_entry("one_stop.design_started", design, by=by, at=at, payload=payload)
    return design


def _content_of_version(version: ProcedureVersion, on: date) -> Content:
    """What the catalogue knows is filled in and marked; what it does not say stays to be written."""
    content, lines = empty_content(), channel_lines(version)
    content["general"] |= {
        "code": version.procedure.code,
        "title": version.name,
        "sector": version.sector,
        "ministry": version.ministry,
        "levels": list(version.levels),
        "applicants": "\n".join(version.applicants),
        "agencies": version.agencies,
        "channels": sorted({CHANNELS[line.channel] for line in lines}) or content["general"]["channels"],
    }
    content["variants"] = _variants(lines)
    content["charges"] = _charges(lines)
    content["results"] = [
        RESULTS.new_row([]) | {"code": f"{RESULTS.prefix}{place}", "title": one["name"], "number": one["code"]}
        for place, one in enumerate(version.results[:1], 1)
    ]
    if version.decision:
        content["bases"] = [
            {"code": "base_1", "number": version.decision, "issued_on": "", "issuer": version.ministry, "title": ""}
        ]
    return content


def _variants(lines: list[ChannelLine]) -> list[dict[str, object]]:
    """A case for each time that the catalogue names beyond doubt."""
    times = list(dict.fromkeys((line.amount, line.unit) for line in lines if line.amount and line.unit in UNITS))
    rows = [
        VARIANTS.new_row([])
        | {
            "code": f"{VARIANTS.prefix}{place}",
            "title": "Trường hợp chung" if len(times) == 1 else f"Trường hợp {place}",
        }
        | {"amount": as_typed(amount), "unit": UNITS[str(unit)], "legal_basis": SAMPLE_BASIS}
        for place, (amount, unit) in enumerate(times, 1)
    ]
    return rows or [VARIANTS.new_row([]) | {"title": "Trường hợp chung"}]


def _charges(lines: list[ChannelLine]) -> list[dict[str, object]]:
    """A charge for each fixed fee, narrowed to the ways of filing where not all cost the same."""
    fees: dict[int, list[str]] = {}
    for line in lines:
        if line.fee:
            fees.setdefault(line.fee, []).append(CHANNELS[line.channel])
    return [
        CHARGES.new_row([])
        | {"code": f"{CHARGES.prefix}{place}", "title": "Phí, lệ phí", "unit_price": as_typed(fee)}
        | {"channels": sorted(set(channels)), "legal_basis": SAMPLE_BASIS}
        for place, (fee, channels) in enumerate(fees.items(), 1)
    ]
