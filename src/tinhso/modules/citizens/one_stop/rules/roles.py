"""The roles of the one-stop shop (one-stop.md section 1.1)."""

from tinhso.base.rights import Right, Role, register

RECEIVER = "one_stop.receiver"
HANDLER = "one_stop.handler"
SIGNER = "one_stop.signer"
CLERK = "one_stop.clerk"
SUPERVISOR = "one_stop.supervisor"
PROVINCE_LEADER = "one_stop.province_leader"
LEAD = "one_stop.lead"
IMPORT = "one_stop.import"
FRONT_DOOR = "one_stop.front_door"
FRONT_DOOR_KEEPER = "one_stop.front_door_keeper"

# What whoever answers for an office may do besides.
_HEAD = ("cases.assign", "cases.advise", "cases.allow_again", "cases.extend")

register(
    Right(LEAD, "Xem bảng của lãnh đạo, nhắc người giữ hồ sơ"),
    Right(IMPORT, "Nhập danh sách đơn vị, cán bộ, hồ sơ từ tệp"),
    Right(FRONT_DOOR, "Đặt nơi nộp hồ sơ trực tuyến: Cổng quốc gia hoặc tại đây", everywhere=True),
    Role(FRONT_DOOR_KEEPER, "Quản lý nơi nộp trực tuyến", (FRONT_DOOR,), everywhere=True),
    Role(
        RECEIVER,
        "Cán bộ tiếp nhận và trả kết quả",
        ("cases.read", "cases.receive", "cases.return", "cases.collect", "cases.correct", "documents.issue"),
    ),
    Role(HANDLER, "Cán bộ thụ lý", ("cases.read", "cases.process", "cases.correct", "cases.advise")),
    Role(SIGNER, "Lãnh đạo ký", ("cases.read", *_HEAD, "documents.sign", "documents.issue", LEAD)),
    Role(CLERK, "Văn thư", ("cases.read", "cases.issue", "documents.issue")),
    Role(SUPERVISOR, "Giám đốc trung tâm", ("cases.read", *_HEAD, LEAD)),
    Role(
        PROVINCE_LEADER,
        "Lãnh đạo tỉnh",
        ("cases.read", "cases.assign", LEAD, "organisations.reorganise"),
        everywhere=True,
    ),
)
# Who answers when an office is asked for its opinion.
ADVISERS = (HANDLER, SIGNER, SUPERVISOR)
