"""How a person works a page: with a mouse, or with the keys alone."""

from collections.abc import Sequence
from pathlib import Path

from playwright.sync_api import Locator, Page, expect

IS_FOCUSED = "element => element === document.activeElement"
IN_SAME_GROUP = "element => document.activeElement.type === 'radio' && document.activeElement.name === element.name"


class Mouse:
    """Clicks and fills."""

    def press(self, what: Locator) -> None:
        what.click()

    def write(self, field: Locator, text: str) -> None:
        field.fill(text)

    def tick(self, box: Locator) -> None:
        box.check()

    def pick(self, field: Locator, label: str) -> None:
        field.select_option(label=label)

    def attach(self, field: Locator, files: Sequence[Path]) -> None:
        field.set_input_files(files)


class Keys:
    """Tab, Enter, Space, arrows and letters; never the mouse. What Tab does not reach, this person cannot use."""

    MOST = 250  # presses of Tab on one page

    def press(self, what: Locator) -> None:
        self._reach(what)
        what.page.keyboard.press("Enter")

    def write(self, field: Locator, text: str) -> None:
        self._reach(field)
        field.page.keyboard.press("Control+A")
        field.page.keyboard.insert_text(text)

    def tick(self, box: Locator) -> None:
        if box.get_attribute("type") != "radio":
            self._reach(box)
            if not box.is_checked():
                box.page.keyboard.press("Space")
            return
        self._tab(box, IN_SAME_GROUP)
        for _ in range(20):
            if box.evaluate(IS_FOCUSED):
                break
            box.page.keyboard.press("ArrowDown")
        box.page.keyboard.press("Space")
        assert box.is_checked()

    def pick(self, field: Locator, label: str) -> None:
        self._reach(field)
        options = [text.strip() for text in field.locator("option").all_inner_texts()]
        here = int(field.evaluate("select => select.selectedIndex"))
        steps = options.index(label) - here
        for _ in range(abs(steps)):
            field.page.keyboard.press("ArrowDown" if steps > 0 else "ArrowUp")

    def attach(self, field: Locator, files: Sequence[Path]) -> None:
        self._reach(field)
        with field.page.expect_file_chooser() as chooser:
            field.page.keyboard.press("Space")
        chooser.value.set_files(files)

    def _reach(self, what: Locator) -> None:
        self._tab(what, IS_FOCUSED)

    def _tab(self, what: Locator, is_there: str) -> None:
        what.wait_for()
        for _ in range(self.MOST):
            if what.evaluate(is_there):
                return
            what.page.keyboard.press("Tab")
        raise AssertionError(f"the keyboard does not reach {what}")


Hands = Mouse | Keys


class Person:
    """Somebody before a browser."""

    def __init__(self, page: Page, hands: Hands, address: str) -> None:
        self.page = page
        self.hands = hands
        self.address = address

    def go(self, path: str) -> None:
        """Opens an address, as from a bookmark."""
        answer = self.page.goto(f"{self.address}{path}")
        assert answer is not None and answer.status < 400, f"{path}: {answer and answer.status}"

    def press(self, name: str, role: str = "button") -> None:
        """Presses the first button (or link) whose name begins so."""
        self.hands.press(self.page.get_by_role(role, name=name).first)  # type: ignore[arg-type]

    def follow(self, name: str) -> None:
        self.press(name, "link")

    def write(self, field: str, text: str) -> None:
        self.hands.write(self.page.locator(f"#{field}"), text)

    def tick(self, box: str) -> None:
        self.hands.tick(self.page.locator(box))

    def pick(self, field: str, label: str) -> None:
        self.hands.pick(self.page.locator(f"#{field}"), label)

    def reads(self, text: str) -> None:
        """Waits until the page says so, and fails where it does not."""
        expect(self.page.locator("body")).to_contain_text(text, timeout=20_000)

    def fetch(self, locator: str) -> bytes:
        """The file behind a link of the page, in this person's session."""
        href = self.page.locator(locator).first.get_attribute("href")
        answer = self.page.request.get(f"{self.address}{href}")
        assert answer.status == 200, f"{href}: {answer.status}"
        return answer.body()
