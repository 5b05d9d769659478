"""What owners are told of their papers: one came into the store, one was revoked or replaced."""

from tinhso.kernel.notices.kinds import Field, NoticeKind, Receiver, Text, register

TITLE = Field("title", "tên giấy tờ", "Giấy khai sinh")
NUMBER = Field("number", "số, ký hiệu", "112/1988")
AGENCY = Field("agency", "cơ quan", "Ủy ban nhân dân phường Xuân Hương - Đà Lạt")
REASON = Field("reason", "lý do", "Cấp sai đối tượng")
BASIS = Field("basis", "căn cứ", "Quyết định số 5/QĐ-UBND")
ABOUT = (TITLE, NUMBER, AGENCY)
TAIL_VI = "\n\nGiấy tờ: {title}\nSố, ký hiệu: {number}\nCơ quan: {agency}\n\nXem giấy tờ: {link}"
TAIL_EN = "\n\nPaper: {title}\nNumber: {number}\nAgency: {agency}\n\nSee the paper: {link}"


def _kind(code: str, title: str, vi: tuple[str, str], en: tuple[str, str], *more: Field) -> NoticeKind:
    """``vi`` and ``en``: subject, and what happened."""
    texts = {
        "vi": Text(vi[0], f"Kính gửi {{receiver}},\n\n{vi[1]}{TAIL_VI}"),
        "en": Text(en[0], f"Dear {{receiver}},\n\n{en[1]}{TAIL_EN}"),
    }
    return register(NoticeKind(f"results.{code}", title, Receiver.CITIZEN, (*ABOUT, *more), texts))


STORED = _kind(
    "stored",
    "Giấy tờ số hóa vào kho",
    (
        "“{title}” đã vào kho giấy tờ của bạn",
        "Giấy tờ này đã được số hóa, ký số. Lần sau làm thủ tục, bạn dùng lại được.",
    ),
    (
        "“{title}” is in your store of papers",
        "This paper was digitised and signed. You can use it again in a procedure.",
    ),
)
REVOKED = _kind(
    "revoked",
    "Giấy tờ trong kho bị thu hồi",
    ("“{title}” đã bị thu hồi", "Giấy tờ này không dùng được nữa.\nLý do: {reason}\nCăn cứ: {basis}"),
    ("“{title}” was revoked", "This paper no longer counts.\nReason: {reason}\nBasis: {basis}"),
    REASON,
    BASIS,
)
REPLACED = _kind(
    "replaced",
    "Giấy tờ trong kho được thay thế",
    ("“{title}” đã được thay thế", "Giấy tờ này đã có bản thay thế trong kho.\nLý do: {reason}\nCăn cứ: {basis}"),
    ("“{title}” was replaced", "Another paper in your store takes its place.\nReason: {reason}\nBasis: {basis}"),
    REASON,
    BASIS,
)
