"""The parts of a design that are lists of rows, and the boxes of a row: what screens, checks and files go by."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from tinhso.base.messages import gettext_noop as _

# Lists of choices that are fixed; the others (units, cases, questions) are known to whoever shows the box.
CHOICES: dict[str, tuple[tuple[str, str], ...]] = {
    "unit": (
        ("working_day", _("ngày làm việc")),
        ("working_hour", _("giờ làm việc")),
        ("day", _("ngày")),
        ("month", _("tháng")),
        ("same_day", _("trong ngày")),
    ),
    "counting": (
        ("by_day", _("tính tròn ngày")),
        ("by_clock", _("tính từng giờ, mỗi ngày 8 giờ")),
    ),
    "paper_form": (
        ("original", _("bản chính")),
        ("certified", _("bản sao chứng thực")),
        ("copy", _("bản chụp")),
        ("electronic", _("bản điện tử")),
        ("any", _("bản nào cũng được")),
    ),
    "per": (
        ("dossier", _("mỗi hồ sơ")),
        ("page", _("mỗi trang giấy tờ mang đến")),
        ("answer", _("theo số trong một câu trả lời")),
    ),
    "pay": (
        ("before", _("trước khi chuyển giải quyết")),
        ("after", _("khi trả kết quả")),
    ),
    "step_kind": (
        ("receive", _("tiếp nhận")),
        ("process", _("giải quyết")),
        ("sign", _("ký")),
        ("issue", _("phát hành")),
        ("return", _("trả kết quả")),
    ),
    "right": (
        ("cases.receive", _("người tiếp nhận")),
        ("cases.process", _("người thụ lý")),
        ("documents.sign", _("lãnh đạo ký")),
        ("cases.issue", _("văn thư")),
        ("cases.return", _("người trả kết quả")),
    ),
    "channel": (("1", _("trực tiếp")), ("2", _("trực tuyến")), ("3", _("bưu chính công ích"))),
    "level": (("province", _("Cấp tỉnh")), ("commune", _("Cấp xã")), ("ministry", _("Cấp bộ"))),
}


@dataclass(frozen=True)
class Box:
    """A box of a row. ``kind``: text, lines, whole, number, choice, many, flag. ``choices`` names its list."""

    name: str
    label: str
    kind: str = "text"
    choices: str = ""
    hint: str = ""
    width: int = 0
    is_needed: bool = False

    @property
    def blank(self) -> Any:
        return {"flag": False, "many": []}.get(self.kind, "")


@dataclass(frozen=True)
class Part:
    """A list of rows. ``path`` stands in the address, ``one`` names a row; new rows get ``prefix`` and a number."""

    code: str
    path: str
    title: str
    one: str
    prefix: str
    text: str
    boxes: tuple[Box, ...]

    def box(self, name: str) -> Box:
        return next(box for box in self.boxes if box.name == name)

    def new_row(self, taken: list[Mapping[str, Any]]) -> dict[str, Any]:
        codes = {row["code"] for row in taken}
        number = next(n for n in range(1, len(taken) + 2) if f"{self.prefix}{n}" not in codes)
        return {"code": f"{self.prefix}{number}", **{box.name: box.blank for box in self.boxes}, **DEFAULTS[self.code]}


GENERAL = (
    Box("code", _("Mã thủ tục"), width=12, is_needed=True, hint=_("Như 1.001193; mã riêng của tỉnh thêm .Hxx ở cuối.")),
    Box("title", _("Tên thủ tục"), is_needed=True),
    Box("sector", _("Lĩnh vực"), is_needed=True),
    Box("ministry", _("Cơ quan công bố")),
    Box("levels", _("Cấp thực hiện"), "many", "level", is_needed=True),
    Box("applicants", _("Đối tượng thực hiện"), "lines", hint=_("Mỗi dòng một đối tượng.")),
    Box("agencies", _("Cơ quan thực hiện (ghi trên trang thủ tục)")),
    Box("competent", _("Cơ quan giải quyết"), "choice", "competent", is_needed=True),
    Box("channels", _("Nhận hồ sơ qua"), "many", "channel", is_needed=True),
    Box("is_verified", _("Đã đối chiếu với văn bản gốc"), "flag"),
)
VARIANTS_BOX = Box("variants", _("Chỉ cho trường hợp"), "many", "variant", hint=_("Không chọn gì là mọi trường hợp."))
BASES = Part(
    "bases", "can-cu", _("Căn cứ"), _("Văn bản"), "base_", _("Luật, nghị định, thông tư, quyết định làm căn cứ."),
    (
        Box("number", _("Số, ký hiệu"), width=20, is_needed=True),
        Box("issued_on", _("Ngày ban hành"), width=12, hint=_("Ngày/tháng/năm.")),
        Box("issuer", _("Cơ quan ban hành")),
        Box("title", _("Trích yếu")),
    ),
)  # fmt: skip
VARIANTS = Part(
    "variants", "truong-hop", _("Trường hợp"), _("Trường hợp"), "case_",
    _("Mỗi trường hợp có thời hạn riêng. Thủ tục nào cũng có ít nhất một trường hợp."),
    (
        Box("title", _("Tên trường hợp"), is_needed=True),
        Box("amount", _("Thời hạn"), "number", width=4, hint=_("Bỏ trống khi trả trong ngày.")),
        Box("unit", _("Đơn vị tính"), "choice", "unit", is_needed=True),
        Box("counting", _("Cách tính ngày"), "choice", "counting", hint=_("Bỏ trống: theo quy định của tỉnh.")),
        Box("legal_basis", _("Căn cứ của thời hạn"), is_needed=True),
        Box("is_verified", _("Đã đối chiếu với văn bản gốc"), "flag"),
    ),
)  # fmt: skip
PAPERS = Part(
    "papers", "giay-to", _("Giấy tờ"), _("Giấy tờ"), "paper_", _("Những gì người nộp mang đến hoặc tải lên."),
    (
        Box("title", _("Tên giấy tờ"), is_needed=True),
        Box("is_required", _("Bắt buộc"), "flag"),
        Box("form", _("Loại bản"), "choice", "paper_form", is_needed=True),
        Box("originals", _("Số bản chính"), "whole", width=4),
        Box("copies", _("Số bản sao"), "whole", width=4),
        Box("digitise", _("Số hóa khi tiếp nhận"), "flag"),
        Box("results", _("Mã kết quả thủ tục dùng thay được"), "lines", hint=_("Mỗi dòng một mã, như KQ.G15.000031.")),
        VARIANTS_BOX,
    ),
)  # fmt: skip
CHARGES = Part(
    "charges", "le-phi", _("Phí, lệ phí"), _("Khoản thu"), "fee_",
    _("Mức khác nhau theo trường hợp hay cách nộp thì ghi thành nhiều khoản. Miễn phí thì ghi mức 0 và căn cứ."),
    (
        Box("title", _("Tên khoản thu"), is_needed=True),
        Box("unit_price", _("Mức thu (đồng)"), "whole", width=12, is_needed=True),
        Box("per", _("Tính theo"), "choice", "per", is_needed=True),
        Box("question", _("Câu hỏi cho biết số lượng"), "choice", "counted"),
        Box("first_pages", _("Số trang đầu tính theo mức trên"), "whole", width=4),
        Box("later_price", _("Mức cho trang tiếp theo (đồng)"), "whole", width=12),
        Box("cap", _("Thu nhiều nhất một bản (đồng)"), "whole", width=12),
        Box("channels", _("Chỉ khi nộp"), "many", "channel", hint=_("Không chọn gì là mọi cách nộp.")),
        VARIANTS_BOX,
        Box("pay", _("Thu lúc nào"), "choice", "pay", is_needed=True),
        Box("relief", _("Ai được miễn, giảm")),
        Box("legal_basis", _("Căn cứ của khoản thu"), is_needed=True),
        Box("is_verified", _("Đã đối chiếu với văn bản gốc"), "flag"),
    ),
)  # fmt: skip
STEPS = Part(
    "steps", "quy-trinh", _("Quy trình"), _("Bước"), "step_",
    _("Từ tiếp nhận đến trả kết quả. Tổng số giờ các bước không quá thời hạn của trường hợp."),
    (
        Box("title", _("Tên bước"), is_needed=True),
        Box("kind", _("Việc làm ở bước"), "choice", "step_kind", is_needed=True),
        Box("right", _("Ai làm"), "choice", "right", is_needed=True),
        Box("office", _("Ở đâu"), "choice", "office", is_needed=True),
        Box("hours", _("Số giờ làm việc"), "number", width=4, is_needed=True),
        Box("result", _("Kết quả làm ở bước này"), "choice", "result", hint=_("Bỏ trống: kết quả đầu tiên.")),
        Box("opinions", _("Lấy ý kiến song song"), "many", "asked"),
    ),
)  # fmt: skip
RESULTS = Part(
    "results", "ket-qua", _("Kết quả"), _("Kết quả"), "result_",
    _("Văn bản trả cho người nộp. Mẫu tự soạn thì viết lời ở dưới, mục điền đặt trong ngoặc nhọn."),
    (
        Box("title", _("Tên kết quả"), is_needed=True),
        Box("number", _("Mã kết quả"), width=20, is_needed=True, hint=_("Như KQ.G15.000031.")),
        Box("document_kind", _("Mẫu văn bản"), "choice", "document_kind", is_needed=True),
        Box("excerpt", _("Trích yếu")),
        Box("bases", _("Căn cứ ghi trên văn bản"), "lines", hint=_("Mỗi dòng một căn cứ.")),
        Box("opening", _("Lời mở đầu"), "lines"),
        Box("rows", _("Bảng nội dung"), "lines", hint=_("Mỗi dòng một mục: tên mục: nội dung.")),
        Box("tables", _("Nhóm câu hỏi in thành bảng"), "many", "group"),
        Box("resolution", _("Dòng quyết định"), hint=_("Như: Quyết định. Bỏ trống khi không có.")),
        Box("closing", _("Lời kết"), "lines"),
        Box("recipients", _("Nơi nhận"), "lines", hint=_("Mỗi dòng một nơi; “Lưu: VT” được thêm ở cuối.")),
    ),
)  # fmt: skip
LETTERS = Part(
    "letters", "van-ban", _("Văn bản"), _("Mẫu văn bản"), "letter_",
    _("Công văn, thông báo riêng của thủ tục này, cán bộ chọn khi soạn văn bản trên hồ sơ."),
    (
        Box("title", _("Tên loại văn bản"), is_needed=True),
        Box("excerpt", _("Trích yếu")),
        Box("to", _("Kính gửi"), is_needed=True),
        Box("body", _("Nội dung"), "lines", is_needed=True),
        Box("is_for_agency", _("Gửi cơ quan khác (người nộp không xem được)"), "flag"),
        Box("legal_basis", _("Căn cứ"), is_needed=True),
    ),
)  # fmt: skip
PARTS = (BASES, VARIANTS, PAPERS, CHARGES, STEPS, RESULTS, LETTERS)
BY_CODE = {part.code: part for part in PARTS}
BY_PATH = {part.path: part for part in PARTS}
DEFAULTS: dict[str, dict[str, Any]] = {
    "bases": {},
    "variants": {"unit": "working_day"},
    "papers": {"is_required": True, "form": "any", "digitise": True},
    "charges": {"per": "dossier", "pay": "after"},
    "steps": {"kind": "process", "right": "cases.process", "office": "competent", "hours": "0"},
    "results": {"document_kind": "own_certificate"},
    "letters": {},
}
