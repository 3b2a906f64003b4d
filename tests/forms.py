"""What a browser would post: the fields of a page's form, read from its HTML."""

from html.parser import HTMLParser
from typing import Any

Fields = dict[str, Any]


class _FormReader(HTMLParser):
    """Gathers inputs, selects and text areas of the form that holds the most fields; leaves buttons and files out."""

    def __init__(self) -> None:
        super().__init__()
        self.forms: list[Fields] = [{}]
        self.select: tuple[str, bool] | None = None
        self.textarea: str | None = None

    @property
    def fields(self) -> Fields:
        return self.forms[-1]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        name = values.get("name") or ""
        if tag == "form":
            self.forms.append({})
        elif tag == "input" and name and "disabled" not in values:
            kind = values.get("type", "text")
            if (kind in {"checkbox", "radio"} and "checked" in values) or kind not in {
                "checkbox",
                "radio",
                "submit",
                "button",
                "file",
                "image",
            }:
                self.fields[name] = values.get("value") or ("on" if kind == "checkbox" else "")
        elif tag == "select" and name:
            self.select = name, "multiple" in values
            self.fields[name] = [] if "multiple" in values else ""
        elif tag == "option" and self.select and "selected" in values:
            name, several = self.select
            value = values.get("value") or ""
            self.fields[name] = [*self.fields[name], value] if several else value
        elif tag == "textarea" and name:
            self.textarea = name
            self.fields[name] = ""

    def handle_endtag(self, tag: str) -> None:
        if tag == "select":
            self.select = None
        elif tag == "textarea":
            if self.textarea is not None:
                self.fields[self.textarea] = self.fields[self.textarea].removeprefix("\n")
            self.textarea = None
        elif tag == "form":
            self.forms.append({})

    def handle_data(self, data: str) -> None:
        if self.textarea is not None:
            self.fields[self.textarea] += data


def fields(page: Any) -> Fields:
    """The fields of the largest form on a page (its text, or the answer that holds it)."""
    text = page if isinstance(page, str) else page.content.decode()
    reader = _FormReader()
    reader.feed(text)
    return {name: value for name, value in max(reader.forms, key=len).items() if "__prefix__" not in name}
