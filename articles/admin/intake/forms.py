"""The proposal as a form: the article and the conference, each giving its part of the record."""

import html
import re
from typing import Any

from django import forms
from django.utils.html import escape
from django.utils.translation import gettext_lazy as _

from articles.admin.intake.choices import Choices, Offer, offered
from articles.admin.intake.fields import Body, OneOf, Radios, SeveralBodies, SeveralOf
from articles.intake.record import ArticlePart, ConferencePart
from articles.intake.report import Span
from meetings.models.conferences import Kind, PartOfDay
from qcdc.partial_dates import PartialDateFormField
from qcdc.pickers import quicken

NEW, NONE = "new", "none"
SPAN = re.compile(r"([0-9]{1,8})-([0-9]{1,8})")
PARAGRAPH = re.compile(r"\n\s*\n")
LARGEST = 2_147_483_647


def line_of(**kwargs: Any) -> Any:
    return forms.CharField(required=False, **kwargs)


def text_of(rows: int, **kwargs: Any) -> Any:
    return forms.CharField(required=False, widget=forms.Textarea(attrs={"rows": rows}), **kwargs)


class _OneLine(forms.CharField):
    """A line that may be too long for one row of the page."""

    def clean(self, value: Any) -> str:
        return " ".join(str(super().clean(value)).split())


def one_line(**kwargs: Any) -> Any:
    return _OneLine(required=False, widget=forms.Textarea(attrs={"rows": 1}), **kwargs)


def quick(form: Any) -> Any:
    """A form whose fields are written without templates: hundreds of them stand on one page."""
    for each in form.base_fields.values():
        if not hasattr(each, "is_quick"):  # a field of a common base is met in each form
            quicken(each)
            each.is_quick = True
    return form


class Part(forms.Form):
    """A part of the form, with what the reader says of its fields."""

    def __init__(self, *args: Any, choices: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.choices = choices
        self.label_suffix = ""
        self.notes: dict[str, Any] = {}
        """What is to be said of a field, by its name: where it stands in the text, and why one should look."""
        self.spans: tuple[Span, ...] = ()
        offers = {name: offer for name, offer in self.offers(choices).items() if name in self.fields}
        for name, offer in offers.items():
            self.fields[name].take(offer)  # type: ignore[attr-defined]
        for each in self.fields.values():
            if isinstance(each, (Body, SeveralBodies)):
                each.bodies = choices.bodies

    def offers(self, choices: Choices) -> dict[str, Offer]:
        return {}

    def typed(self, name: str) -> str:
        """What stands in a field as it was sent."""
        return str(self.data.get(self.add_prefix(name), "")).strip()

    def note(self, name: str, note: Any) -> None:
        self.notes[name] = note
        self.fields[name].help_text = note.words
        self.fields[name].note = note  # type: ignore[attr-defined]


@quick
class ArticleForm(Part):
    headline = one_line(label=_("headline"), max_length=500)
    kicker = line_of(label=_("kicker"), max_length=300)
    lead = text_of(3, label=_("lead"))
    dateline_code = line_of(label=_("agency code"), max_length=30)
    dateline_place = line_of(label=_("place"), max_length=120)
    day_phrase = line_of(label=_("day as printed"), max_length=120)
    body = text_of(14, label=_("text"))
    byline = line_of(label=_("byline"), max_length=200)
    source = line_of(label=_("source"), max_length=250)
    source_url = line_of(label=_("address of the source"), max_length=500)
    section = OneOf(label=_("section"), number=True)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["headline"].required = True

    def offers(self, choices: Choices) -> dict[str, Offer]:
        return {"section": choices.sections}

    def part(self) -> ArticlePart:
        given = self.cleaned_data
        return ArticlePart(**given | {"body": as_html(given["body"])})


@quick
class ConferenceForm(Part):
    which = OneOf(label=_("which conference"))
    title = one_line(label=_("title"), max_length=500)
    kind = OneOf(label=_("kind"))
    date = PartialDateFormField(label=_("date"), required=False)
    end_date = PartialDateFormField(label=_("last day"), required=False)
    part_of_day = OneOf(label=_("part of the day"))
    venue = line_of(label=_("venue"), max_length=250)
    host_province = OneOf(label=_("host province"), number=True)
    online = forms.BooleanField(label=_("online or hybrid"), required=False)
    link_ups = text_of(2, label=_("link-up points"))
    organisers = SeveralBodies(label=_("organisers, one on a line"))
    cluster = OneOf(label=_("cluster"), number=True)
    provinces = SeveralOf(label=_("provinces taking part"), number=True)
    directives_complete = forms.BooleanField(label=_("list of directives is complete"), required=False)
    span = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, same: Any = (), **kwargs: Any) -> None:
        self.same = same
        super().__init__(*args, **kwargs)
        self.fields["which"].widget = Radios()
        self.fields["which"].take(self.conferences())  # type: ignore[attr-defined]
        self.fields["provinces"].widget.more = _("Add or take out provinces")

    def conferences(self) -> Offer:
        """The new one, those of the register that may be the same, and none."""
        labels: dict[str, Any] = {NEW: _("A new conference")}
        words: dict[str, Any] = {NEW: _("It is entered with everything below, as a draft.")}
        for each in self.same:
            value, row = str(each.conference.pk), each.conference
            labels[value] = _("Already there: {title}, {date}").format(title=row.title, date=row.date.label())
            agrees = ", ".join(str(reason) for reason in each.reasons)
            words[value] = _("{reasons}. What it has stays; what it lacks is added.").format(reasons=agrees)
        labels[NONE] = _("No conference")
        words[NONE] = _("Only the article is filed.")
        return Offer(labels, list(labels), words)

    def offers(self, choices: Choices) -> dict[str, Offer]:
        return {
            "kind": offered(Kind),
            "part_of_day": offered(PartOfDay),
            "host_province": choices.provinces,
            "cluster": choices.clusters,
            "provinces": choices.provinces,
        }

    def clean(self) -> dict[str, Any]:
        """Where no conference is entered, what stands in its fields does not matter."""
        if self.cleaned_data.get("which") == NONE:
            for name in [name for name in self.errors if name != "which"]:
                del self.errors[name]
        return self.cleaned_data

    def part(self) -> ConferencePart | None:
        given = dict(self.cleaned_data)
        which = given.pop("which")
        if which == NONE:
            return None
        organisers, new = given.pop("organisers")
        given |= {"kind": given["kind"] or "khac", "date": str(given["date"]), "end_date": str(given["end_date"])}
        given["span"] = span_of(given["span"])
        existing = int(which) if which.isdigit() else None
        return ConferencePart(existing=existing, organisers=organisers, new_organisers=new, **given)


def span_of(text: str) -> Span | None:
    found = SPAN.fullmatch(text or "")
    return Span(int(found[1]), int(found[2])) if found and int(found[1]) <= int(found[2]) else None


def lines_of(text: str) -> tuple[str, ...]:
    return tuple(line.strip() for line in text.splitlines() if line.strip())


def as_html(text: str) -> str:
    """Paragraphs parted by an empty line, as they are kept."""
    parts = [" ".join(part.split()) for part in PARAGRAPH.split(text.replace("\r\n", "\n"))]
    return "".join(f"<p>{escape(part)}</p>" for part in parts if part)


def as_text(body: str) -> str:
    """The paragraphs of a proposed body, as they are typed."""
    parts = re.split(r"</p>|<br ?/?>", body)
    return "\n\n".join(plain for part in parts if (plain := html.unescape(re.sub(r"<[^>]*>", "", part)).strip()))
