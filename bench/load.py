"""A closed loop of HTTP/1.1 clients over kept connections, cheap enough not to be what is measured."""

import selectors
import socket
import statistics
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from urllib.parse import urlsplit


@dataclass
class Outcome:
    """Answers by status, and the milliseconds each took."""

    seconds: float
    statuses: dict[int, int] = field(default_factory=dict)
    milliseconds: list[float] = field(default_factory=list)

    def rate(self, status: int) -> float:
        return self.statuses.get(status, 0) / self.seconds

    def quantile(self, part: float) -> float:
        ordered = sorted(self.milliseconds)
        return ordered[min(len(ordered) - 1, int(len(ordered) * part))]


@dataclass
class _Connection:
    socket: socket.socket
    began: float = 0.0  # when its request was sent; while it rests, when the next one goes
    got: bytes = b""
    rests: bool = False


def request(method: str, path: str, headers: dict[str, str], body: bytes = b"") -> bytes:
    """The bytes of one request."""
    lines = [f"{method} {path} HTTP/1.1", "Host: localhost", f"Content-Length: {len(body)}"]
    lines += [f"{name}: {value}" for name, value in headers.items()]
    return "\r\n".join([*lines, "", ""]).encode() + body


def drive(address: str, requests: Iterator[bytes], *, clients: int, seconds: float, pause: float = 0) -> Outcome:
    """Each client sends its next request when the last is answered and it has paused, for so many seconds."""
    place = urlsplit(address)
    poll = selectors.DefaultSelector()
    outcome = Outcome(seconds)
    start = time.perf_counter()
    connections = []
    for number in range(clients):
        opened = socket.create_connection((place.hostname, place.port))
        opened.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        connections.append(_Connection(opened, began=start + pause * number / clients, rests=True))
        poll.register(opened, selectors.EVENT_READ, connections[-1])
    end = start + seconds
    while (now := time.perf_counter()) < end:
        for one in connections:
            if one.rests and one.began <= now:
                _send(one, requests)
        wakes = min([end, *(one.began for one in connections if one.rests)])
        for key, _events in poll.select(timeout=max(wakes - now, 0)):
            _take(key.data, outcome, end, pause)
    poll.close()
    return outcome


def _send(connection: _Connection, requests: Iterator[bytes]) -> None:
    connection.got, connection.began, connection.rests = b"", time.perf_counter(), False
    connection.socket.sendall(next(requests))


def _take(connection: _Connection, outcome: Outcome, end: float, pause: float) -> None:
    received = connection.socket.recv(65536)
    if not received:
        raise ConnectionError("the server closed a connection under load")
    connection.got += received
    head, found, body = connection.got.partition(b"\r\n\r\n")
    if not found or len(body) < _length(head):
        return
    now = time.perf_counter()
    status = int(head[9:12])
    if now < end:
        outcome.statuses[status] = outcome.statuses.get(status, 0) + 1
        outcome.milliseconds.append((now - connection.began) * 1000)
    connection.began, connection.rests = now + pause, True


def _length(head: bytes) -> int:
    for line in head.split(b"\r\n")[1:]:
        name, _, value = line.partition(b":")
        if name.lower() == b"content-length":
            return int(value)
    raise ValueError("an answer without its length")


def drive_once(address: str, asked: bytes, *, seconds: float = 120) -> bytes:
    """One request on a connection of its own; the whole answer, head and body."""
    place = urlsplit(address)
    with socket.create_connection((place.hostname, place.port), timeout=seconds) as opened:
        opened.sendall(asked.replace(b"\r\n\r\n", b"\r\nConnection: close\r\n\r\n", 1))
        parts = []
        while part := opened.recv(1 << 20):
            parts.append(part)
    return b"".join(parts)


def alternate(runs: dict[str, Callable[[], Outcome]], rounds: int) -> dict[str, list[Outcome]]:
    """Each in turn, several times, so that a slow minute of the machine falls on all."""
    found: dict[str, list[Outcome]] = {name: [] for name in runs}
    for _ in range(rounds):
        for name, run in runs.items():
            found[name].append(run())
    return found


def median_rate(outcomes: list[Outcome], status: int) -> float:
    return statistics.median(outcome.rate(status) for outcome in outcomes)
