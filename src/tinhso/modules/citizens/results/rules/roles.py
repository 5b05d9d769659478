"""Who digitises, who looks a second time and signs, who looks after the store."""

from tinhso.base.rights import Right, Role, register

SEE, DIGITISE, CONFIRM, SIGN, STAND = (
    "results.see", "results.digitise", "results.confirm", "results.sign", "results.stand",
)  # fmt: skip
DIGITISER, CONFIRMER, KEEPER = "results.digitiser", "results.confirmer", "results.keeper"

register(
    Right(SEE, "Xem giấy tờ đã số hóa và kho giấy tờ của đơn vị"),
    Right(DIGITISE, "Số hóa giấy tờ, kiểm tra, ghi thông tin"),
    Right(CONFIRM, "Xác nhận giấy tờ do người khác số hóa"),
    Right(SIGN, "Ký số và đóng dấu bản số hóa"),
    Right(STAND, "Ghi thu hồi, thay thế giấy tờ trong kho"),
    Role(DIGITISER, "Cán bộ số hóa", ("cases.read", SEE, DIGITISE)),
    Role(CONFIRMER, "Người xác nhận, ký số bản số hóa", ("cases.read", SEE, DIGITISE, CONFIRM, SIGN)),
    Role(KEEPER, "Người giữ kho giấy tờ", ("cases.read", SEE, STAND, "documents.revoke")),
)
