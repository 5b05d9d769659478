"""The card of results and digitisation."""

from tinhso.base.modules import MenuItem, Module
from tinhso.modules.citizens.results.rules.roles import DIGITISE, SEE

MODULE = Module(
    code="results",
    title="Kết quả và số hóa",
    wing="citizens",
    owner="Văn phòng Ủy ban nhân dân tỉnh",
    docs="docs/modules/results.md",
    menu=(
        MenuItem("Giấy tờ của tôi", "results:mine", "citizen"),
        MenuItem("Số hóa giấy tờ", "results:workbench", SEE),
        MenuItem("Quét nhiều giấy tờ", "results:batches", DIGITISE),
        MenuItem("Kho giấy tờ", "results:store", SEE),
    ),
)
