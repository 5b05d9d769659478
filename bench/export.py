"""A work list of 100,000 dossiers taken away as a workbook and as CSV: the peak of the server process that writes it.

The peer in the same run is the same process just before: what the table itself costs is the difference.
"""

import time
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from bench.load import drive_once, request
from bench.province import free_port, load_cases, offices, running, session
from tinhso.modules.citizens.one_stop.queries.exported import BATCH

_PROC = Path("/proc")
CASES, GOAL_MB = 250_000, 150  # four in ten are open, so that the list holds 100,000


def measure() -> list[dict[str, Any]]:
    offices()
    load_cases(CASES)
    port, found = free_port(), []
    with running("tinhso", "web", "--bind", "127.0.0.1", "--port", str(port), port=port) as address:
        cookie = f"tinhso_session={session('chutich')}"
        page = drive_once(address, request("GET", "/ban/viec", {"Cookie": cookie}))
        token = page.partition(b'name="csrfmiddlewaretoken" value="')[2][:64].decode()
        secret = page.partition(b"csrftoken=")[2].partition(b";")[0].decode()
        for form in ("csv", "xlsx"):
            body = urlencode({"csrfmiddlewaretoken": token, "query": "giu=moi-nguoi", "dang": form}).encode()
            headers = {
                "Cookie": f"{cookie}; csrftoken={secret}",
                "Content-Type": "application/x-www-form-urlencoded",
            }
            before, _ = memory_mb(port, forget_peak=True)
            began = time.perf_counter()
            answer = drive_once(address, request("POST", "/ban/viec/xuat", headers, body))
            took, (_, peak) = time.perf_counter() - began, memory_mb(port)
            head, _, table = answer.partition(b"\r\n\r\n")
            assert b" 200 " in head.partition(b"\r\n")[0], head[:300]
            assert form == "xlsx" or table.count(b"\n") > 100_000, table.count(b"\n")
            facts = {"seconds": round(took, 1), "megabytes": round(len(table) / 1e6, 1), "rows_at_once": BATCH}
            for name, value in (("what it adds to", peak - before), ("whole", peak)):
                found.append({
                    "name": f"export of 100,000 dossiers as {form}, {name} the server process at its peak",
                    "value": round(value), "unit": "MB", "goal": GOAL_MB, "passed": value <= GOAL_MB, **facts,
                })  # fmt: skip
    return found


def memory_mb(port: int, *, forget_peak: bool = False) -> tuple[float, float]:
    """The largest process of the server on that port: what it holds now and the most it held, in MB."""
    mark = f"--port\0{port}\0".encode()
    servers = {int(place.parent.name) for place in _PROC.glob("[0-9]*/cmdline") if mark in _read(place) + b"\0"}
    family = servers | {
        int(place.parent.name)
        for place in _PROC.glob("[0-9]*/stat")
        if (words := _read(place).rpartition(b") ")[2].split()) and int(words[1]) in servers
    }
    for pid in family if forget_peak else ():
        (_PROC / str(pid) / "clear_refs").write_text("5")  # proc(5): the peak begins anew
    return max(_said(pid, b"VmRSS") for pid in family), max(_said(pid, b"VmHWM") for pid in family)


def _said(pid: int, name: bytes) -> float:
    status = _read(_PROC / str(pid) / "status")
    return next((int(line.split()[1]) / 1024 for line in status.splitlines() if line.startswith(name)), 0.0)


def _read(place: Path) -> bytes:
    try:
        return place.read_bytes()
    except OSError:
        return b""
