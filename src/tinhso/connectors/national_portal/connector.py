"""The card of the connector."""

from typing import Final

CODE: Final = "national_portal"
TITLE: Final = "Cổng Dịch vụ công quốc gia"
DOCS: Final = "docs/connectors/national_portal.md"
