"""The card of the connector."""

from typing import Final

CODE: Final = "payment_platform"
TITLE: Final = "Nền tảng thanh toán trực tuyến"
DOCS: Final = "docs/connectors/payment_platform.md"
