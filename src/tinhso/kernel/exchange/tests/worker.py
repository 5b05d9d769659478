"""A worker process of its own, for tests that kill it: delivers to a partner that is a file, until nothing waits.

``python worker.py FILE PAUSE`` says "ready" and begins when it is sent a line; the environment says which database.
"""

import os
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from random import Random

import django


def main(file: Path, pause: float) -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tinhso.site.settings")
    django.setup()
    from tinhso.base.moments import now
    from tinhso.kernel.exchange.actions import deliver
    from tinhso.kernel.exchange.kinds import Delivered, Driver, Health, Message, Outcome, PartnerView, register
    from tinhso.kernel.exchange.models import Outgoing, Partner

    book = os.open(file, os.O_WRONLY | os.O_APPEND | os.O_CREAT)

    def to_file(partner: PartnerView, messages: Sequence[Message]) -> Iterator[Outcome]:
        for message in messages:
            os.write(book, f"{message.key}\n".encode())
            time.sleep(pause)
            yield Delivered()

    register(Driver("paper", "Tệp", deliver=to_file, check=lambda partner: Health(True)))
    rng = Random(os.getpid())
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    sys.stdin.readline()
    while Outgoing.objects.filter(state="waiting").exists():
        for partner in Partner.objects.all():
            deliver(partner, clock=now, rng=rng)
        time.sleep(0.01)


if __name__ == "__main__":
    main(Path(sys.argv[1]), float(sys.argv[2]))
