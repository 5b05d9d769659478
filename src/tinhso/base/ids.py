"""Time-ordered identifiers (UUID version 7, RFC 9562 section 5.7)."""

import os
import threading
import time
from uuid import UUID

_lock = threading.Lock()
_last = 0
_TAIL = 8  # bytes of chance an id takes
_chance = memoryview(b"")  # drawn for many ids at once: each draw lets go of the interpreter and waits for it again


def _forget() -> None:
    """A process that was split off draws its own, and waits for no thread it does not have."""
    global _lock, _chance
    _lock, _chance = threading.Lock(), memoryview(b"")


os.register_at_fork(after_in_child=_forget)


def new_id() -> UUID:
    """A UUIDv7 whose first 60 bits grow strictly within this process (RFC 9562, method 3)."""
    global _last, _chance
    with _lock:
        # 48 bits of milliseconds, then 12 bits of a fraction of the millisecond.
        ticks = (time.time_ns() << 12) // 1_000_000
        _last = max(ticks, _last + 1)
        stamp = _last
        if not _chance:
            _chance = memoryview(os.urandom(_TAIL * 256))
        drawn, _chance = _chance[:_TAIL], _chance[_TAIL:]
    tail = int.from_bytes(drawn, "big") & ((1 << 62) - 1)
    return UUID(int=(stamp >> 12) << 80 | 0x7 << 76 | (stamp & 0xFFF) << 64 | 0b10 << 62 | tail)
