"""Tables that people send and get: rows of CSV and XLSX read within limits; templates and marked-up answers written.

Columns are told by their titles (accents and case do not matter), in any order. What comes in is not believed: it is
read behind a wall (``walled``) of memory and time, after its size was looked at; XML that declares entities is refused,
formulas give the value the file carries. What goes out cannot become a formula in somebody's spreadsheet.
"""

from tinhso.base.tables.shape import (
    MOST_BYTES,
    MOST_ROWS,
    MOST_UNPACKED,
    Column,
    Remark,
    Row,
    WrongTable,
    remarks_of,
)
from tinhso.base.tables.walled import read_bytes, read_table
from tinhso.base.tables.writing import harmless, marked, sheet_of, template

__all__ = [
    "MOST_BYTES",
    "MOST_ROWS",
    "MOST_UNPACKED",
    "Column",
    "Remark",
    "Row",
    "WrongTable",
    "harmless",
    "marked",
    "read_bytes",
    "read_table",
    "remarks_of",
    "sheet_of",
    "template",
]
