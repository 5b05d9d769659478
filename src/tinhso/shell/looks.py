"""The reader's own choices of look: text size, theme, density, single-key shortcuts. Kept in one cookie."""

from dataclasses import dataclass, fields, replace

from django.http import HttpRequest, HttpResponseBase

COOKIE = "tinhso_look"
YEAR = 365 * 24 * 3600
CHOICES: dict[str, tuple[str, ...]] = {
    "text": ("a", "a1", "a2"),
    "theme": ("auto", "light", "dark"),
    "density": ("comfortable", "compact"),
    "keys": ("on", "off"),
}


@dataclass(frozen=True)
class Look:
    """Written as data attributes on <html>; the style sheet reads them."""

    text: str = "a"
    theme: str = "auto"
    density: str = "comfortable"
    keys: str = "on"

    def as_cookie(self) -> str:
        return ".".join(getattr(self, field.name) for field in fields(self))


def chosen(answers: dict[str, str], before: Look | None = None) -> Look:
    """The look asked for; what was not asked, or is no choice, stays as it was."""
    wanted = {name: answers[name] for name, allowed in CHOICES.items() if answers.get(name) in allowed}
    return replace(before or Look(), **wanted)


def of(request: HttpRequest) -> Look:
    """The look kept in the reader's cookie, or the default."""
    values = request.COOKIES.get(COOKIE, "").split(".")
    return chosen(dict(zip(CHOICES, values, strict=False)))


def remember(response: HttpResponseBase, look: Look, *, is_secure: bool) -> None:
    response.set_cookie(COOKIE, look.as_cookie(), max_age=YEAR, httponly=True, samesite="Lax", secure=is_secure)
