"""The document this module brings: the electronic receipt of a fee."""

from pathlib import Path

from tinhso.kernel.cases.queries import is_visible
from tinhso.kernel.documents.kinds import DocumentKind, register

FEE_RECEIPT = register(
    DocumentKind(
        code="fee_receipt",
        title="Biên lai điện tử thu phí, lệ phí",
        template=Path(__file__).resolve().parent / "templates" / "payments" / "typst" / "fee-receipt.typ",
        register="bien-lai",
        symbol="",
        may_read=is_visible,
        public_facts=(
            "symbol:Ký hiệu", "title:Khoản thu", "amount:Số tiền", "case_number:Mã hồ sơ", "collector:Cơ quan thu",
        ),
        legal_basis="Điều 23 Nghị định 254/2026/NĐ-CP, Thông tư 91/2026/TT-BTC (mẫu – chưa đối chiếu văn bản gốc)",
    )
)  # fmt: skip
