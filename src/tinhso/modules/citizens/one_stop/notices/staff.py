"""What officials are told, on their desk."""

from tinhso.kernel.notices.kinds import Field, NoticeKind, Receiver, Text, register
from tinhso.modules.citizens.one_stop.notices.fields import DUE_AT, LEFT, NUMBER, TITLE

STEP = Field("step", "bước", "Thẩm định")
FROM = Field("sender", "người chuyển", "Công chức tiếp nhận và trả kết quả")
UNIT = Field("unit", "cơ quan", "Sở Xây dựng")
VERDICT = Field("verdict", "ý kiến", "đồng ý")
OVERDUE = Field("overdue", "số hồ sơ quá hạn", "2")
SOON = Field("soon", "số hồ sơ sắp đến hạn", "5")
REMINDER = Field("text", "lời nhắc", "Người nộp đã gọi hai lần, xử lý trong hôm nay.")
REMIND_ON = Field("due_on", "xong trước ngày", "27/11/2026")
DOSSIERS = Field("dossiers", "mã các hồ sơ gấp nhất", "H36.137-261125-0001, H36.137-261125-0002")


def _kind(
    code: str, title: str, vi: tuple[str, str], en: tuple[str, str], *fields: Field, goes_out: bool = False
) -> NoticeKind:
    texts = {"vi": Text(*vi), "en": Text(*en)}
    return register(NoticeKind(f"one_stop.{code}", title, Receiver.STAFF, fields, texts, goes_out=goes_out))


GIVEN = _kind(
    "given",
    "Hồ sơ chuyển đến bạn",
    ("Hồ sơ {number} chuyển đến bạn", "{title}\nBước: {step}\nTừ: {sender}\nHạn của bước: {due_at}"),
    ("Dossier {number} has come to you", "{title}\nStep: {step}\nFrom: {sender}\nDue: {due_at}"),
    NUMBER, TITLE, STEP, FROM, DUE_AT,
)  # fmt: skip
CAME_BACK = _kind(
    "came_back",
    "Người nộp đã bổ sung",
    ("Hồ sơ {number} đã được bổ sung", "{title}\nThời hạn tính tiếp.\nHẹn trả: {due_at}, {left}"),
    ("Dossier {number} has been added to", "{title}\nThe clock runs on.\nDue: {due_at}, {left}"),
    NUMBER, TITLE, DUE_AT, LEFT,
)  # fmt: skip
OPINION_ASKED = _kind(
    "opinion_asked",
    "Có nơi xin ý kiến",
    ("Xin ý kiến về hồ sơ {number}", "{title}\nNơi hỏi: {unit}\nTrả lời trước: {due_at}"),
    ("Your opinion on dossier {number}", "{title}\nAsked by: {unit}\nAnswer before: {due_at}"),
    NUMBER, TITLE, UNIT, DUE_AT, goes_out=True,
)  # fmt: skip
OPINION_ANSWERED = _kind(
    "opinion_answered",
    "Đã có ý kiến trả lời",
    ("Đã có ý kiến về hồ sơ {number}", "{title}\nNơi trả lời: {unit}\nÝ kiến: {verdict}"),
    ("An opinion on dossier {number} is there", "{title}\nAnswered by: {unit}\nOpinion: {verdict}"),
    NUMBER, TITLE, UNIT, VERDICT,
)  # fmt: skip
UNMOVED = _kind(
    "unmoved",
    "Hồ sơ đứng yên quá lâu",
    (
        "Hồ sơ {number} đứng yên quá lâu",
        "{title}\nBước: {step}\nHẹn trả: {due_at}\nMở hồ sơ để làm tiếp, hoặc phân công người khác.",
    ),
    (
        "Nobody has moved dossier {number}",
        "{title}\nStep: {step}\nDue: {due_at}\nOpen it to go on, or give it to somebody else.",
    ),
    NUMBER, TITLE, STEP, DUE_AT, goes_out=True,
)  # fmt: skip
OPINION_WITHDRAWN = _kind(
    "opinion_withdrawn",
    "Thôi xin ý kiến",
    ("Không cần ý kiến về hồ sơ {number} nữa", "{title}\nNơi hỏi: {unit}\nBạn không phải trả lời nữa."),
    ("No opinion on dossier {number} is needed", "{title}\nAsked by: {unit}\nYou need not answer any more."),
    NUMBER, TITLE, UNIT,
)  # fmt: skip
REMINDED = _kind(
    "reminded",
    "Lãnh đạo nhắc",
    ("Lãnh đạo nhắc hồ sơ {number}", "{title}\nBước: {step}\nNgười nhắc: {sender}\nXong trước ngày: {due_on}\n{text}"),
    ("A reminder of dossier {number}", "{title}\nStep: {step}\nFrom: {sender}\nTo be done by: {due_on}\n{text}"),
    NUMBER, TITLE, STEP, FROM, REMIND_ON, REMINDER, goes_out=True,
)  # fmt: skip
DIGEST = _kind(
    "digest",
    "Hồ sơ đến hạn trong ngày",
    ("Hồ sơ cần làm hôm nay", "Quá hạn: {overdue}\nSắp đến hạn: {soon}\nGấp nhất: {dossiers}"),
    ("What is due today", "Overdue: {overdue}\nDue soon: {soon}\nMost urgent: {dossiers}"),
    OVERDUE, SOON, DOSSIERS,
)  # fmt: skip
