"""The document this module brings: the signed copy of a scanned paper."""

from pathlib import Path

from tinhso.kernel.documents.kinds import DocumentKind, register
from tinhso.modules.citizens.results.queries.papers import may_read_copy
from tinhso.modules.citizens.results.rules.roles import SIGN, STAND

DIGITISED = register(
    DocumentKind(
        code="digitised_paper",
        title="Bản số hóa giấy tờ",
        template=Path(__file__).resolve().parent / "templates" / "results" / "typst" / "digitised-sheet.typ",
        register="",
        symbol="",
        may_read=may_read_copy,
        public_facts=(
            "title:Giấy tờ được số hóa", "number:Số, ký hiệu của giấy tờ", "issued_on:Ngày ban hành giấy tờ",
            "issuer:Cơ quan ban hành giấy tờ", "valid:Thời hạn hiệu lực",
        ),
        legal_basis="Nghị định 45/2020/NĐ-CP, Thông tư 01/2023/TT-VPCP (mẫu – chưa đối chiếu văn bản gốc)",
        sign_right=SIGN,
        issue_right=SIGN,
        revoke_right=STAND,
    )
)  # fmt: skip
