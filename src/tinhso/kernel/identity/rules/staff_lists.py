"""A list of staff with their seats as it was sent: its columns, its rows read, what is wrong within it."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from tinhso.base.rights import Role
from tinhso.base.tables import Column, Remark, Row, remarks_of
from tinhso.base.text import fold
from tinhso.kernel.identity.kinds import ADMINISTER
from tinhso.kernel.identity.rules.logins import is_login
from tinhso.kernel.identity.rules.numbers import digits, is_phone, number_fault, phone_digits

VERSION = "staff/2"
TITLE = "Cán bộ"
COLUMNS = (
    Column(
        "login", "Tên đăng nhập", is_needed=True, also=("Username", "User name", "Account"), example="hoa.dtt",
        hint="Chữ thường không dấu, số, dấu chấm, gạch nối hoặc @; từ 3 ký tự. Mỗi người một tên, không đổi.",
    ),
    Column(
        "full_name", "Họ và tên", is_needed=True, also=("Full name", "Name", "Họ tên"), example="Đặng Thị Thu Hòa",
        hint="Như trên giấy tờ.",
    ),
    Column(
        "number", "Số định danh", also=("Citizen ID", "Personal number", "Số CCCD", "CCCD"), example="068190000001",
        hint="12 chữ số; định dạng ô là văn bản để không mất số 0 đầu.",
    ),
    Column(
        "birth_date", "Ngày sinh", also=("Birth date", "Date of birth", "Ngày tháng năm sinh"), example="12/05/1990",
        hint="dd/mm/yyyy; để trống nếu chưa có.",
    ),
    Column("phone", "Điện thoại", also=("Telephone", "Mobile", "Số điện thoại"), example="0912345678"),
    Column("email", "Thư điện tử", also=("E-mail", "Mail"), example="hoa.dtt@tinh.example.vn"),
    Column(
        "unit", "Mã đơn vị", also=("Unit code",), example="H36.101",
        hint="Mã định danh QĐ 20 của đơn vị. Để trống cùng “Chức danh” nếu chưa bố trí vị trí.",
    ),
    Column("post", "Chức danh", also=("Position", "Job title", "Vị trí"), example="Công chức một cửa"),
    Column(
        "roles", "Vai trò", also=("Role",), has_lines=True, example="",
        hint="Tên hoặc mã vai trò, cách nhau bằng dấu chấm phẩy. Để trống: giữ nguyên vai trò đang có.",
    ),
    Column(
        "since", "Từ ngày", also=("From", "Valid from"), example="01/12/2026", hint="dd/mm/yyyy; để trống là hôm nay."
    ),
)  # fmt: skip
_MAIL = re.compile(r"[^@\s]{1,64}@[^@\s]+\.[^@\s]+")
_DAY = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})|(\d{4})-(\d{2})-(\d{2})")
LONGEST = {"full_name": 200, "post": 200, "email": 254, "unit": 35}


def columns_with_roles(roles: Iterable[Role]) -> tuple[Column, ...]:
    """The columns for a template, with the roles of this installation named in the hint of theirs."""
    known = list(roles)
    titles = "; ".join(role.title for role in known)
    hint = f"Tên vai trò, cách nhau bằng dấu chấm phẩy; để trống thì giữ nguyên. Có: {titles}"
    example = next((role.title for role in known if not role.everywhere and ADMINISTER not in role.rights), "")
    return tuple(
        replace(column, hint=hint, example=example) if column.code == "roles" else column for column in COLUMNS
    )


@dataclass(frozen=True)
class StaffLine:
    """One row: a person with an account, and a seat where ``unit`` is not empty. ``roles`` None: as they are.

    ``remarks`` say everything that is wrong with what was written; what they name is left empty, but for who it is.
    """

    place: int
    login: str
    full_name: str
    number: str
    phone: str
    email: str
    unit: str
    post: str
    roles: tuple[str, ...] | None
    since: date | None
    birth_date: date | None
    remarks: tuple[Remark, ...] = ()

    def is_sound(self, *columns: str) -> bool:
        """Whether nothing is wrong with what stands there."""
        return not any(remark.column in columns for remark in self.remarks)


def read_lines(rows: Iterable[Row], roles: Iterable[Role]) -> list[StaffLine]:
    """Every row, with all that is wrong with it: in itself and against the rows before."""
    known = roles_by_name(roles)
    lines = [_line(row, known, (*remarks_of(row, COLUMNS), *_doubts(row, known))) for row in rows]
    said: dict[int, list[Remark]] = {}
    for remark in _doubled(lines):
        said.setdefault(remark.place, []).append(remark)
    return [replace(line, remarks=(*line.remarks, *said.get(line.place, ()))) for line in lines]


def roles_by_name(roles: Iterable[Role]) -> dict[str, str]:
    """The role's code by its title and by its code, folded."""
    every = list(roles)
    return {fold(role.title): role.code for role in every} | {fold(role.code): role.code for role in every}


