"""The documents this module brings: receipts and letters of the desk, and results of its procedures."""

from pathlib import Path
from uuid import UUID

from tinhso.base.actor import Actor
from tinhso.kernel.cases.queries import is_visible
from tinhso.kernel.documents.kinds import LIBRARY, DocumentKind, register
from tinhso.modules.citizens.one_stop.rules.results.own import LAYOUTS

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
FORM_02 = register(
    DocumentKind(
        code="supplement_request",
        title="Phiếu yêu cầu bổ sung, hoàn thiện hồ sơ",
        template=LIBRARY / "form-02.typ",
        register="",
        symbol="",
        may_read=is_visible,
        public_facts=("case_number:Mã hồ sơ", "asked_at:Yêu cầu lúc"),
        legal_basis="Mẫu số 02, Phụ lục I Thông tư 03/2025/TT-VPCP (bố cục chưa đối chiếu)",
    )
)
FORM_03 = register(
    DocumentKind(
        code="refusal",
        title="Phiếu từ chối tiếp nhận giải quyết hồ sơ",
        template=LIBRARY / "form-03.typ",
        register="",
        symbol="",
        may_read=is_visible,
        public_facts=("case_number:Mã hồ sơ",),
        legal_basis="Mẫu số 03, Phụ lục I Thông tư 03/2025/TT-VPCP (bố cục chưa đối chiếu)",
    )
)
FORM_04 = register(
    DocumentKind(
        code="apology",
        title="Văn bản xin lỗi và đề nghị gia hạn thời gian giải quyết",
        template=LIBRARY / "form-04.typ",
        register="phieu-xin-loi",
        symbol="PXL",
        may_read=is_visible,
        public_facts=("case_number:Mã hồ sơ", "new_due_at:Hẹn trả lại"),
        legal_basis="Mẫu số 04, Phụ lục I Thông tư 03/2025/TT-VPCP (bố cục chưa đối chiếu)",
    )
)
FORM_05 = register(
    DocumentKind(
        code="stop_notice",
        title="Thông báo dừng giải quyết hồ sơ",
        template=LIBRARY / "form-05.typ",
        register="thong-bao",
        symbol="TB-{unit}",
        may_read=is_visible,
        public_facts=("case_number:Mã hồ sơ", "stopped_at:Dừng giải quyết từ"),
        legal_basis="Mẫu số 05, Phụ lục I Thông tư 03/2025/TT-VPCP (bố cục chưa đối chiếu)",
    )
)


def is_visible_to_staff(actor: Actor, case_id: UUID) -> bool:
    """Letters between offices are not the applicant's to read."""
    return actor.is_staff and is_visible(actor, case_id)


