"""A small process that looks at foreign files, so that none can hurt the one that serves people.

It knows no secret and no database. Each order is done by a fork of its own under limits of memory and
time; a fork that dies tells by its death. Orders and answers are JSON lines on its pipes; it ends when
its orders end, or after a while without any.
"""

import json
import os
import resource
import select
import signal
import sys
import time
from base64 import b64encode
from pathlib import Path
from typing import Any

from tinhso.kernel.files.rules import types
from tinhso.kernel.files.rules.faults import Unfit
from tinhso.kernel.files.rules.images import photos_as_pdf
from tinhso.kernel.files.rules.office import sound_office
from tinhso.kernel.files.rules.pdf import pages_of_sound_pdf
from tinhso.kernel.files.rules.thumbnails import thumbnail

MEMORY = 256 * 2**20  # bytes a file may make us take
CPU_SECONDS = 5
WALL_SECONDS = 15.0  # the machine may be busy with other things
LARGEST_OUTPUT = 200 * 2**20
IDLE_SECONDS = 120.0
_OLE_PACKAGE = "EncryptedPackage".encode("utf-16-le")


def main() -> None:
    while select.select([sys.stdin], [], [], IDLE_SECONDS)[0]:
        order = sys.stdin.buffer.readline()
        if not order:
            return
        sys.stdout.buffer.write(_done_apart(order))
        sys.stdout.buffer.flush()


def _done_apart(order: bytes) -> bytes:
    """The answer of a fork as a JSON line; how it died when it gave none."""
    here, there = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(here)
        _work(order, there)
    os.close(there)
    with os.fdopen(here, "rb") as answers:
        answer = answers.read()
    _, status = os.waitpid(child, 0)
    if answer.endswith(b"\n"):
        return answer
    killed = os.WTERMSIG(status) if os.WIFSIGNALED(status) else 0
    spent = killed in (signal.SIGXCPU, signal.SIGKILL, signal.SIGALRM)
    return json.dumps({"refused": "bomb" if spent else "corrupt", "facts": {}}).encode() + b"\n"


def _work(order: bytes, answers: int) -> None:
    """Does one order and ends this fork; what parsing raises beyond Unfit ends it without an answer."""
    done = 1
    try:
        _set_limits()
        os.write(answers, json.dumps(_answer(json.loads(order))).encode() + b"\n")
        done = 0
    finally:
        os._exit(done)


def _set_limits() -> None:
    for what, most in (
        (resource.RLIMIT_DATA, MEMORY),
        (resource.RLIMIT_CPU, CPU_SECONDS),
        (resource.RLIMIT_FSIZE, LARGEST_OUTPUT),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(what, (most, most))
    signal.setitimer(signal.ITIMER_REAL, WALL_SECONDS)
    # Complaints of parsers may quote what stands in the file.
    silent = os.open(os.devnull, os.O_WRONLY)
    os.dup2(silent, 2)


def _answer(order: dict[str, Any]) -> dict[str, Any]:
    try:
        return {"ok": _TASKS[order["task"]](order)}
    except Unfit as error:
        return {"refused": error.code, "facts": error.facts}
    except MemoryError:
        return {"refused": "bomb", "facts": {}}


def _inspect(order: dict[str, Any]) -> dict[str, Any]:
    """The type and pages of a file whose bytes are sound and, if its name claims a type, of that type."""
    path = Path(order["path"])
    with path.open("rb") as file:
        head = file.read(types.HEAD)
        if head.startswith(b"\xd0\xcf\x11\xe0") and _OLE_PACKAGE in head + file.read():
            raise Unfit("encrypted")
    kind = types.sniffed(head, sound_office(path) if types.is_archive(head) else None)
    claimed = types.type_by_name(order["name"])
    if kind is None or (claimed is not None and claimed.family != kind.family):
        found = kind.title if kind else types.title_of(head)
        raise Unfit("wrong-type", ending=claimed.endings[0] if claimed else "", found=found)
    if kind is types.TEXT and claimed is types.CSV:
        kind = types.CSV
    if kind.family == "text":
        _must_be_text(path)
    pages = pages_of_sound_pdf(path) if kind is types.PDF else None
    return {"media_type": kind.media_type, "pages": pages}


def _must_be_text(path: Path) -> None:
    with path.open("rb") as file:
        body = file.read()
    try:
        body.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Unfit("corrupt") from error
    if b"\x00" in body:
        raise Unfit("corrupt")


def _photos(order: dict[str, Any]) -> dict[str, Any]:
    photos = [(Path(path), media_type) for path, media_type in order["photos"]]
    made_at = time.gmtime(order["made_at"])
    return {"pages": photos_as_pdf(photos, Path(order["target"]), made_at)}


def _thumbnail(order: dict[str, Any]) -> dict[str, Any]:
    return {"jpeg": b64encode(thumbnail(Path(order["path"]))).decode()}


_TASKS = {"inspect": _inspect, "photos": _photos, "thumbnail": _thumbnail}

if __name__ == "__main__":
    main()
