"""What applicants and owners are told, by the event that happened (plain words: ux.md section 3.8)."""

from collections.abc import Mapping

from tinhso.kernel.notices.kinds import Field, NoticeKind, Receiver, Text, register
from tinhso.modules.citizens.one_stop.notices.fields import (
    DOSSIER,
    DUE_BEFORE,
    GROUND,
    HEAD_EN,
    HEAD_VI,
    MISSING,
    TAIL_EN,
    TAIL_VI,
)


def _kind(
    code: str, title: str, vi: tuple[str, str, str], en: tuple[str, str, str], *more: Field, is_urgent: bool = False
) -> NoticeKind:
    """``vi`` and ``en``: subject, what happened and what comes next, short message (empty: none)."""
    texts = {
        "vi": Text(vi[0], f"{HEAD_VI}{vi[1]}\n{TAIL_VI}", vi[2]),
        "en": Text(en[0], f"{HEAD_EN}{en[1]}\n{TAIL_EN}", en[2]),
    }
    return register(
        NoticeKind(f"one_stop.{code}", title, Receiver.CITIZEN, (*DOSSIER, *more), texts, is_urgent=is_urgent)
    )


SUBMITTED = _kind(
    "submitted",
    "Đã nộp hồ sơ trực tuyến",
    (
        "Đã nhận hồ sơ nộp trực tuyến {number}",
        "Hồ sơ “{title}” đã được gửi đến bộ phận một cửa.\n"
        "Bộ phận một cửa kiểm tra rồi trả lời bạn trong 8 giờ làm việc. Bạn chưa phải làm gì.",
        "",
    ),
    (
        "Your online dossier {number} has arrived",
        "The dossier “{title}” has been sent to the one-stop desk.\n"
        "The desk checks it and answers you within 8 working hours. There is nothing for you to do yet.",
        "",
    ),
)
ACCEPTED = _kind(
    "accepted",
    "Hồ sơ được tiếp nhận",
    (
        "Đã tiếp nhận hồ sơ {number}",
        "Hồ sơ “{title}” đã được tiếp nhận.\nHẹn trả kết quả trước {due_at}, {left}.\n"
        "Tiếp theo: cơ quan giải quyết làm hồ sơ. Bạn chưa phải làm gì.",
        "Hồ sơ {number} đã được tiếp nhận. Hẹn trả {due_at}. {link}",
    ),
    (
        "Dossier {number} has been received",
        "The dossier “{title}” has been received.\nThe result is due before {due_at}, {left}.\n"
        "Next: the agency works on it. There is nothing for you to do yet.",
        "Dossier {number} received. Due {due_at}. {link}",
    ),
)
IN_PROGRESS = _kind(
    "in_progress",
    "Hồ sơ đang được giải quyết",
    (
        "Hồ sơ {number} đang được giải quyết",
        "Hồ sơ “{title}” đã chuyển đến cơ quan giải quyết.\nHẹn trả kết quả trước {due_at}, {left}.\n"
        "Bạn chưa phải làm gì.",
        "",
    ),
    (
        "Dossier {number} is being worked on",
        "The dossier “{title}” has gone to the agency in charge.\nThe result is due before {due_at}, {left}.\n"
        "There is nothing for you to do yet.",
        "",
    ),
)
SUPPLEMENT_ASKED = _kind(
    "supplement_asked",
    "Cần bổ sung hồ sơ",
    (
        "Hồ sơ {number} cần bổ sung",
        "Để giải quyết tiếp hồ sơ “{title}”, mời bạn bổ sung:\n{missing}\n\n"
        "Việc của bạn: bổ sung trên trang hồ sơ, hoặc đến nơi tiếp nhận. "
        "Thời hạn giải quyết tạm dừng đến khi bạn bổ sung.",
        "Hồ sơ {number} cần bổ sung: {missing}. {link}",
    ),
    (
        "Dossier {number} needs more",
        "To go on with the dossier “{title}”, please add:\n{missing}\n\n"
        "Your turn: add it on the page of the dossier, or come to the desk. The clock stands still until you do.",
        "Dossier {number} needs more: {missing}. {link}",
    ),
    MISSING,
)
SUPPLEMENTED = _kind(
    "supplemented",
    "Đã nhận bổ sung",
    (
        "Đã nhận phần bổ sung của hồ sơ {number}",
        "Phần bổ sung cho hồ sơ “{title}” đã đến nơi.\nHẹn trả kết quả trước {due_at}, {left}.\n"
        "Bạn chưa phải làm gì thêm.",
        "",
    ),
    (
        "What you added to dossier {number} has arrived",
        "What you added to the dossier “{title}” has arrived.\nThe result is due before {due_at}, {left}.\n"
        "There is nothing more for you to do yet.",
        "",
    ),
)
EXTENDED = _kind(
    "extended",
    "Xin lỗi và hẹn lại ngày trả",
    (
        "Xin lỗi và hẹn lại ngày trả kết quả hồ sơ {number}",
        "Chúng tôi xin lỗi: hồ sơ “{title}” chưa xong đúng hẹn.\nLý do: {ground}.\n"
        "Hẹn trả kết quả mới: trước {due_at}, {left}. Bạn không phải làm gì.",
        "Xin lỗi: hồ sơ {number} chưa xong đúng hẹn. Hẹn trả mới: {due_at}. {link}",
    ),
    (
        "Our apology, and a new date for dossier {number}",
        "We apologise: the dossier “{title}” is not finished as promised.\nThe reason: {ground}.\n"
        "The new date: before {due_at}, {left}. There is nothing for you to do.",
        "We apologise: dossier {number} is late. New date: {due_at}. {link}",
    ),
    GROUND,
)
REDATED = _kind(
    "redated",
    "Hẹn trả được tính lại",
    (
        "Hẹn trả kết quả hồ sơ {number} được tính lại",
        "Lịch làm việc thay đổi nên hẹn trả kết quả hồ sơ “{title}” được tính lại.\nHẹn trước đây: {due_before}.\n"
        "Hẹn trả kết quả mới: trước {due_at}, {left}. Bạn không phải làm gì.",
        "Hẹn trả hồ sơ {number} được tính lại: {due_at}. {link}",
    ),
    (
        "The date of dossier {number} was counted anew",
        "Working days have changed, so the date of the dossier “{title}” was counted anew.\nThe date until now: "
        "{due_before}.\nThe new date: before {due_at}, {left}. There is nothing for you to do.",
        "The date of dossier {number} was counted anew: {due_at}. {link}",
    ),
    DUE_BEFORE,
)
CONTINUED = _kind(
    "continued",
    "Cơ quan khác tiếp tục giải quyết",
    (
        "Hồ sơ {number} nay do {agency} giải quyết tiếp",
        "Đơn vị hành chính được sắp xếp lại nên hồ sơ “{title}” nay do {agency} giải quyết tiếp, trả kết quả tại "
        "{office}.\n"
        "Mã hồ sơ và hẹn trả không đổi. Bạn không phải làm gì.",
        "Hồ sơ {number} nay do {agency} giải quyết tiếp; hẹn trả không đổi. {link}",
    ),
    (
        "{agency} goes on with dossier {number}",
        "Units were reorganised, so {agency} goes on with the dossier “{title}”; the result is returned at "
        "{office}.\n"
        "Its number and date do not change. There is nothing for you to do.",
        "{agency} goes on with dossier {number}; its date does not change. {link}",
    ),
)
PAYMENT_NEEDED = _kind(
    "payment_needed",
    "Chờ nghĩa vụ tài chính",
    (
        "Hồ sơ {number} chờ bạn hoàn thành nghĩa vụ tài chính",
        "Hồ sơ “{title}” tạm dừng đến khi bạn hoàn thành nghĩa vụ tài chính.\nCăn cứ: {ground}.\n"
        "Việc của bạn: nộp tiền rồi báo nơi tiếp nhận.",
        "Hồ sơ {number} chờ bạn hoàn thành nghĩa vụ tài chính. {link}",
    ),
    (
        "Dossier {number} waits for your payment",
        "The dossier “{title}” stands still until your financial obligation is met.\nGround: {ground}.\n"
        "Your turn: pay, then tell the desk.",
        "Dossier {number} waits for your payment. {link}",
    ),
    GROUND,
)
PAUSED = _kind(
    "paused",
    "Tạm dừng tính thời hạn",
    (
        "Hồ sơ {number} tạm dừng tính thời hạn",
        "Thời hạn của hồ sơ “{title}” tạm dừng theo quy định.\nCăn cứ: {ground}.\n"
        "Bạn không phải làm gì; chúng tôi báo ngày hẹn trả mới khi tính tiếp.",
        "",
    ),
    (
        "The clock of dossier {number} stands still",
        "The clock of the dossier “{title}” stands still, as the law says.\nGround: {ground}.\n"
        "There is nothing for you to do; we tell you the new date when it runs on.",
        "",
    ),
    GROUND,
)
RESUMED = _kind(
    "resumed",
    "Tính thời hạn tiếp",
    (
        "Hồ sơ {number} được giải quyết tiếp",
        "Thời hạn của hồ sơ “{title}” được tính tiếp.\nHẹn trả kết quả mới: trước {due_at}, {left}.",
        "",
    ),
    (
        "Dossier {number} goes on",
        "The clock of the dossier “{title}” runs on.\nThe new date: before {due_at}, {left}.",
        "",
    ),
)
DECLINED = _kind(
    "declined",
    "Hồ sơ không được tiếp nhận",
    (
        "Hồ sơ {number} không được tiếp nhận",
        "Hồ sơ “{title}” không được tiếp nhận.\nLý do: {ground}.\n"
        "Nếu chưa rõ, hãy hỏi nơi tiếp nhận hoặc gọi 1022. Bạn có thể nộp lại khi đã đủ điều kiện.",
        "Hồ sơ {number} không được tiếp nhận. Xem lý do: {link}",
    ),
    (
        "Dossier {number} was not accepted",
        "The dossier “{title}” was not accepted.\nThe reason: {ground}.\n"
        "If it is not clear, ask the desk or call 1022. You may file again when the conditions are met.",
        "Dossier {number} was not accepted. The reason: {link}",
    ),
    GROUND,
)
RESULT_READY = _kind(
    "result_ready",
    "Đã có kết quả",
    (
        "Hồ sơ {number} đã có kết quả",
        "Hồ sơ “{title}” đã có kết quả.\nViệc của bạn: tải bản điện tử ở trang hồ sơ, hoặc đến nhận tại nơi tiếp nhận.",
        "Hồ sơ {number} đã có kết quả. {link}",
    ),
    (
        "The result of dossier {number} is there",
        "The dossier “{title}” has its result.\n"
        "Your turn: download it from the page of the dossier, or fetch it at the desk.",
        "The result of dossier {number} is there. {link}",
    ),
)
RETURNED = _kind(
    "returned",
    "Đã trả kết quả",
    (
        "Đã trả kết quả hồ sơ {number}",
        "Kết quả của hồ sơ “{title}” đã được trả. Hồ sơ kết thúc; bạn xem lại được bất cứ lúc nào.",
        "",
    ),
    (
        "The result of dossier {number} has been handed out",
        "The result of the dossier “{title}” has been handed out. It is finished; you can look it up at any time.",
        "",
    ),
)
STOPPED = _kind(
    "stopped",
    "Dừng giải quyết hồ sơ",
    (
        "Hồ sơ {number} đã dừng giải quyết",
        "Hồ sơ “{title}” đã dừng giải quyết.\nLý do: {ground}.\nNếu chưa rõ, hãy hỏi nơi tiếp nhận hoặc gọi 1022.",
        "Hồ sơ {number} đã dừng giải quyết. Xem lý do: {link}",
    ),
    (
        "Work on dossier {number} has stopped",
        "Work on the dossier “{title}” has stopped.\nThe reason: {ground}.\n"
        "If it is not clear, ask the desk or call 1022.",
        "Work on dossier {number} has stopped. The reason: {link}",
    ),
    GROUND,
)
WITHDRAWN = _kind(
    "withdrawn",
    "Hồ sơ đã rút",
    (
        "Hồ sơ {number} đã được rút",
        "Hồ sơ “{title}” đã được rút theo đề nghị của người nộp. Nếu không phải bạn đề nghị, hãy gọi ngay 1022.",
        "",
    ),
    (
        "Dossier {number} has been withdrawn",
        "The dossier “{title}” has been withdrawn at the applicant's wish. If it was not you, call 1022 at once.",
        "",
    ),
)

# What each event of a dossier tells; a pause by its reason (a supplement has its own event).
OF_EVENT: Mapping[str, NoticeKind] = {
    "case.submitted": SUBMITTED,
    "case.accepted": ACCEPTED,
    "case.handed_over": IN_PROGRESS,
    "case.supplement_asked": SUPPLEMENT_ASKED,
    "case.supplemented": SUPPLEMENTED,
    "case.extended": EXTENDED,
    "case.redated": REDATED,
    "case.continued": CONTINUED,
    "case.resumed": RESUMED,
    "case.declined": DECLINED,
    "case.result_attached": RESULT_READY,
    "case.returned": RETURNED,
    "case.stopped": STOPPED,
    "case.withdrawn": WITHDRAWN,
}
OF_PAUSE: Mapping[str, NoticeKind] = {"payment": PAYMENT_NEEDED, "law": PAUSED}
