"""Open dossiers of a former system as a table: a row is turned into what a line of JSON would say.

Cells that hold several things (pauses, papers, charges, history) have one on a line, its parts between semicolons.
"""

from collections.abc import Iterator, Mapping
from io import BytesIO
from typing import Any

from tinhso.base.tables import Column, Row, read_bytes
from tinhso.base.text import fold
from tinhso.kernel.cases.models import Channel, State
from tinhso.kernel.cases.rules.former_files import raw_lines, read_line

VERSION = "open-dossiers/1"
TITLE = "Hồ sơ đang giải quyết"
MOMENT = "2026-11-23T08:30 hoặc 23/11/2026 08:30"
COLUMNS = (
    Column("number", "Mã hồ sơ", is_needed=True, also=("Dossier number",), example="H36.101.1-261101-0001"),
    Column("procedure", "Mã thủ tục", is_needed=True, also=("Procedure code",), example="1.001193"),
    Column("variant", "Trường hợp", hint="Mã trường hợp của thủ tục; để trống là trường hợp đầu."),
    Column("state", "Trạng thái", is_needed=True, also=("Status",), example="4", hint="Số 1–10 hoặc tên trạng thái."),
    Column("step", "Bước", hint="Mã bước của quy trình; để trống là bước đầu hợp với trạng thái."),
    Column("channel", "Kênh nộp", example="counter", hint="counter, online hoặc post; để trống là tại quầy."),
    Column("submitted_at", "Nộp lúc", is_needed=True, also=("Submitted",), hint=MOMENT, example="02/11/2026 08:15"),
    Column("received_at", "Tiếp nhận lúc", also=("Received",), hint=MOMENT, example="02/11/2026 08:30"),
    Column("due_at", "Hẹn trả lúc", also=("Due",), hint=MOMENT, example="14/12/2026 17:00"),
    Column("finished_at", "Có kết quả lúc", also=("Finished",), hint=MOMENT),
    Column("returned_at", "Trả lúc", also=("Returned",), hint=MOMENT),
    Column("name", "Người nộp", is_needed=True, also=("Applicant", "Full name", "Họ và tên"), example="Trần Thị Lan"),
    Column("person_number", "Số định danh", also=("Citizen ID",), example="068190000001"),
    Column("phone", "Điện thoại", also=("Telephone",), example="0912345678"),
    Column("address", "Địa chỉ", also=("Home address",)),
    Column("receipt", "Mã nơi nhận", is_needed=True, also=("Receiving unit",), example="H36.101.1"),
    Column("competent", "Mã nơi giải quyết", also=("Competent unit",)),
    Column("holder", "Người đang giữ", hint="Tên đăng nhập; để trống thì cả đơn vị cùng thấy."),
    Column("reason", "Lý do", hint="Lý do dừng, rút hoặc không tiếp nhận."),
    Column("pauses", "Tạm dừng", has_lines=True, hint="Mỗi dòng: supplement (payment, law); từ lúc; đến lúc; căn cứ"),
    Column("papers", "Giấy tờ", has_lines=True, hint="Mỗi dòng: mã; tên; loại; số bản; số trang; tên tệp"),
    Column("charges", "Phí, lệ phí", has_lines=True, hint="Mỗi dòng: mã; tên; số tiền; thu lúc"),
    Column("history", "Diễn biến", has_lines=True, hint="Mỗi dòng: lúc; việc đã làm"),
)  # fmt: skip
PARTS = {
    "pauses": ("reason", "from_at", "until_at", "ground"),
    "papers": ("code", "title", "form", "quantity", "pages", "file"),
    "charges": ("code", "title", "amount", "paid_at"),
    "history": ("at", "text"),
}
WORDS = {fold(str(state.label)): str(int(state)) for state in State}
CHANNELS = {fold(str(channel.label)): channel.name.lower() for channel in Channel}
Numbered = tuple[int, Mapping[str, Any] | str]


def read_dossiers(data: bytes) -> Iterator[Numbered]:
    """Place and content of each dossier of a list: JSON lines, or a table. Raises WrongList, WrongTable."""
    return ((place, opened(line)) for place, line in packed_dossiers(data))


def packed_dossiers(data: bytes) -> Iterator[tuple[int, bytes | Mapping[str, Any]]]:
    """As ``read_dossiers``, lines of JSON still as they were sent: a whole list of them fits into memory."""
    if data.removeprefix(b"\xef\xbb\xbf").lstrip().startswith(b"{"):
        yield from raw_lines(BytesIO(data))
        return
    for row in read_bytes(data, COLUMNS):
        yield row.place, as_line(row)


def opened(line: bytes | Mapping[str, Any]) -> Mapping[str, Any] | str:
    return read_line(line) if isinstance(line, bytes) else line


def as_line(row: Row) -> dict[str, Any]:
    """What a line of JSON would say; an empty cell says nothing."""
    cells = {code: text for code, text in row.cells.items() if text}
    person = {"name": "name", "person_number": "number", "phone": "phone", "address": "address"}
    line: dict[str, Any] = {code: text for code, text in cells.items() if code not in person and code not in PARTS}
    line["applicant"] = {field: cells[code] for code, field in person.items() if code in cells}
    for code, names in PARTS.items():
        if code in cells:
            line[code] = [_parts(text, names) for text in cells[code].splitlines()]
    if state := WORDS.get(fold(line.get("state", ""))):
        line["state"] = state
    if channel := CHANNELS.get(fold(line.get("channel", ""))):
        line["channel"] = channel
    return line


def _parts(text: str, names: tuple[str, ...]) -> dict[str, str]:
    told = [part.strip() for part in text.split(";", len(names) - 1)]
    return {name: part for name, part in zip(names, told, strict=False) if part}
