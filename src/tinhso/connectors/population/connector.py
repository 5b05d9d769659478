"""The card of the connector."""

from typing import Final

CODE: Final = "population"
TITLE: Final = "Cơ sở dữ liệu quốc gia về dân cư"
DOCS: Final = "docs/connectors/population.md"
