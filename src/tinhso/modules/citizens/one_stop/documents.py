"""The documents this module brings: receipts and letters of the desk, and results of its procedures."""

from pathlib import Path

from tinhso.kernel.cases.queries import is_visible
from tinhso.kernel.documents.kinds import LIBRARY, DocumentKind, register

_OWN = Path(__file__).resolve().parent / "templates" / "one_stop" / "typst"

FORM_01 = register(
    DocumentKind(
        code="receipt",
        title="Giấy tiếp nhận hồ sơ và hẹn trả kết quả",
        template=LIBRARY / "form-01.typ",
        register="",
        symbol="",
        may_read=is_visible,
        public_facts=("case_number:Mã hồ sơ", "received_at:Thời gian nhận hồ sơ", "due_at:Hẹn trả kết quả"),
        legal_basis="Mẫu số 01, Phụ lục I Thông tư 03/2025/TT-VPCP (bố cục chưa đối chiếu)",
    )
)
BIRTH_CERTIFICATE = register(
    DocumentKind(
        code="birth_certificate",
        title="Giấy khai sinh",
        template=_OWN / "birth-certificate.typ",
        register="khai-sinh",
        symbol="KS",
        may_read=is_visible,
        public_facts=("registrar:Nơi đăng ký khai sinh",),
        legal_basis="Luật Hộ tịch 60/2014/QH13",
    )
)
PARCEL_SPLIT_NOTICE = register(
    DocumentKind(
        code="parcel_split_notice",
        title="Thông báo kết quả tách thửa đất",
        template=_OWN / "parcel-split-notice.typ",
        register="thong-bao",
        symbol="TB-{unit}",
        may_read=is_visible,
        public_facts=("case_number:Mã hồ sơ",),
        legal_basis="Luật Đất đai 31/2024/QH15",
    )
)
COPY_CERTIFICATION = register(
    DocumentKind(
        code="copy_certification",
        title="Lời chứng chứng thực bản sao từ bản chính",
        template=_OWN / "copy-certification.typ",
        register="chung-thuc-ban-sao",
        symbol="SCT/BS",
        may_read=is_visible,
        public_facts=("total_copies:Số bản sao",),
        legal_basis="Nghị định 23/2015/NĐ-CP",
    )
)
RETURN_SLIP = register(
    DocumentKind(
        code="return_slip",
        title="Giấy biên nhận trả kết quả",
        template=_OWN / "return-slip.typ",
        register="",
        symbol="",
        may_read=is_visible,
        public_facts=("case_number:Mã hồ sơ", "returned_at:Thời gian trả"),
        legal_basis="Không phải mẫu pháp định; dùng để ký nhận tại quầy",
    )
)
