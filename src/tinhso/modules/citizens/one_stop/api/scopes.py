"""What a client may be admitted to in the one-stop shop."""

from tinhso.base.scopes import Scope, register

READ = "dossiers.read"
FILE = "dossiers.file"
RECEIVE = "dossiers.receive"
PROCESS = "dossiers.process"
SIGN = "dossiers.sign"
ISSUE = "dossiers.issue"
REVEAL = "persons.reveal"
_CASES = "cases.read"

register(
    Scope(READ, "Đọc hồ sơ của đơn vị", (_CASES,)),
    Scope(FILE, "Nộp hồ sơ", (_CASES, "cases.receive")),
    Scope(
        RECEIVE,
        "Tiếp nhận, bổ sung, thu phí, trả kết quả",
        (_CASES, "cases.receive", "cases.return", "cases.collect", "cases.correct", "cases.assign", "documents.issue"),
    ),
    Scope(
        PROCESS,
        "Giải quyết: dự thảo, trình ký, tạm dừng, phân công",
        (_CASES, "cases.process", "cases.correct", "cases.assign", "cases.extend", "cases.advise"),
    ),
    Scope(SIGN, "Ký kết quả", (_CASES, "documents.sign", "documents.issue", "cases.assign", "cases.allow_again")),
    Scope(ISSUE, "Phát hành kết quả", (_CASES, "cases.issue", "documents.issue")),
    Scope(REVEAL, "Xem đầy đủ số định danh (mỗi lần xem đều được ghi lại)", (_CASES, "identity.reveal")),
)
