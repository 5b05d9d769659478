"""Which offices receive and handle, and how they are named on paper."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from tinhso.base.messages import NotFound, Refused, gettext_noop
from tinhso.base.moments import day_text, local_day, long_moment_text
from tinhso.base.text import text_sort_key
from tinhso.kernel.cases.models import Case
from tinhso.kernel.cases.queries.offices import number_code_of
from tinhso.kernel.cases.rules.definition import Body, read_body
from tinhso.kernel.identity.queries import SeatView
from tinhso.kernel.law.queries import standing
from tinhso.kernel.organisations.models import UnitKind
from tinhso.kernel.organisations.queries import UnitView, unit_by_code, unit_near, units_in_force, units_on
from tinhso.kernel.organisations.queries.reorganising import heir_on
from tinhso.modules.citizens.one_stop.rules.offices import CENTRE_WORDS, unit_code_of
from tinhso.modules.citizens.one_stop.rules.results import Setting


class NoDesk(Refused):
    code = "no-desk"
    title = gettext_noop("Chưa chọn nơi nhận hồ sơ, hoặc nơi này chưa nhận hồ sơ trên hệ thống")
    mend = gettext_noop("Chọn một nơi trong danh sách.")


@dataclass(frozen=True)
class Desk:
    """A one-stop desk: the unit that receives, and the place people know it by."""

    id: UUID
    place: str
    is_commune: bool


def desks_on(body: Body, on: date) -> list[Desk]:
    """Where a dossier of this definition may be left, by name of the place.

    A dossier that a commune handles is left at a commune; others at any desk of the province.
    """
    offices = [unit for unit in units_in_force(on, kind=UnitKind.OFFICE) if CENTRE_WORDS in unit.name]
    above = units_on([office.parent_id for office in offices if office.parent_id], on)
    desks = [_desk(office, above.get(office.parent_id) if office.parent_id else None) for office in offices]
    wanted = [desk for desk in desks if desk.is_commune or body.competent != "commune"]
    return sorted(wanted, key=lambda desk: (desk.is_commune, text_sort_key(desk.place)))


def _desk(office: UnitView, parent: UnitView | None) -> Desk:
    is_commune = parent is not None and parent.kind == UnitKind.COMMUNE
    return Desk(office.id, parent.name if parent is not None and is_commune else office.name, is_commune)


def desk_on(body: Body, desk_id: UUID, on: date) -> Desk:
    """The desk chosen. Raises NoDesk when the definition is not received there."""
    for desk in desks_on(body, on):
        if desk.id == desk_id:
            return desk
    raise NoDesk(fields={"desk": str(NoDesk.title)})


def commune_of(unit_id: UUID, on: date) -> UnitView | None:
    """The commune a unit is or lies in; None for units above the communes."""
    unit = unit_near(unit_id, on)
    while unit.kind != UnitKind.COMMUNE:
        if unit.parent_id is None:
            return None
        unit = unit_near(unit.parent_id, on)
    return unit


def competent_unit(body: Body, receipt_id: UUID, on: date) -> UUID:
    """Who handles: the commune of the desk, or the office the definition names. Raises NotFound."""
    if body.competent == "commune":
        commune = commune_of(receipt_id, on)
        if commune is None:
            raise NoDesk()
        return commune.id
    named = unit_by_code("qd20", unit_code_of(body.competent))
    if named is None:
        raise NotFound()
    return heir_on(named, on)


def place_name(unit_id: UUID, on: date) -> str:
    """The name before the date on a paper: the commune without its form, or the province."""
    commune = commune_of(unit_id, on)
    if commune is None:
        return province_name(on).removeprefix("Tỉnh ").removeprefix("Thành phố ")
    return commune.name.removeprefix("Xã ").removeprefix("Phường ").removeprefix("Đặc khu ")


def province_name(on: date) -> str:
    return standing(("province_name", on), lambda: units_in_force(on, kind=UnitKind.PROVINCE)[0].name)


def result_setting(case: Case, *, signer: SeatView, on: date | None = None) -> Setting:
    """How the result of a case is headed and signed: in the name of the office its signer sits in."""
    day = on or local_day(case.submitted_at)
    unit = unit_near(signer.unit_id, day)
    is_place = unit.kind in (UnitKind.COMMUNE, UnitKind.PROVINCE)
    return Setting(
        case_number=case.number,
        issuer=unit.authority_name,
        place=place_name(unit.id, day),
        signer_title=signer.post_title,
        signer_name=signer.full_name,
        authority=(f"TM. {unit.authority_name}",) if is_place else (),
        province=province_name(day),
    )


def result_places(case: Case, issuer: str) -> dict[str, str]:
    """What the words of a result may name of its dossier (rules/placeholders.py); who writes it is not said."""
    owner = case.owner or case.applicant
    return {
        "case_number": case.number,
        "case_title": case.title,
        "applicant": case.applicant.full_name,
        "owner": owner.full_name,
        "submitted_on": day_text(local_day(case.submitted_at)),
        "received_on": day_text(local_day(case.received_at)) if case.received_at else "",
        "due_at": long_moment_text(case.due_at) if case.due_at else "",
        "office": issuer,
        "desk": unit_near(case.receipt_unit_id, local_day(case.submitted_at)).name,
    }


def opinions_wanted(case: Case, on: date) -> list[str]:
    """The offices that its step asks for an opinion and that were not asked yet, by id."""
    body = read_body(case.definition.body)
    wanted = next((step.opinions for step in body.steps if step.code == case.step), ())
    asked = {str(one) for one in case.opinions.values_list("unit_id", flat=True)}
    units = (_office_named(case, name, on) for name in wanted)
    return [str(unit) for unit in units if unit is not None and str(unit) not in asked]


def _office_named(case: Case, name: str, on: date) -> UUID | None:
    kind, _colon, code = name.partition(":")
    if kind == "commune":
        code = f"{number_code_of(case.competent_unit_id, on)}.{code}"
    return unit_by_code("qd20", code)
