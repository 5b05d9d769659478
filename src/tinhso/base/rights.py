"""Rights, and the roles that bundle them: declared by rooms (kinds.py, actions.py) and modules (module.py)."""

from dataclasses import dataclass

from tinhso.base.registry import Registry


@dataclass(frozen=True)
class Right:
    """``code`` is room or module, dot, verb: ``cases.accept``."""

    code: str
    title: str


@dataclass(frozen=True)
class Role:
    """A bundle of rights a seat may hold; ``everywhere`` gives them in every unit, not the seat's alone."""

    code: str
    title: str
    rights: tuple[str, ...]
    everywhere: bool = False


rights: Registry[Right] = Registry("right")
roles: Registry[Role] = Registry("role")


def register(*kinds: Right | Role) -> None:
    for kind in kinds:
        if isinstance(kind, Right):
            rights.register(kind)
        else:
            roles.register(kind)
