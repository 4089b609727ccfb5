"""What a page must never do: break its own security policy, or throw."""

from __future__ import annotations

from playwright.sync_api import Page

_LISTEN = """
window.violations = [];
document.addEventListener("securitypolicyviolation", (event) => {
  window.violations.push(`${event.violatedDirective} ${event.blockedURI} ${event.sample}`);
});
"""


class Watch:
    """Collects what went wrong in a page, from before its first line was read."""

    def __init__(self, page: Page) -> None:
        self._page = page
        self._said: list[str] = []
        page.add_init_script(_LISTEN)
        page.on("pageerror", lambda error: self._said.append(f"{error}"))
        page.on("console", lambda message: self._note(message.type, message.text))
        page.on("dialog", lambda dialog: self._said.append(f"dialog {dialog.message}"))

    def found(self) -> list[str]:
        """Everything up to now; empty on a page that behaves."""
        return self._said + list(self._page.evaluate("window.violations"))

    def _note(self, kind: str, text: str) -> None:
        if kind in {"error", "warning"}:
            self._said.append(text)
