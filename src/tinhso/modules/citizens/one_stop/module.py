"""The card of the one-stop shop."""

from tinhso.base.modules import MenuItem, Module
from tinhso.modules.citizens.one_stop.actions.designing import DESIGN
from tinhso.modules.citizens.one_stop.rules.roles import FRONT_DOOR, LEAD

MODULE = Module(
    code="one_stop",
    title="Một cửa",
    wing="citizens",
    owner="Văn phòng Ủy ban nhân dân tỉnh",
    docs="docs/modules/one_stop.md",
    menu=(
        MenuItem("Thủ tục", "one_stop:search", "public"),
        MenuItem("Tra cứu hồ sơ", "one_stop:track", "public"),
        MenuItem("Hồ sơ của tôi", "one_stop:mine", "citizen"),
        MenuItem("Sáng nay", "one_stop:morning", LEAD),
        MenuItem("Chờ tôi ký", "one_stop:sign_queue", "documents.sign"),
        MenuItem("Việc đã nhắc", "one_stop:reminders", LEAD),
        MenuItem("Hôm nay", "one_stop:today", "staff"),
        MenuItem("Việc của tôi", "one_stop:work_list", "staff"),
        MenuItem("Hộp thư trực tuyến", "one_stop:inbox", "cases.receive"),
        MenuItem("Xin ý kiến tôi", "one_stop:opinions", "cases.advise"),
        MenuItem("Tiếp nhận tại quầy", "one_stop:intake", "cases.receive"),
        MenuItem("Trả kết quả", "one_stop:returns", "cases.return"),
        MenuItem("Tiền đã thu", "one_stop:cash", "cases.collect"),
        MenuItem("Sổ theo dõi", "one_stop:book", "cases.receive"),
        MenuItem("Báo cáo trong kỳ", "one_stop:report", "cases.read"),
        MenuItem("Chấm điểm quý", "one_stop:scores", LEAD),
        MenuItem("Soạn thủ tục", "one_stop:designs", DESIGN),
        MenuItem("Mẫu văn bản", "one_stop:letter_templates", "one_stop.letters"),
        MenuItem("Nơi nộp trực tuyến", "one_stop:front_doors", FRONT_DOOR),
        MenuItem("Tìm hồ sơ", "one_stop:find", "staff", finds=True),
    ),
)
