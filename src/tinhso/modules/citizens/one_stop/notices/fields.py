"""The fields of the texts, and the lines every notice of a dossier ends with.

NĐ 224/2026/NĐ-CP Art.15 names the least a notice must say: agency, receiver, handler, time received, time processed,
time returned (one-stop.md section 0). What is not known yet leaves its line out.
"""

from datetime import datetime

from tinhso.base.moments import LOCAL
from tinhso.kernel.notices.kinds import Field, FieldKind

_SOON = datetime(2026, 11, 27, 17, 0, tzinfo=LOCAL)
_EARLIER = datetime(2026, 11, 25, 8, 30, tzinfo=LOCAL)

NUMBER = Field("number", "mã hồ sơ", "H36.137-261125-0001")
TITLE = Field("title", "tên thủ tục", "Đăng ký khai sinh")
AGENCY = Field("agency", "cơ quan giải quyết", "Phường Xuân Hương - Đà Lạt")
RECEIVER_OFFICE = Field("office", "nơi tiếp nhận", "Trung tâm Phục vụ hành chính công")
HANDLER = Field("handler", "người, bộ phận đang giữ", "Công chức Tư pháp - Hộ tịch")
RECEIVED_AT = Field("received_at", "tiếp nhận lúc", _EARLIER, FieldKind.MOMENT)
FINISHED_AT = Field("finished_at", "xử lý xong lúc", _SOON, FieldKind.MOMENT)
RETURNED_AT = Field("returned_at", "trả kết quả lúc", _SOON, FieldKind.MOMENT)
DUE_AT = Field("due_at", "hẹn trả", _SOON, FieldKind.MOMENT)
DUE_BEFORE = Field("due_before", "hẹn trả trước đây", _EARLIER, FieldKind.MOMENT)
LEFT = Field("left", "còn lại", 2, FieldKind.WORKING_DAYS)
MISSING = Field("missing", "các mục cần bổ sung", ["Ảnh Giấy chứng sinh bị mờ", "Thiếu tờ khai"], FieldKind.LIST)
GROUND = Field("ground", "lý do", "Hồ sơ thuộc thẩm quyền của xã khác")

DOSSIER = (NUMBER, TITLE, AGENCY, RECEIVER_OFFICE, HANDLER, RECEIVED_AT, FINISHED_AT, RETURNED_AT, DUE_AT, LEFT)

TAIL_VI = """
Mã hồ sơ: {number}
Cơ quan giải quyết: {agency}
Nơi tiếp nhận: {office}
Đang giữ hồ sơ: {handler}
Tiếp nhận lúc: {received_at}
Xử lý xong lúc: {finished_at}
Hẹn trả: {due_at}
Trả kết quả lúc: {returned_at}

Xem hồ sơ: {link}"""
TAIL_EN = """
Dossier number: {number}
Agency in charge: {agency}
Received at: {office}
Held by: {handler}
Time received: {received_at}
Time processed: {finished_at}
Due: {due_at}
Time returned: {returned_at}

See the dossier: {link}"""
HEAD_VI = "Kính gửi {receiver},\n\n"
HEAD_EN = "Dear {receiver},\n\n"
