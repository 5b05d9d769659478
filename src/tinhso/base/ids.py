"""Time-ordered identifiers (UUID version 7, RFC 9562 section 5.7)."""

import os
import threading
import time
from uuid import UUID

_lock = threading.Lock()
_last = 0


def new_id() -> UUID:
    """A UUIDv7 whose first 60 bits grow strictly within this process (RFC 9562, method 3)."""
    global _last
    with _lock:
        # 48 bits of milliseconds, then 12 bits of a fraction of the millisecond.
        ticks = (time.time_ns() << 12) // 1_000_000
        _last = max(ticks, _last + 1)
        stamp = _last
    tail = int.from_bytes(os.urandom(8), "big") & ((1 << 62) - 1)
    return UUID(int=(stamp >> 12) << 80 | 0x7 << 76 | (stamp & 0xFFF) << 64 | 0b10 << 62 | tail)
