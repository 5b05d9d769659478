"""The card of the connector."""

from typing import Final

CODE: Final = "email"
TITLE: Final = "Thư điện tử"
DOCS: Final = "docs/connectors/email.md"
"""The name of the partner in exchange, of its driver and of the channel in notices."""
