"""What makes a password good enough, and how a one-time password is drawn."""

from collections.abc import Callable, Iterable, Sequence
from datetime import timedelta

from django.contrib.auth.password_validation import CommonPasswordValidator
from django.core.exceptions import ValidationError

from tinhso.base.text import fold

AT_LEAST, AT_MOST = 12, 128
DIFFERENT_AT_LEAST = 5
REST_AT_LEAST = 8
ONE_TIME_FOR = timedelta(days=3)
# Without letters and digits that are taken for one another when read aloud or written by hand.
CLEAR = "abcdefghjkmnpqrstuvwxyz23456789"
_USUAL = ("matkhau", "password", "tinhso", "vietnam", "lamdong", "congchuc", "qwerty", "123456", "abcdef")
_common = CommonPasswordValidator()


def password_faults(password: str, *, login: str, full_name: str) -> tuple[str, ...]:
    """Why a password is too weak, as codes: short, long, same (too few different characters), own, common."""
    plain = fold(password).replace(" ", "")
    own = {fold(login).replace(" ", ""), fold(full_name).replace(" ", ""), *fold(f"{login} {full_name}").split()}
    checks = (
        ("short", len(password) < AT_LEAST),
        ("long", len(password) > AT_MOST),
        ("same", len(set(password)) < DIFFERENT_AT_LEAST),
        ("own", _leans_on(plain, own)),
        ("common", _leans_on(plain, _USUAL) or _is_listed(password)),
    )
    return tuple(code for code, is_so in checks if is_so)


def _leans_on(plain: str, words: Iterable[str]) -> bool:
    """Little is left without those words (Matkhau@123456, dangthihoa2026)."""
    rest = plain
    for word in sorted(words, key=len, reverse=True):
        rest = rest.replace(word, "") if len(word) >= 3 else rest
    return len(rest) < len(plain) and len(rest) < REST_AT_LEAST


def _is_listed(password: str) -> bool:
    try:
        _common.validate(password)
    except ValidationError:
        return True
    return False


def one_time_password(choose: Callable[[Sequence[str]], str]) -> str:
    """16 characters in fours (79 bits when ``choose`` is ``secrets.choice``); kept under a slow hash."""
    return _in_fours(choose, 4)


def long_one_time_password(choose: Callable[[Sequence[str]], str]) -> str:
    """28 characters in fours (138 bits): for lists of people, kept as ``rules.one_time`` says."""
    return _in_fours(choose, 7)


def _in_fours(choose: Callable[[Sequence[str]], str], count: int) -> str:
    return "-".join("".join(choose(CLEAR) for _ in range(4)) for _ in range(count))
