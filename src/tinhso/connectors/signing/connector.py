"""The card of the connector."""

from typing import Final

CODE: Final = "signing"
TITLE: Final = "Ký số (khóa mềm mẫu)"
DOCS: Final = "docs/connectors/signing.md"
