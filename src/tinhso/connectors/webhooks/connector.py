"""The card of the connector."""

from typing import Final

CODE: Final = "webhooks"
TITLE: Final = "Webhook"
DOCS: Final = "docs/connectors/webhooks.md"
