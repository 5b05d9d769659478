"""Finds text that no database keeps: NUL, and halves of a surrogate pair. Pure."""

import re
from collections.abc import Iterator

_UNUSABLE = re.compile("[\x00\ud800-\udfff]")


def is_unusable(text: str) -> bool:
    return _UNUSABLE.search(text) is not None


def unusable_texts(value: object, place: str = "") -> Iterator[str]:
    """JSON pointers (RFC 6901) to every such text, keys included."""
    if isinstance(value, str):
        if is_unusable(value):
            yield place
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from unusable_texts(item, f"{place}/{index}")
    elif isinstance(value, dict):
        for key, item in value.items():
            here = f"{place}/{_UNUSABLE.sub('?', key).replace('~', '~0').replace('/', '~1')}"
            if is_unusable(key):
                yield here
            yield from unusable_texts(item, here)
