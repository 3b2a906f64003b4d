"""Forms as a browser would post them: every field of a page, with what is in it."""

from html.parser import HTMLParser
from typing import Any


class _Fields(HTMLParser):
    def __init__(self, form_id: str) -> None:
        super().__init__()
        self.form_id, self.inside, self.values = form_id, not form_id, []
        self.select: str | None = None
        self.chosen: list[str] = []
        self.first: str | None = None
        self.several = False
        self.textarea: str | None = None
        self.text: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "form":
            self.inside = not self.form_id or given.get("id") == self.form_id
        if not self.inside or "disabled" in given:
            return
        name = given.get("name") or ""
        if tag == "input" and name:
            self.handle_input(name, given)
        elif tag == "textarea" and name:
            self.textarea, self.text = name, []
        elif tag == "select" and name:
            self.select, self.chosen, self.first, self.several = name, [], None, "multiple" in given
        elif tag == "option" and self.select:
            value = given.get("value") or ""
            self.first = value if self.first is None else self.first
            if "selected" in given:
                self.chosen.append(value)

    def handle_input(self, name: str, given: dict[str, str | None]) -> None:
        kind = given.get("type", "text")
        if kind in {"checkbox", "radio"}:
            if "checked" in given:
                self.values.append((name, given.get("value") or "on"))
        elif kind not in {"submit", "button", "image", "file", "reset"}:
            self.values.append((name, given.get("value") or ""))

    def handle_data(self, data: str) -> None:
        if self.textarea:
            self.text.append(data)

    def handle_endtag(self, tag: str) -> None:
        if tag == "form" and self.form_id:
            self.inside = False
        elif tag == "textarea" and self.textarea:
            text = "".join(self.text)
            text = text.removeprefix("\r").removeprefix("\n")
            self.values.append((self.textarea, text.replace("\r\n", "\n").replace("\n", "\r\n")))
            self.textarea = None
        elif tag == "select" and self.select:
            chosen = self.chosen if self.several or self.chosen else [self.first or ""]
            self.values.extend((self.select, value) for value in chosen)
            self.select = None


def fields_of(page: Any, form_id: str = "") -> dict[str, Any]:
    """What a browser would post of a page's form, unchanged; fields of several values as lists."""
    parser = _Fields(form_id)
    parser.feed(page.content.decode())
    found: dict[str, Any] = {}
    for name, value in parser.values:
        if name in found:
            found[name] = [*(found[name] if isinstance(found[name], list) else [found[name]]), value]
        else:
            found[name] = value
    return found


def add_row(data: dict[str, Any], prefix: str, **values: Any) -> None:
    """What the button "add another" does: one more row, with the empty row's values and those given."""
    number = int(data[f"{prefix}-TOTAL_FORMS"])
    empty = f"{prefix}-__prefix__-"
    for name in [each for each in data if each.startswith(empty)]:
        data[f"{prefix}-{number}-{name.removeprefix(empty)}"] = data[name]
    data.update({f"{prefix}-{number}-{name}": value for name, value in values.items()})
    data[f"{prefix}-TOTAL_FORMS"] = str(number + 1)