def _doubts(row: Row, known: Mapping[str, str]) -> Iterable[Remark]:
    cells = row.cells

    def said(column: str, message: str, suggestion: str = "") -> Remark:
        return Remark(row.place, column, message, suggestion)

    if cells["login"] and not is_login(cells["login"].lower()):
        yield said(
            "login", "tên đăng nhập chưa đúng", "Dùng từ 3 ký tự: chữ thường không dấu, số, dấu chấm, gạch nối, @."
        )
    if cells["full_name"] and not fold(cells["full_name"]):
        yield said("full_name", "không có chữ nào", "Nhập họ và tên như trên giấy tờ.")
    if (number := cells.get("number", "")) and number_fault(number):
        yield said("number", f"có {len(digits(number))} chữ số", "Số định danh có đúng 12 chữ số; đặt ô là văn bản.")
    if (phone := cells.get("phone", "")) and not is_phone(phone):
        yield said("phone", "không phải số điện thoại", "Bắt đầu bằng 0, có 10 hoặc 11 chữ số; đặt ô là văn bản.")
    if (email := cells.get("email", "")) and not _MAIL.fullmatch(email):
        yield said("email", "không phải địa chỉ thư điện tử", "Ví dụ: ten@tinh.gov.vn; để trống nếu chưa có.")
    yield from (
        said(column, f"dài quá {most} ký tự") for column, most in LONGEST.items() if len(cells.get(column, "")) > most
    )
    yield from _seat_doubts(row, known)


def _seat_doubts(row: Row, known: Mapping[str, str]) -> Iterable[Remark]:
    cells = row.cells
    unit, post = cells.get("unit", ""), cells.get("post", "")
    if bool(unit) != bool(post):
        empty = "post" if unit else "unit"
        yield Remark(row.place, empty, "còn trống", "Điền cả mã đơn vị và chức danh, hoặc bỏ trống cả hai.")
    if unknown := [name for name in _named(cells.get("roles", "")) if fold(name) not in known]:
        yield Remark(row.place, "roles", f"không có vai trò “{unknown[0][:60]}”", "Chọn trong danh sách vai trò.")
    if cells.get("roles") and not unit:
        yield Remark(row.place, "roles", "vai trò đi cùng vị trí", "Điền mã đơn vị và chức danh.")
    for column in ("since", "birth_date"):
        if (day := cells.get(column, "")) and read_day(day) is None:
            yield Remark(row.place, column, "không phải ngày", "Ví dụ: 01/12/2026.")


def _line(row: Row, known: Mapping[str, str], remarks: tuple[Remark, ...]) -> StaffLine:
    wrong = {remark.column for remark in remarks} - {"login", "full_name"}
    cells = {column.code: "" if column.code in wrong else row.cells.get(column.code, "") for column in COLUMNS}
    roles = tuple(dict.fromkeys(known[fold(name)] for name in _named(cells["roles"])))
    return StaffLine(
        place=row.place,
        login=cells["login"].lower(),
        full_name=cells["full_name"],
        number=digits(cells["number"]),
        phone=phone_digits(cells["phone"]) if cells["phone"] else "",
        email=cells["email"],
        unit=cells["unit"].upper(),
        post=cells["post"],
        roles=roles or None,
        since=read_day(cells["since"]) if cells["since"] else None,
        birth_date=read_day(cells["birth_date"]) if cells["birth_date"] else None,
        remarks=remarks,
    )


def _named(cell: str) -> list[str]:
    return [name for name in map(str.strip, re.split(r"[;|\n]", cell)) if name]


def read_day(text: str) -> date | None:
    """01/12/2026 or 2026-12-01."""
    found = _DAY.fullmatch(text)
    if found is None:
        return None
    day, month, year = found.group(1, 2, 3) if found[1] else found.group(6, 5, 4)
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None


def _doubled(lines: Sequence[StaffLine]) -> list[Remark]:
    """Rows that say the same seat twice, or something else of the same login or number."""
    said = []
    first: dict[tuple[str, ...], StaffLine] = {}
    for line in lines:
        named = line.is_sound("login")
        login = first.setdefault(("login", line.login), line) if named else line
        seat = first.setdefault(("seat", line.login, line.unit, fold(line.post)), line) if named else line
        number = first.setdefault(("number", line.number), line) if line.number else line
        if seat is not line:
            said.append(Remark(line.place, "login", f"trùng với dòng {seat.place}", "Bỏ một trong hai dòng."))
            continue
        if fold(login.full_name) != fold(line.full_name):
            text = f"cùng tên đăng nhập với dòng {login.place} nhưng khác họ tên"
            said.append(Remark(line.place, "login", text, "Mỗi người một tên đăng nhập."))
        if named and number.login != line.login:
            text = f"trùng số định danh với dòng {number.place}"
            said.append(Remark(line.place, "number", text, "Mỗi người một tên đăng nhập và một số."))
    return said
