"""Codes and names of the offices of a case."""

from datetime import date
from uuid import UUID

from tinhso.base.messages import Refused, gettext_noop
from tinhso.kernel.organisations.queries import unit_on


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
