"""Pages written as Markdown in docs/, as HTML for the portal."""

import json
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils.safestring import SafeString
from markdown_it import MarkdownIt

# In a checkout docs/ stands beside src/; an installed package carries its own copy (pyproject.toml).
PLACES = (Path(__file__).resolve().parents[4] / "docs", Path(__file__).resolve().parent / "docs")
SANDBOX = "sandbox-keys.json"


def source(name: str) -> str:
    """The text of a page of docs/. Raises FileNotFoundError."""
    for place in PLACES:
        if (place / name).exists():
            return (place / name).read_text(encoding="utf-8")
    raise FileNotFoundError(name)


def html(text: str) -> SafeString:
    """Our own page as HTML; raw HTML in it is shown as text."""
    made = MarkdownIt("commonmark", {"html": False}).enable("table").render(text)
    return SafeString(made.replace("<pre>", '<pre class="lines" tabindex="0">'))


def sandbox_keys() -> list[dict[str, Any]]:
    """The keys of the sample, for everybody who runs it; none in a real installation."""
    path = Path(settings.DATA) / SANDBOX
    if settings.PROFILE == "production" or not path.exists():
        return []
    return list(json.loads(path.read_text(encoding="utf-8")))


def quick_start(address: str) -> str:
    """The quick start with this installation's address and the first sandbox key written in."""
    text = source("quick-start.md").replace("http://127.0.0.1:8000", address)
    keys = sandbox_keys()
    if keys:
        text = text.replace("khoa-dung-thu", keys[0]["client_id"]).replace("bi-mat-dung-thu", keys[0]["client_secret"])
    return text
