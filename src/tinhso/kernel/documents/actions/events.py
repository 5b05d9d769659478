"""The events and rights of this room, declared where its actions are loaded."""

from tinhso.base import rights
from tinhso.base.rights import Right
from tinhso.kernel.ledger.kinds import Event, register

SIGN, ISSUE, REVOKE = "documents.sign", "documents.issue", "documents.revoke"

rights.register(
    Right(SIGN, "ký số văn bản với tư cách cá nhân"),
    Right(ISSUE, "cấp số, khóa nội dung, ký số cơ quan"),
    Right(REVOKE, "thu hồi, thay thế văn bản đã ban hành"),
)
register(
    Event("document.numbered", "Cấp số văn bản", ("kind", "number", "symbol", "issued_on")),
    Event("document.sealed", "Khóa nội dung văn bản", ("kind", "number", "symbol", "issued_on", "sha256")),
    Event(
        "document.issued_unprinted",
        "Ban hành, in và ký khi mở lần đầu",
        ("kind", "number", "symbol", "issued_on", "signature"),
    ),
    Event("document.signature_owed", "Nhận ký, ký khi mở lần đầu", ("kind", "signature")),
    Event("document.printed_late", "In văn bản khi mở lần đầu", ("kind", "sha256")),
    Event("document.signed", "Ký số văn bản", ("kind", "order", "signature", "certificate_sha256", "sha256")),
    Event("document.revoked", "Thu hồi văn bản", ("kind",)),
    Event("document.replaced", "Thay thế văn bản", ("kind", "by_document")),
)
