"""What the house as a whole declares: the right to watch it run, and the role of the one who keeps it alive."""

from tinhso.base.messages import gettext_noop
from tinhso.base.modules import MenuItem
from tinhso.base.rights import Right, Role, register

WATCH = "site.watch"
OPERATOR = "site.operator"
IMPORT = "one_stop.import"

register(
    Right(WATCH, gettext_noop("Xem tình trạng hệ thống, việc nền và kiểm tra cấu hình"), everywhere=True),
    Role(
        OPERATOR,
        "Vận hành hệ thống",
        (
            "identity.administer",
            "organisations.change",
            "organisations.reorganise",
            "calendar.change",
            "law.enact",
            "cases.define",
            "cases.redate",
            "cases.take_over",
            IMPORT,
            "ledger.search",
            "exchange.operate",
            "notices.define",
            WATCH,
        ),
        everywhere=True,
    ),
)

MENU = (
    MenuItem(gettext_noop("Webhook"), "developer:endpoints", "identity.administer"),
    MenuItem(gettext_noop("Tình trạng hệ thống"), "health", WATCH),
    MenuItem(gettext_noop("Kiểm tra cấu hình"), "setup_check", WATCH),
    MenuItem(gettext_noop("Nhập danh sách"), "one_stop:list_imports", IMPORT),
)
