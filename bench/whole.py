"""A whole sample installation: time to the first page and to the second start, memory at rest, weight of citizen pages.

Starts ``tinhso up`` in a folder of its own and stops it. Memory is the proportional set size (PSS) of every process,
PostgreSQL included, so shared pages count once.
"""

import gzip
import json
import os
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any
from urllib.request import Request, urlopen

import psutil

PAGES = ("/", "/thu-tuc?tim=khai+sinh", "/thu-tuc/1.001193", "/tra-cuu")
TOTAL, HTML = 120 * 1024, 20 * 1024
ASSETS = ("css", "js", "woff2")


def measure() -> list[dict[str, Any]]:
    with tempfile.TemporaryDirectory(prefix="tinhso-whole-") as folder:
        Path(folder).chmod(0o755)
        data = Path(folder) / "data"
        first, facts = up(data)
        try:
            time.sleep(10)  # at rest: the sample's entries are sealed
            memory = _memory(facts["pid"])
            weights = {page: _weight(facts["address"], page) for page in PAGES}
        finally:
            down(data)
        second, facts = up(data)
        down(data)
    heaviest = max(sum(parts.values()) for parts in weights.values())
    return [
        _result("first page after downloads, sample loaded", first, "s", 60),
        _result("second start", second, "s", 5),
        _result("idle memory of up, PSS", memory / 2**20, "MB", 600),
        _result("heaviest citizen page, gzip, cold", heaviest / 1024, "KB", TOTAL / 1024, weights),
        _result("heaviest citizen HTML, gzip", max(w["html"] for w in weights.values()) / 1024, "KB", HTML / 1024),
    ]


def _result(name: str, value: float, unit: str, goal: float, details: object = None) -> dict[str, Any]:
    return {
        "name": name,
        "value": round(value, 1),
        "unit": unit,
        "goal": goal,
        "passed": value <= goal,
        "details": details,
    }


def _tinhso(*arguments: str) -> subprocess.CompletedProcess[str]:
    # The runner's own installation is none of ours.
    environ = {name: value for name, value in os.environ.items() if not name.startswith("TINHSO_")}
    command = [sys.executable, "-m", "tinhso", *arguments]
    return subprocess.run(command, check=True, env=environ, stdout=subprocess.PIPE, text=True)


def _free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


def up(data: Path) -> tuple[float, dict[str, Any]]:
    began = time.monotonic()
    done = _tinhso("up", "--data", str(data), "--port", str(_free_port()), "--detach", "--json")
    facts = json.loads(done.stdout)
    with urlopen(facts["address"] + "/", timeout=30) as answer:
        assert answer.status == 200
    return time.monotonic() - began, facts


def down(data: Path) -> None:
    _tinhso("down", "--data", str(data))


def _memory(pid: int) -> int:
    parent = psutil.Process(pid)
    return sum(process.memory_full_info().pss for process in [parent, *parent.children(recursive=True)])


def _weight(address: str, page: str) -> dict[str, int]:
    """Bytes on the wire of a page and of the styles, scripts and fonts it names, all compressed."""
    html = _fetch(address + page)
    text = gzip.decompress(html).decode() if html[:2] == b"\x1f\x8b" else html.decode()
    names = {word.split('"')[0] for word in text.split('="')[1:] if word.startswith("/static/")}
    found = {"html": len(html)} | dict.fromkeys(ASSETS, 0)
    for name in names:
        ending = name.rsplit(".", 1)[-1]
        if ending in found:
            found[ending] += len(_fetch(address + name))
    return found


def _fetch(url: str) -> bytes:
    with urlopen(Request(url, headers={"Accept-Encoding": "gzip"}), timeout=30) as answer:
        assert answer.status == 200
        return bytes(answer.read())


if __name__ == "__main__":
    print(json.dumps(measure(), ensure_ascii=False, indent=1))