LETTERS = (
    register(
        DocumentKind(
            code="letter",
            title="Văn bản gửi người nộp",
            template=LIBRARY / "letter.typ",
            register="cong-van",
            symbol="{unit}-MC",
            may_read=is_visible,
            public_facts=("case_number:Mã hồ sơ",),
            legal_basis="Nghị định 30/2020/NĐ-CP (bố cục chưa đối chiếu)",
        )
    ),
    register(
        DocumentKind(
            code="letter_to_agency",
            title="Văn bản gửi cơ quan",
            template=LIBRARY / "letter.typ",
            register="cong-van",
            symbol="{unit}-MC",
            may_read=is_visible_to_staff,
            public_facts=("case_number:Mã hồ sơ",),
            legal_basis="Nghị định 30/2020/NĐ-CP (bố cục chưa đối chiếu)",
        )
    ),
)
DESK_LETTERS = (FORM_02, FORM_03, FORM_04, FORM_05)
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
MARRIAGE_CERTIFICATE = register(
    DocumentKind(
        code="marriage_certificate",
        title="Giấy chứng nhận kết hôn",
        template=_OWN / "marriage-certificate.typ",
        register="ket-hon",
        symbol="KH",
        may_read=is_visible,
        public_facts=("registrar:Nơi đăng ký kết hôn",),
        legal_basis="Luật Hộ tịch 60/2014/QH13 (bố cục chưa đối chiếu)",
    )
)
MARITAL_STATUS = register(
    DocumentKind(
        code="marital_status_certificate",
        title="Giấy xác nhận tình trạng hôn nhân",
        template=_OWN / "marital-status.typ",
        register="xac-nhan-hon-nhan",
        symbol="XNHN",
        may_read=is_visible,
        public_facts=("copies:Số bản cấp",),
        legal_basis="Nghị định 123/2015/NĐ-CP (bố cục chưa đối chiếu)",
    )
)
CIVIL_STATUS_EXTRACT = register(
    DocumentKind(
        code="civil_status_extract",
        title="Bản sao Trích lục hộ tịch",
        template=_OWN / "civil-status-extract.typ",
        register="trich-luc",
        symbol="TLHT-BS",
        may_read=is_visible,
        public_facts=("title:Loại bản sao", "copies:Số bản cấp"),
        legal_basis="Luật Hộ tịch 60/2014/QH13 (bố cục chưa đối chiếu)",
    )
)
BUILDING_PERMIT = register(
    DocumentKind(
        code="building_permit",
        title="Giấy phép xây dựng",
        template=LIBRARY / "result.typ",
        register="giay-phep-xay-dung",
        symbol="GPXD",
        may_read=is_visible,
        public_facts=("case_number:Mã hồ sơ", "Được phép xây dựng", "Địa điểm", "Tổng diện tích sàn"),
        legal_basis="Nghị định 175/2024/NĐ-CP (bố cục chưa đối chiếu)",
    )
)
PLANNING_INFORMATION = register(
    DocumentKind(
        code="planning_information",
        title="Văn bản cung cấp thông tin quy hoạch",
        template=LIBRARY / "result.typ",
        register="cong-van",
        symbol="{unit}-QH",
        may_read=is_visible,
        public_facts=("case_number:Mã hồ sơ",),
        legal_basis="Luật Quy hoạch đô thị và nông thôn 47/2024/QH15 (bố cục chưa đối chiếu)",
    )
)
GROUNDWATER_CONFIRMATION = register(
    DocumentKind(
        code="groundwater_confirmation",
        title="Xác nhận đăng ký khai thác nước dưới đất",
        template=LIBRARY / "result.typ",
        register="xac-nhan-nuoc",
        symbol="XN-NDĐ",
        may_read=is_visible,
        public_facts=("case_number:Mã hồ sơ", "Vị trí công trình", "Lượng nước khai thác"),
        legal_basis="Mẫu 34a, 34b Phụ lục I Nghị định 23/2026/NĐ-CP (bố cục chưa đối chiếu)",
    )
)
DRILLING_LICENCE = register(
    DocumentKind(
        code="drilling_licence",
        title="Giấy phép hành nghề khoan nước dưới đất",
        template=LIBRARY / "result.typ",
        register="giay-phep-khoan",
        symbol="GP-{unit}",
        may_read=is_visible,
        public_facts=("case_number:Mã hồ sơ", "Quy mô hành nghề", "Địa bàn hành nghề", "Thời hạn của giấy phép"),
        legal_basis="Mẫu 53 Phụ lục II Nghị định 23/2026/NĐ-CP (bố cục chưa đối chiếu)",
    )
)
RESIDENCE_NOTICE = register(
    DocumentKind(
        code="residence_notice",
        title="Thông báo kết quả giải quyết thủ tục về cư trú",
        template=LIBRARY / "result.typ",
        register="thong-bao-cu-tru",
        symbol="TB-CA",
        may_read=is_visible,
        public_facts=("case_number:Mã hồ sơ",),
        legal_basis="Luật Cư trú 68/2020/QH14 (bố cục chưa đối chiếu)",
    )
)
HEALTH_INSURANCE_CARD = register(
    DocumentKind(
        code="health_insurance_card",
        title="Thẻ bảo hiểm y tế",
        template=_OWN / "health-insurance-card.typ",
        register="the-bhyt",
        symbol="BHYT",
        may_read=is_visible,
        public_facts=("case_number:Mã hồ sơ",),
        legal_basis="Luật Bảo hiểm xã hội 41/2024/QH15 (bố cục chưa đối chiếu)",
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
OWN_RESULTS = tuple(
    register(
        DocumentKind(
            code=code,
            title=title,
            template=LIBRARY / "result.typ",
            register=book,
            symbol=symbol,
            may_read=is_visible,
            public_facts=("case_number:Mã hồ sơ",),
            legal_basis="Nghị định 30/2020/NĐ-CP (bố cục chưa đối chiếu)",
        )
    )
    for code, title, book, symbol in LAYOUTS
)
