"""What a login of staff may look like."""

import re

_LOGIN = re.compile(r"[a-z0-9][a-z0-9._@-]{2,149}")


def is_login(text: str) -> bool:
    """From three characters: small letters without accents, digits, dots, dashes, @."""
    return _LOGIN.fullmatch(text) is not None
