"""Rights, and the roles that bundle them: declared by rooms (kinds.py, actions.py) and modules (module.py)."""

from dataclasses import dataclass

from tinhso.base.registry import Registry


@dataclass(frozen=True)
class Right:
    """``code`` is room or module, dot, verb: ``cases.accept``.

    ``everywhere``: what it lets one do concerns the whole province, so a grant in one unit alone gives nothing.
    """

    code: str
    title: str
    everywhere: bool = False


@dataclass(frozen=True)
class Role:
    """A bundle of rights a seat may hold; ``everywhere`` gives them in every unit, not the seat's alone."""

    code: str
    title: str
    rights: tuple[str, ...]
    everywhere: bool = False


rights: Registry[Right] = Registry("right")
roles: Registry[Role] = Registry("role")


def is_everywhere(code: str) -> bool:
    """Whether a right can only be held for the whole province."""
    return code in rights and rights.get(code).everywhere


def register(*kinds: Right | Role) -> None:
    for kind in kinds:
        if isinstance(kind, Right):
            rights.register(kind)
        else:
            roles.register(kind)
