"""The page on which a report is pasted, or brought in a file."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy

from articles.intake.files import ACCEPT, read_upload
from articles.word.reader import Words

MOST_LETTERS = 1_500_000
NOTHING = "\u200b\ufeff\u00a0 \t\r\n"


class Pasted(forms.CharField):
    """Text as a clipboard gives it: what no database keeps is dropped, not refused."""

    def to_python(self, value: Any) -> str:
        return str(super().to_python(value)).replace("\x00", "")


class PasteForm(forms.Form):
    """The text of a report, or the file that it is in."""

    text = Pasted(
        label=gettext_lazy("Text of the report"),
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 16, "autofocus": True}),
    )
    file = forms.FileField(
        label=gettext_lazy("Or a file: drop it here, or choose it"),
        help_text=gettext_lazy("A text file (.txt), a Word file (.docx) or a saved web page (.html)."),
        required=False,
        widget=forms.FileInput(attrs={"accept": ACCEPT}),
    )
    report = ""
    """What is to be read, wherever it came from."""
    source_name = ""
    notes: tuple[str, ...] = ()
    words: Words | None = None
    """What else stands in a Word file."""

    def clean_text(self) -> str:
        text: str = self.cleaned_data["text"]
        if len(text) > MOST_LETTERS:
            raise ValidationError(gettext_lazy("This is longer than any report: take the one report out of it."), code="too_long")
        return text if text.strip(NOTHING) else ""

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file:
            found = read_upload(file)
            self.report, self.source_name, self.notes = found.text, file.name, found.notes
            self.words = found.words
        return file

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        text, file = cleaned.get("text"), cleaned.get("file")
        if text and file:
            self.add_error("file", ValidationError(gettext_lazy("Paste the text or bring a file, not both at once."), code="both"))
        elif not self.errors and not text and not file:
            self.add_error("text", ValidationError(gettext_lazy("Paste the text of the report, or choose its file."), code="required"))
        self.report = text or self.report
        return cleaned
