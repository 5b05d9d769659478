"""Who writes procedures and who publishes them, and what the ledger is told."""

from tinhso.base.messages import gettext_noop
from tinhso.base.rights import Right, Role, register
from tinhso.kernel.ledger import kinds as ledger
from tinhso.kernel.ledger.kinds import Event
from tinhso.modules.citizens.one_stop.actions.catalogue import RIGHT as CATALOGUE
from tinhso.modules.citizens.one_stop.actions.letter_templates import LETTERS

DESIGN = "one_stop.design"
PUBLISH = "one_stop.publish_design"
DESIGNER = "one_stop.designer"
PUBLISHER = "one_stop.design_publisher"
register(
    Right(DESIGN, gettext_noop("Soạn thủ tục"), everywhere=True),
    Right(PUBLISH, gettext_noop("Công bố thủ tục đã soạn"), everywhere=True),
    Role(DESIGNER, gettext_noop("Người soạn thủ tục"), (DESIGN,), everywhere=True),
    Role(
        PUBLISHER,
        gettext_noop("Người công bố thủ tục"),
        (DESIGN, PUBLISH, "cases.define", "forms.publish", LETTERS, CATALOGUE),
        everywhere=True,
    ),
)
ledger.register(
    Event("one_stop.design_started", gettext_noop("Bắt đầu soạn thủ tục"), ("code", "source")),
    Event("one_stop.design_proposed", gettext_noop("Trình công bố thủ tục"), ("code", "version", "valid_from")),
    Event("one_stop.design_taken_back", gettext_noop("Rút bản trình để sửa"), ("code",)),
    Event("one_stop.design_sent_back", gettext_noop("Trả lại bản soạn thủ tục"), ("code",)),
    Event("one_stop.design_dropped", gettext_noop("Bỏ bản soạn thủ tục"), ("code",)),
    Event(
        "one_stop.design_published",
        gettext_noop("Công bố thủ tục"),
        ("code", "definition", "form", "valid_from", "decision"),
    ),
    Event("one_stop.version_withdrawn", gettext_noop("Thu hồi bản thủ tục chưa áp dụng"), ("code", "version")),
    Event("one_stop.procedure_ended", gettext_noop("Thôi áp dụng thủ tục"), ("code", "on")),
)
