"""Templates of notices: plain text with ``{names}`` of declared fields."""

import re
from collections.abc import Collection, Mapping

_NAMED = re.compile(r"\{([^{}]*)\}")


def names_in(template: str) -> list[str]:
    """The names between braces, in their order, each once."""
    return list(dict.fromkeys(name.strip() for name in _NAMED.findall(template)))


def faults_of(template: str, known: Collection[str]) -> list[str]:
    """What stands in braces and is no known name; a brace without its partner is named as it is."""
    unknown = [f"{{{name}}}" for name in names_in(template) if name not in known]
    rest = _NAMED.sub("", template)
    return unknown + [brace for brace in "{}" if brace in rest]


def filled(template: str, values: Mapping[str, str]) -> str:
    """The text with values in place of names.

    A line that names fields and finds all of them empty is left out, so that one template serves what is not known yet;
    where that leaves several empty lines, one stays.
    """
    lines = [_filled_line(line, values) for line in template.splitlines()]
    text = "\n".join(line for line in lines if line is not None)
    return re.sub(r"\n{3,}", "\n\n", text).strip()


def _filled_line(line: str, values: Mapping[str, str]) -> str | None:
    names = names_in(line)
    if names and not any(values.get(name, "") for name in names):
        return None
    return _NAMED.sub(lambda found: values.get(found[1].strip(), ""), line).rstrip()


def one_line(text: str) -> str:
    """For a subject: without line breaks (a header of a mail must not be continued by what somebody typed)."""
    return " ".join(text.split())
