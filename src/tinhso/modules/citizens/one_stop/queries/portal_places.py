"""Where a dossier from the national portal goes: the desk that receives it and the office that handles it."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from tinhso.base.messages import NotFound, Refused, gettext_noop
from tinhso.base.text import fold
from tinhso.kernel.cases.actions import Offices
from tinhso.kernel.cases.models import Definition
from tinhso.kernel.cases.queries import definition_in_force
from tinhso.kernel.cases.rules.definition import Body, read_body
from tinhso.kernel.law.queries import standing
from tinhso.kernel.organisations.queries import UnitView, successors_of, unit_by_code, units_found, units_on
from tinhso.modules.citizens.one_stop.queries.offices import Desk, commune_of, competent_unit, desks_on
from tinhso.modules.citizens.one_stop.rules.inbound import local_codes


class ProcedureNotHere(Refused):
    code = "portal-procedure-unknown"
    title = gettext_noop("Thủ tục %(code)s chưa được thiết lập để giải quyết ở đây")
    mend = gettext_noop("Ban hành quy trình của thủ tục rồi xử lý lại thông điệp này.")


class UnitNotHere(Refused):
    code = "portal-unit-unknown"
    title = gettext_noop("Không tìm thấy đơn vị “%(unit)s” mà Cổng giao hồ sơ, hoặc đơn vị này không có nơi tiếp nhận")
    mend = gettext_noop("Khai mã định danh của đơn vị, hoặc báo đơn vị vận hành Cổng; rồi xử lý lại thông điệp này.")


def definition_said(code: str, on: date) -> Definition:
    """Raises ProcedureNotHere."""
    for one in local_codes(code):
        try:
            return definition_in_force(one, on)
        except NotFound:
            continue
    raise ProcedureNotHere(code=code)


def offices_said(definition: Definition, unit_said: str, on: date) -> Offices:
    """The offices of a dossier that the portal gives to the unit of that QĐ 20 code, or of that name.

    The procedure says who handles; the portal's unit says which commune, and at whose desk it is received. A unit that
    was merged stands for what it became. Raises UnitNotHere.
    """

    def read() -> Offices:
        body = read_body(definition.body)
        for unit in _units(unit_said, on):
            desk = _desk(desks_on(body, on), unit, on)
            if desk is not None:
                return _offices(body, desk.id, unit, on)
        raise UnitNotHere(unit=unit_said[:80])

    return standing(("one_stop.portal_offices", definition.pk, unit_said, on), read)


def _units(said: str, on: date) -> Sequence[UnitView]:
    coded = unit_by_code("qd20", said.upper())
    if coded is not None:
        return list(units_on(successors_of(coded, on), on).values())
    named = fold(said)
    return [unit for unit in units_found(_bare(said), on) if named in (fold(unit.name), fold(unit.authority_name))]


def _bare(said: str) -> str:
    """“Ủy ban nhân dân xã Một” → “xã Một”: units of places are kept under the name of the place."""
    words = said.strip()
    return words[len(_AUTHORITY) :].strip() if fold(words).startswith(fold(_AUTHORITY)) else words


_AUTHORITY = "Ủy ban nhân dân"


def _desk(desks: Sequence[Desk], unit: UnitView, on: date) -> Desk | None:
    """The unit itself where it is a desk, else the desk of its commune, else a desk of the province."""
    own = next((desk for desk in desks if desk.id == unit.id), None)
    if own is not None:
        return own
    commune = commune_of(unit.id, on)
    if commune is None:
        return next((desk for desk in desks if not desk.is_commune), None)
    return next((desk for desk in desks if desk.is_commune and _is_in(desk.id, commune.id, on)), None)


def _is_in(desk_id: UUID, commune_id: UUID, on: date) -> bool:
    found = commune_of(desk_id, on)
    return found is not None and found.id == commune_id


def _offices(body: Body, desk_id: UUID, unit: UnitView, on: date) -> Offices:
    try:
        return Offices(receipt_id=desk_id, competent_id=competent_unit(body, desk_id, on))
    except NotFound as error:
        raise UnitNotHere(unit=unit.name) from error
