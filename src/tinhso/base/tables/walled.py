"""Reads a table in a process of its own, which may use so much memory and time and no more.

Whatever a workbook does to its reader (millions of empty cells, one endless row) stays behind that wall: the process
ends and the sender hears why. It gets no setting and no secret.
"""

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import IO, Any

from tinhso.base.tables.shape import MOST_BYTES, Column, Row, WrongTable

MEMORY = 256 * 2**20
CPU_SECONDS = 5
WAIT_SECONDS = 30  # of the clock on the wall: a busy machine is no fault of the file
_SOURCE = Path(__file__).resolve().parents[3]


def read_table(stream: IO[bytes], columns: Sequence[Column], *, heading_within: int = 1) -> list[Row]:
    """The rows of a workbook's first sheet or of a CSV; told by the bytes, not by the name. Raises WrongTable.

    ``heading_within``: the titles stand in one of so many first rows, below something else.
    """
    return read_bytes(stream.read(MOST_BYTES + 1), columns, heading_within=heading_within)


def read_bytes(data: bytes, columns: Sequence[Column], *, heading_within: int = 1) -> list[Row]:
    """As ``read_table``. Raises WrongTable."""
    if len(data) > MOST_BYTES:
        raise WrongTable(why=f"tệp lớn quá {MOST_BYTES // 2**20} MB")
    if not data.strip():
        raise WrongTable(why="tệp rỗng")
    order = json.dumps(
        {
            "memory": MEMORY,
            "cpu": CPU_SECONDS,
            "heading_within": heading_within,
            "columns": [
                {"code": one.code, "names": one.names, "is_needed": one.is_needed, "has_lines": one.has_lines}
                for one in columns
            ],
        }
    )
    answer = _answered(order.encode() + b"\n" + data)
    if "refused" in answer:
        raise WrongTable(why=answer["refused"])
    examples = {column.code: column.example for column in columns if column.example}
    # The example a template carries is nobody, whoever leaves it in.
    return [
        Row(place, cells)
        for place, cells in answer["rows"]
        if not examples or any(cells.get(code, "") != text for code, text in examples.items())
    ]


def _answered(order: bytes) -> dict[str, Any]:
    environ = {
        "PYTHONPATH": str(_SOURCE),
        "PATH": os.environ.get("PATH", ""),
        "LANG": "C.UTF-8",
        "OPENPYXL_LXML": "False",
        "OPENPYXL_DEFUSEDXML": "False",  # slow, and what it guards against was refused before
    }
    command = [sys.executable, "-m", "tinhso.base.tables.reading"]
    try:
        said = subprocess.run(  # noqa: S603
            command, input=order, stdout=subprocess.PIPE, env=environ, timeout=WAIT_SECONDS, check=True
        )
    except (subprocess.CalledProcessError, subprocess.TimeoutExpired) as error:
        raise WrongTable(why="quá nhiều ô, kể cả ô trống; hãy chia thành nhiều tệp") from error
    found: dict[str, Any] = json.loads(said.stdout)
    return found
