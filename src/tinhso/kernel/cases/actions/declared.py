"""The events, rights and rule schemas of this room."""

from tinhso.base import rights
from tinhso.base.rights import Right
from tinhso.kernel.cases.rules.numbering import NUMBER_SCHEMA
from tinhso.kernel.law import kinds as law
from tinhso.kernel.ledger import kinds as ledger
from tinhso.kernel.ledger.kinds import Event

law.register(law.RuleSchema("dossier-number", "Cấu trúc mã hồ sơ", NUMBER_SCHEMA))
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
    Right("cases.define", "Ban hành quy trình giải quyết"),
)
ledger.register(
    Event("definition.published", "Ban hành quy trình", ("code", "version")),
    Event("case.submitted", "Nộp hồ sơ", ("number", "channel")),
    Event("case.paper_added", "Thêm giấy tờ", ("paper",)),
    Event("case.accepted", "Tiếp nhận hồ sơ", ("due_at", "definition")),
    Event("case.declined", "Không tiếp nhận hồ sơ"),
    Event("case.supplement_asked", "Yêu cầu bổ sung", ("order", "items")),
    Event("case.supplemented", "Đã bổ sung", ("order",)),
    Event("case.handed_over", "Chuyển hồ sơ", ("step", "unit_id")),
    Event("case.assigned", "Phân công người giữ", ("seat_id",)),
    Event("case.step_finished", "Xong một bước", ("step",)),
    Event("case.sent_back", "Trả lại bước trước", ("step",)),
    Event("case.paused", "Tạm dừng tính giờ", ("reason",)),
    Event("case.resumed", "Tính giờ tiếp", ("due_at",)),
    Event("case.stopped", "Dừng giải quyết"),
    Event("case.withdrawn", "Rút hồ sơ"),
    Event("case.corrected", "Sửa thông tin hồ sơ", ("fields",)),
    Event("case.charge_collected", "Thu phí, lệ phí", ("code", "amount", "method")),
    Event("case.result_attached", "Có kết quả", ("document_id",)),
    Event("case.returned", "Trả kết quả", ("method",)),
    Event("case.redated", "Tính lại hẹn trả", ("due_before", "due_at", "ground")),
    Event("case.tracking_refused", "Tra cứu sai nhiều lần"),
)
