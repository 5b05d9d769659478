"""What ``up`` tells while it starts: lines for a person, JSON for a machine, or events for the one that waits."""

import json
import os
from dataclasses import dataclass
from typing import Any

import typer


@dataclass
class Report:
    """Lines go to stdout (to stderr when ``as_json``, so that stdout holds the JSON alone).

    ``ready_fd``: a pipe to a parent that waits (``--detach``); it hears everything until we are ready.
    """

    as_json: bool = False
    ready_fd: int | None = None

    def line(self, text: str) -> None:
        self._tell({"line": text})
        typer.echo(text, err=self.as_json)

    def warn(self, text: str) -> None:
        self._tell({"line": text})
        typer.echo(text, err=True)

    def failed(self, text: str, code: int) -> None:
        self._tell({"error": text, "code": code})

    def ready(self, facts: dict[str, Any], welcome: str) -> None:
        """Says that pages are served; the waiting parent goes its way."""
        self._tell({"ready": facts, "welcome": welcome})
        if self.ready_fd is not None:
            os.close(self.ready_fd)
            self.ready_fd = None
        typer.echo(json.dumps(facts, ensure_ascii=False) if self.as_json else welcome)

    def _tell(self, event: dict[str, Any]) -> None:
        if self.ready_fd is None:
            return
        try:
            os.write(self.ready_fd, json.dumps(event).encode() + b"\n")
        except BrokenPipeError:
            self.ready_fd = None
