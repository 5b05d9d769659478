"""What every operation of the HTTP API is made with (ux.md section 7); site/api puts the operations together."""

from tinhso.shell.api.conditions import Versioned, must_match, versioned
from tinhso.shell.api.declaring import Declared, Deprecated, Outcome, declared_of, operation
from tinhso.shell.api.pages import Cursor, Listed, Order, page_of
from tinhso.shell.api.shapes import LINE, MOST, WORDS, Body, Money, Shape, money

__all__ = [
    "LINE",
    "MOST",
    "WORDS",
    "Body",
    "Cursor",
    "Declared",
    "Deprecated",
    "Listed",
    "Money",
    "Order",
    "Outcome",
    "Shape",
    "Versioned",
    "declared_of",
    "money",
    "must_match",
    "operation",
    "page_of",
    "versioned",
]
