"""The timeline page as a person at a browser meets it."""

from __future__ import annotations

from playwright.sync_api import Page, expect


def come(page: Page) -> None:
    """Wait until all of a page is there; a timeline page has board and slider before the rest."""
    if page.locator("#timeline").count():
        expect(page.locator("#timeline")).to_have_attribute("data-tools", "here")


class Timeline:
    """A page that shows a game, with what its cursor says of itself."""

    def __init__(self, page: Page, served: str, game_id: str) -> None:
        self.page = page
        self.address = f"{served}/games/{game_id}/"
        self.slider = page.get_by_role("slider", name="Event")
        self.number = page.get_by_role("spinbutton", name="Event")

    def open(self, seq: int | None = None) -> Timeline:
        """Go to the page, at an event where one is named, and wait until all of it is there."""
        self.go(seq)
        come(self.page)
        return self

    def go(self, seq: int | None = None) -> None:
        """Go to the page; what comes after board and slider may be on its way."""
        self.page.goto(self.address if seq is None else f"{self.address}?seq={seq}")

    @property
    def shown(self) -> int:
        """The event that the frame in the page says it shows."""
        return int(self.page.locator("#shown").get_attribute("data-seq") or "nothing")

    @property
    def wanted(self) -> int:
        """Where the slider stands."""
        return int(self.slider.input_value())

    def expect_at(self, seq: int) -> None:
        """Everything that tells the position comes to rest on this event."""
        expect(self.page).to_have_url(f"{self.address}?seq={seq}")
        expect(self.page.locator("#shown")).to_have_attribute("data-seq", str(seq))
        expect(self.page.locator("#timeline")).to_have_attribute("data-state", "here")
        assert self.wanted == seq
        assert self.number.input_value() == str(seq)

    def press(self, key: str) -> None:
        """Press a key with the focus on nothing in particular."""
        self.page.keyboard.press(key)

    def drag_to(self, share: float, steps: int = 25) -> None:
        """Drag the slider's thumb to a share of its length, without letting go."""
        box = self.slider.bounding_box()
        assert box is not None
        low, high = (
            int(self.slider.get_attribute("min") or 0),
            int(self.slider.get_attribute("max") or 0),
        )
        start = (self.wanted - low) / (high - low)
        thumb = 16
        y = box["y"] + box["height"] / 2
        room = box["width"] - thumb
        self.page.mouse.move(box["x"] + thumb / 2 + start * room, y)
        self.page.mouse.down()
        self.page.mouse.move(box["x"] + thumb / 2 + share * room, y, steps=steps)
