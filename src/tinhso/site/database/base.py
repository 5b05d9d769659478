"""Django's PostgreSQL engine, which does not ask a connection that answered a moment ago whether it still lives."""

import time

from django.db.backends.postgresql import base

TRUSTED = 1.0  # seconds; a server does not go and come back in less


class DatabaseWrapper(base.DatabaseWrapper):
    """With CONN_HEALTH_CHECKS Django asks at the start of every request: a round trip more for each under load."""

    health_check_done: bool
    last_check = float("-inf")

    def close_if_health_check_failed(self) -> None:
        if getattr(self, "health_check_enabled", False) and not self.health_check_done:
            if time.monotonic() - self.last_check < TRUSTED:
                self.health_check_done = True
                return
            self.last_check = time.monotonic()
        super().close_if_health_check_failed()
