"""The card of the connector."""

from typing import Final

CODE: Final = "sms"
TITLE: Final = "Tin nhắn SMS"
DOCS: Final = "docs/connectors/sms.md"
"""The name of the partner in exchange, of its driver and of the channel in notices."""
