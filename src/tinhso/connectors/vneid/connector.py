"""The card of the connector."""

from typing import Final

CODE: Final = "vneid"
TITLE: Final = "Định danh điện tử (VNeID)"
DOCS: Final = "docs/connectors/vneid.md"
