"""The events of results and digitisation, and the refusals its actions share."""

from tinhso.base.messages import Refused, gettext_noop
from tinhso.kernel.ledger.kinds import Event, register

register(
    Event("results.scan_taken", gettext_noop("Nhận bản quét"), ("pages",)),
    Event("results.checked", gettext_noop("Kiểm tra giấy tờ số hóa"), ("code", "kind")),
    Event("results.sent_back", gettext_noop("Trả giấy tờ số hóa để kiểm tra lại")),
    Event("results.dropped", gettext_noop("Bỏ bản quét")),
    Event("results.confirmed", gettext_noop("Xác nhận giấy tờ số hóa"), ("code", "kind")),
    Event("results.entered", gettext_noop("Giấy tờ vào kho"), ("code", "kind", "document_id")),
    Event("results.revoked", gettext_noop("Giấy tờ trong kho bị thu hồi"), ("code",)),
    Event("results.replaced", gettext_noop("Giấy tờ trong kho được thay thế"), ("code", "by_paper")),
    Event("results.opened", gettext_noop("Cán bộ mở giấy tờ trong kho"), ("code",)),
    Event("results.reused", gettext_noop("Dùng lại giấy tờ trong kho"), ("code", "digital")),
    Event("results.shared", gettext_noop("Chủ giấy tờ chia sẻ"), ("share", "until")),
    Event("results.share_ended", gettext_noop("Chủ giấy tờ thôi chia sẻ"), ("share",)),
    Event("results.share_opened", gettext_noop("Mở giấy tờ được chia sẻ"), ("share",)),
    Event("results.share_refused", gettext_noop("Nhập sai mã của giấy tờ được chia sẻ"), ("share", "failures")),
    Event("results.exported", gettext_noop("Xuất danh sách giấy tờ"), ("rows",)),
    Event("results.batch_sent", gettext_noop("Gửi lô quét"), ("files",)),
    Event("results.batch_done", gettext_noop("Xử lý xong lô quét"), ("taken", "refused")),
)


class ReasonMissing(Refused):
    code = "results-reason-missing"
    title = gettext_noop("Chưa ghi đủ lý do và căn cứ")
    mend = gettext_noop("Ghi lý do, căn cứ pháp lý để chủ giấy tờ và người kiểm tra đọc được.")


def said(text: str, field: str, sentence: str, longest: int) -> str:
    """What was written, cut to what is kept. Raises ReasonMissing beside that field."""
    if not text.strip():
        raise ReasonMissing(fields={field: sentence})
    return text.strip()[:longest]
