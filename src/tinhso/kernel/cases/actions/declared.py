"""The events, rights and rule schemas of this room."""

from tinhso.base import rights
from tinhso.base.messages import gettext_noop
from tinhso.base.rights import Right
from tinhso.kernel.cases.rules.numbering import NUMBER_SCHEMA
from tinhso.kernel.cases.rules.watchdog import EXTENSION_SCHEMA, WATCHDOG_SCHEMA
from tinhso.kernel.law import kinds as law
from tinhso.kernel.ledger import kinds as ledger
from tinhso.kernel.ledger.kinds import Event

NUMBER_WORDS = {"pattern": gettext_noop("Cấu trúc mã mới"), "accepted": gettext_noop("Mã cũ vẫn tra cứu được")}
WATCHED = {
    "hours.1": gettext_noop("Mới nộp: nhắc sau (giờ làm việc)"),
    "hours.2": gettext_noop("Đã tiếp nhận: nhắc sau (giờ làm việc)"),
    "hours.4": gettext_noop("Đang giải quyết: nhắc sau (giờ làm việc)"),
    "hours.5": gettext_noop("Chờ bổ sung: nhắc sau (giờ làm việc)"),
    "hours.6": gettext_noop("Chờ nghĩa vụ tài chính: nhắc sau (giờ làm việc)"),
    "hours.9": gettext_noop("Có kết quả: nhắc sau (giờ làm việc)"),
}
law.register(law.RuleSchema("dossier-number", "Cấu trúc mã hồ sơ", NUMBER_SCHEMA, NUMBER_WORDS))
law.register(
    law.RuleSchema(
        "extension",
        "Xin lỗi và hẹn lại ngày trả",
        EXTENSION_SCHEMA,
        {"most": gettext_noop("Số lần hẹn lại nhiều nhất")},
    )
)
law.register(law.RuleSchema("watchdog", "Hồ sơ đứng yên quá lâu", WATCHDOG_SCHEMA, WATCHED))
rights.register(
    Right("cases.read", "Xem hồ sơ của đơn vị"),
    Right("cases.receive", "Tiếp nhận hồ sơ"),
    Right("cases.process", "Giải quyết hồ sơ"),
    Right("cases.issue", "Phát hành kết quả"),
    Right("cases.return", "Trả kết quả"),
    Right("cases.collect", "Thu phí, lệ phí"),
    Right("cases.correct", "Sửa thông tin sau tiếp nhận"),
    Right("cases.assign", "Phân công, chuyển người giữ hồ sơ"),
    Right("cases.redate", "Tính lại hẹn trả hàng loạt sau khi đổi lịch"),
    Right("cases.allow_again", "Đồng ý yêu cầu bổ sung thêm lần nữa"),
    Right("cases.extend", "Xin lỗi và gia hạn thời gian giải quyết"),
    Right("cases.advise", "Cho ý kiến phối hợp"),
    Right("cases.take_over", "Nhận hồ sơ từ hệ thống cũ"),
    Right("cases.define", "Ban hành quy trình giải quyết", everywhere=True),
)
ledger.register(
    Event("definition.published", "Ban hành quy trình", ("code", "version")),
    Event("definition.withdrawn", "Thu hồi quy trình chưa áp dụng", ("code", "version")),
    Event("definition.ended", "Thôi áp dụng quy trình", ("code", "version", "on")),
    Event("case.submitted", "Nộp hồ sơ", ("number", "channel")),
    Event("case.taken_over", "Chuyển hồ sơ từ hệ thống cũ sang", ("number", "state", "procedure")),
    Event("case.paper_added", "Thêm giấy tờ", ("paper",)),
    Event("case.accepted", "Tiếp nhận hồ sơ", ("due_at", "definition")),
    Event("case.declined", "Không tiếp nhận hồ sơ"),
    Event("case.supplement_asked", "Yêu cầu bổ sung", ("order", "items")),
    Event("case.supplement_proposed", "Đề nghị yêu cầu bổ sung thêm", ("order", "items")),
    Event("case.supplement_refused", "Không đồng ý yêu cầu bổ sung thêm", ("order",)),
    Event("case.supplemented", "Đã bổ sung", ("order",)),
    Event("case.handed_over", "Chuyển hồ sơ", ("step", "unit_id")),
    Event("case.assigned", "Phân công người giữ", ("seat_id",)),
    Event("case.step_finished", "Xong một bước", ("step",)),
    Event("case.sent_back", "Trả lại bước trước", ("step",)),
    Event("case.paused", "Tạm dừng tính giờ", ("reason",)),
    Event("case.resumed", "Tính giờ tiếp", ("due_at",)),
    Event("case.extended", "Xin lỗi và gia hạn", ("order", "due_at")),
    Event("case.opinion_asked", "Lấy ý kiến phối hợp", ("order", "unit_id")),
    Event("case.opinion_answered", "Đã có ý kiến phối hợp", ("order", "verdict")),
    Event("case.opinion_taken_back", "Thôi lấy ý kiến", ("order",)),
    Event("case.noted", "Ghi chú nội bộ", ("note_id",)),
    Event("case.note_removed", "Bỏ ghi chú nội bộ", ("note_id",)),
    Event("case.unmoved", "Hồ sơ đứng yên quá lâu", ("since",)),
    Event("batch.started", "Bắt đầu việc hàng loạt", ("act", "cases")),
    Event("batch.undone", "Hoàn tác việc hàng loạt", ("act",)),
    Event("case.stopped", "Dừng giải quyết"),
    Event("case.withdrawn", "Rút hồ sơ"),
    Event("case.corrected", "Sửa thông tin hồ sơ", ("fields", "recounted")),
    Event("case.charge_collected", "Thu phí, lệ phí", ("code", "amount", "method")),
    Event("case.result_attached", "Có kết quả", ("document_id",)),
    Event("case.returned", "Trả kết quả", ("method",)),
    Event("case.redated", "Tính lại hẹn trả", ("due_before", "due_at", "ground")),
    Event("case.tracking_refused", "Tra cứu sai nhiều lần"),
)
