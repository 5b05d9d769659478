"""Codes and names of the offices of a case."""

from datetime import date
from uuid import UUID

from tinhso.base.messages import Refused, gettext_noop
from tinhso.kernel.cases.models import Case
from tinhso.kernel.cases.rules.definition import Step
from tinhso.kernel.organisations.queries import unit_by_code, unit_on
from tinhso.kernel.organisations.queries.reorganising import heir_on


class NoUnitCode(Refused):
    code = "no-unit-code"
    title = gettext_noop("Đơn vị %(unit)s chưa có mã định danh để cấp mã hồ sơ")
    mend = gettext_noop("Nhờ người quản trị khai mã định danh (QĐ 20/2020/QĐ-TTg) cho đơn vị.")


def number_code_of(unit_id: UUID, on: date) -> str:
    """The QĐ 20 code of a unit, or of the nearest unit above it that has one. Raises NoUnitCode."""
    unit = unit_on(unit_id, on)
    name = unit.name
    while "qd20" not in unit.codes:
        if unit.parent_id is None:
            raise NoUnitCode(unit=name)
        unit = unit_on(unit.parent_id, on)
    return unit.codes["qd20"]


class NoOffice(Refused):
    code = "no-office"
    title = gettext_noop("Chưa có đơn vị mang mã %(code)s để làm bước “%(step)s”")
    mend = gettext_noop("Nhờ người quản trị lập đơn vị này, hoặc sửa quy trình giải quyết.")


def step_office(case: Case, step: Step, on: date) -> UUID:
    """The unit at which a step of the case is done. Raises NoOffice."""
    if step.office == "receipt":
        return case.receipt_unit_id
    if step.office == "competent":
        return case.competent_unit_id
    kind, _, code = step.office.partition(":")
    if kind == "commune":
        code = f"{number_code_of(case.competent_unit_id, on)}.{code}"
    unit_id = unit_by_code("qd20", code)
    if unit_id is None:
        raise NoOffice(code=code, step=step.title)
    return heir_on(unit_id, on)
