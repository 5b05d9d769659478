"""How a state looks: always an icon, a word and a colour together, the same on every screen (ux.md section 5).

The words belong to the rooms; here stand only tone and icon, by the number the national portal gives a state.
"""

from dataclasses import dataclass

TONES = ("plain", "work", "info", "good", "warn", "bad", "sign")


@dataclass(frozen=True)
class ChipLook:
    icon: str
    tone: str


STATES: dict[int, ChipLook] = {
    1: ChipLook("new", "info"),
    2: ChipLook("inbox", "work"),
    3: ChipLook("refuse", "bad"),
    4: ChipLook("work", "work"),
    5: ChipLook("wait", "warn"),
    6: ChipLook("pay", "warn"),
    7: ChipLook("back", "plain"),
    8: ChipLook("stop", "bad"),
    9: ChipLook("ready", "good"),
    10: ChipLook("done", "plain"),
}
CLOCKS: dict[str, ChipLook] = {
    "left": ChipLook("wait", "plain"),
    "soon": ChipLook("warning", "warn"),
    "over": ChipLook("error", "bad"),
    "paused": ChipLook("pause", "plain"),
}
