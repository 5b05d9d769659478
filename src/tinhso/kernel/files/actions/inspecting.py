"""Asks the inspector (rules/inspector.py) about a file; starts it when needed, one a process."""

import atexit
import json
import os
import subprocess
import sys
import threading
from pathlib import Path
from typing import IO, Any

from tinhso.kernel.files.actions.refusals import refusal

_SOURCE = Path(__file__).resolve().parents[4]
_lock = threading.Lock()
_running: "tuple[int, subprocess.Popen[bytes]] | None" = None


class InspectorGone(RuntimeError):
    """The inspector ended twice without an answer: something is wrong with the machine, not with the file."""


def asked(task: str, **order: Any) -> dict[str, Any]:
    """The inspector's answer to an order. Raises the refusal it gives for the file."""
    line = json.dumps({"task": task, **order}).encode() + b"\n"
    with _lock:
        # One that was idle for long has ended; the second is fresh.
        reply = _reply(line) or _reply(line)
    if reply is None:
        raise InspectorGone
    answer: dict[str, Any] = json.loads(reply)
    if "refused" in answer:
        raise refusal(answer["refused"], answer["facts"])
    found: dict[str, Any] = answer["ok"]
    return found


def _reply(line: bytes) -> bytes | None:
    orders, answers = _pipes()
    try:
        orders.write(line)
        orders.flush()
        reply = answers.readline()
    except BrokenPipeError:
        reply = b""
    if not reply:
        stop()
    return reply or None


def _pipes() -> tuple[IO[bytes], IO[bytes]]:
    """The pipes of the inspector of this very process: a fork must not share its parent's."""
    global _running
    if _running is None or _running[0] != os.getpid():
        _running = (os.getpid(), _started())
    process = _running[1]
    if process.stdin is None or process.stdout is None:
        raise InspectorGone
    return process.stdin, process.stdout


def _started() -> "subprocess.Popen[bytes]":
    # It gets no setting and no secret, and a session of its own so that Ctrl-C does not reach it first.
    environ = {"PYTHONPATH": str(_SOURCE), "PATH": os.environ.get("PATH", ""), "LANG": "C.UTF-8"}
    command = [sys.executable, "-m", "tinhso.kernel.files.rules.inspector"]
    return subprocess.Popen(  # noqa: S603
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environ, start_new_session=True
    )


@atexit.register
def stop() -> None:
    """Ends the inspector of this process, if there is one."""
    global _running
    if _running is not None and _running[0] == os.getpid():
        process = _running[1]
        for pipe in (process.stdin, process.stdout):
            if pipe is not None:
                _close(pipe)
        process.wait()
    _running = None


def _close(pipe: IO[bytes]) -> None:
    try:
        pipe.close()
    except BrokenPipeError:
        return
