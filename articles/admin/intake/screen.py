"""The screen of one pasted report: the text with its marks, the proposal as a form, and what is to be looked at first."""

import datetime
from dataclasses import replace
from functools import cached_property
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from articles.admin.intake.choices import Choices, Offer
from articles.admin.intake.drafts import headline_of
from articles.admin.intake.forms import NONE, ArticleForm, ConferenceForm, span_of
from articles.admin.intake.line_forms import LINES, Line
from articles.admin.intake.lines import JOINED, MOST_LINES, SPLIT, fields_of
from articles.admin.intake.marks import KINDS, marked
from articles.admin.intake.notes import KIND_OF_LINES, marks_of, take_notes
from articles.admin.intake.words import said
from articles.intake.matching import Matches, match
from articles.intake.parser import parse
from articles.intake.pictured import with_photos
from articles.intake.proposal import SameConference, Twins, propose, twins
from articles.intake.record import ArticlePart, Record
from articles.intake.register import Register
from articles.intake.report import Found, Official, Origin, Report, Span
from articles.models import Intake, Photo
from meetings.models import Conference
from meetings.models import Official as Person
from qcdc.partial_dates import PartialDate
from qcdc.sent import as_data, line_numbers

TITLES = {
    "officials": _("Officials named"),
    "groups": _("People not named"),
    "figures": _("Figures"),
    "directives": _("Directives"),
    "captions": _("Captions"),
}
NOTHING = {
    "officials": _("Nobody is named."),
    "groups": _("No unnamed group was found."),
    "figures": _("No figures were found."),
    "directives": _("No directives were found."),
    "captions": _("No captions were found."),
}


class Screen:
    """A pasted report as it is corrected. `data` is the form as it was posted or kept; without it, the reader's proposal."""

    def __init__(self, intake: Intake, data: QueryDict | None = None, *, by: Any) -> None:
        self.intake, self.by = intake, by
        self.register = Register()
        self.report: Report = parse(intake.text, self.register.gazetteer, pasted_on=intake.pasted_on)
        event = self.report.event_date
        self.on = _day(data) or (event.value if event else intake.pasted_on)
        self.choices = Choices(self.register, self.on)
        self.proposed: Record | None = None
        if data is None:
            matches = match(self.report, on=self.on, register=self.register)
            self.proposed = with_photos(propose(self.report, on=self.on, matches=matches), intake)
            data = as_data(fields_of(self.proposed, self.choices))
        self.data = data
        if self.proposed and self.proposed.conference and (sure := [each for each in self.twins.conferences if each.is_sure]):
            data["conference-which"] = str(sure[0].conference.pk)
        self.article = ArticleForm(data, prefix="article", choices=self.choices)
        self.lines = {prefix: self._lines(prefix, form) for prefix, form in LINES.items()}
        self.conference = ConferenceForm(data, prefix="conference", choices=self.choices, same=self.twins.conferences)
        take_notes(self.report, self.article, self.conference, self.lines, self.found_in)

    # The lines

    def _lines(self, prefix: str, form: type[Line]) -> list[Any]:
        more = {"officials": self._matched, "directives": self._there, "figures": self._speaking, "captions": self._pictured}
        given = more.get(prefix, lambda number: {})
        return [
            form(self.data, prefix=f"{prefix}-{number}", choices=self.choices, **given(number))
            for number in line_numbers(self.data, prefix)
        ]

    def _matched(self, number: int) -> dict[str, Any]:
        found = self.matches.officials
        return {"match": found[number] if number < len(found) else None, "names": self.names}

    def _speaking(self, number: int) -> dict[str, Any]:
        return {"people": self.people}

    def _pictured(self, number: int) -> dict[str, Any]:
        return {"people": self.people, "picture": self.photos.get(self.data.get(f"captions-{number}-photo", ""))}

    @cached_property
    def photos(self) -> dict[str, Photo]:
        """The photos that came in the file, by their keys as the form holds them."""
        keys = [each["pk"] for each in self.intake.photos]
        return {str(photo.pk): photo for photo in Photo.objects.for_reader(self.by).filter(pk__in=keys)} if keys else {}

    def _there(self, number: int) -> dict[str, Any]:
        here = [*self.data.getlist("conference-provinces"), self.data.get("conference-host_province", "")]
        return {"people": self.people, "there": tuple(dict.fromkeys(each for each in here if each))}

    @cached_property
    def people(self) -> Offer:
        """The officials of this record by their keys, for whoever speaks or stands in a picture."""
        pairs = ((self.data.get(f"officials-{number}-{name}", "") for name in ("key", "name")) for number in self._numbers)
        return Offer.of((key, name) for key, name in pairs if key and name)

    @property
    def _numbers(self) -> range:
        return line_numbers(self.data, "officials")

    @cached_property
    def matches(self) -> Matches:
        """Whom of the register each line may be, by the name and the titles that stand in it now."""
        officials = []
        for number in self._numbers:
            name, titles, at = (self.data.get(f"officials-{number}-{field}", "").strip() for field in ("name", "titles", "span"))
            span = span_of(at) or Span(0, 0)
            known = self.found_in(span, name)
            if known and known.name.value == name:
                officials.append(known)
                continue
            words = tuple(_typed(line, span) for line in titles.splitlines() if line.strip())
            officials.append(Official(_typed(name, span), words))
        return match(replace(self.report, officials=tuple(officials)), on=self.on, register=self.register)

    def found_in(self, span: Span | None, name: str) -> Official | None:
        """The person of the report that a line is about: by the name, or else by the words that it was taken from."""
        named = [each for each in self.report.officials if each.name.value == name]
        told = [each for each in self.report.officials if span and span in (each.name.span, *each.mentions)]
        return next(iter(named or told), None)

    @cached_property
    def names(self) -> dict[int, str]:
        """The names of those who are chosen."""
        chosen = {self.data.get(f"officials-{number}-official", "") for number in self._numbers}
        keys = [int(each) for each in chosen if each.isascii() and each.isdigit() and len(each) < 19]
        return dict(Person.objects.filter(pk__in=keys).values_list("pk", "name")) if keys else {}

    @cached_property
    def twins(self) -> Twins:
        """What the newsroom has already of this report; a conference that was chosen stays on offer."""
        found = twins(self.intake.text, self.rough, by=self.by, but=self.intake)
        chosen = self.data.get("conference-which", "")
        if (
            chosen.isascii()
            and chosen.isdigit()
            and len(chosen) < 19
            and chosen not in {str(each.conference.pk) for each in found.conferences}
        ):
            row = Conference.objects.for_reader(self.by).filter(pk=chosen).first()
            if row:
                return replace(found, conferences=(*found.conferences, SameConference(row, (gettext("chosen before"),), 0)))
        return found

    @property
    def rough(self) -> Record:
        """The record as far as the form gives one: enough to look for what is there already."""
        if self.proposed is not None:
            return self.proposed
        record = Record(article=self.article.part() if self.article.is_valid() else _no_article(self.article))
        form = ConferenceForm(self.data, prefix="conference", choices=self.choices)
        form.fields.pop("which")
        if form.is_valid():
            form.cleaned_data["which"] = ""
            record = replace(record, conference=form.part())
        return record

    # What the page shows

    def context(self) -> dict[str, Any]:
        marks = marks_of(self.report, self.article, self.conference, self.lines)
        text, anchors = marked(self.intake.text, marks)
        kinds = {mark.kind for mark in marks}
        return {
            "text": text,
            "kinds": [(kind, words) for kind, words in KINDS.items() if kind in kinds],
            "doubts": said(self.report, anchors, self.lines),
            "article": self.article,
            "conference": self.conference,
            "parts": [
                {
                    "prefix": prefix,
                    "title": TITLES[prefix],
                    "nothing": NOTHING[prefix],
                    "forms": forms,
                    "total": len(forms),
                    "kind": KIND_OF_LINES[prefix],
                    "template": f"admin/articles/intake/{prefix}.html",
                    "is_full": len(forms) >= MOST_LINES,
                    "splits": prefix in SPLIT,
                    "joins": prefix in JOINED,
                }
                for prefix, forms in self.lines.items()
            ],
            "new_bodies": self._new_bodies(),
            "bodies": self.choices.bodies.labels.values(),
            "twins": self.twins,
            "twin_intakes": [(each, headline_of(each), self._may_open(each)) for each in self.twins.intakes],
            "furniture": [each.printed for each in self.report.furniture],
            "faults": self.faults,
        }

    def _may_open(self, intake: Intake) -> bool:
        return intake.pasted_by_id == self.by.pk or self.by.has_perm("articles.change_intake")

    def _new_bodies(self) -> list[str]:
        names = dict.fromkeys(line.strip() for line in self.conference.typed("organisers").splitlines() if line.strip())
        return [name for name in names if self.choices.bodies.find(name) is None]

    # The record

    def is_valid(self) -> bool:
        """Whether every field that will be filed can be read. What is left out may stand there half typed."""
        kinds = ["captions"] if self.conference.typed("which") == NONE else list(LINES)
        checked = [self.article, self.conference, *(form for prefix in kinds for form in self.filed_lines(prefix))]
        refused = [form for form in checked if not form.is_valid()]
        return not refused

    def filed_lines(self, prefix: str) -> list[Any]:
        return [form for form in self.lines[prefix] if not form.is_left_out]

    @property
    def uncounted(self) -> int:
        """How many figures are not filed only because no indicator is chosen for them."""
        return sum(form.has_no_indicator and form.would_say for form in self.lines["figures"])

    def record(self) -> Record:
        """The confirmed record; ask is_valid() before."""
        conference = self.conference.part()
        parts = {prefix: tuple(form.part() for form in self.filed_lines(prefix)) for prefix in LINES if conference or prefix == "captions"}
        keys = {line.key for line in parts.get("officials", ())}
        for prefix, name in (("figures", "said_by"), ("directives", "issuer")):
            lines = parts.get(prefix, ())
            parts[prefix] = tuple(line if getattr(line, name) in keys else replace(line, **{name: ""}) for line in lines)
        parts["captions"] = tuple(
            replace(line, officials=tuple(key for key in line.officials if key in keys)) for line in parts["captions"]
        )
        return Record(article=self.article.part(), conference=conference, **parts)

    def refuse(self, errors: dict[tuple[str, int | None, str], list[str]]) -> None:
        """Show at their fields what the filing refused."""
        for (part, number, name), messages in errors.items():
            form: Any = {"article": self.article, "conference": self.conference}.get(part)
            if form is None and part in LINES and number is not None:
                lines = self.filed_lines(part)
                form = lines[number] if number < len(lines) else None
            form = form or self.article
            form.is_valid()
            field = {"existing": "which", "new_organisers": "organisers"}.get(name, name)
            for message in messages:
                form.add_error(field if field in form.fields else None, message)

    @property
    def faults(self) -> list[dict[str, Any]]:
        """What was refused, each with the field to go to."""
        found = []
        for form in (self.article, self.conference, *(form for forms in self.lines.values() for form in forms)):
            for name, messages in (form._errors or {}).items():
                is_field = name in form.fields and not form[name].is_hidden
                label = form[name].label if is_field else ""
                target = form[name].auto_id if is_field else getattr(form, "anchor", form.prefix)
                found += [{"label": label, "message": message, "target": target} for message in messages]
        return found

    def hush(self) -> None:
        """Say nothing of what is not finished: nobody has asked to file it."""
        for form in (self.article, self.conference, *(form for forms in self.lines.values() for form in forms)):
            form._errors = {}


def _typed(words: str, span: Span) -> Found[str]:
    return Found(words.strip(), span, words, 1.0, Origin.READ)


def _day(data: QueryDict | None) -> datetime.date | None:
    """The day in the form, as far as one is typed there."""
    try:
        return PartialDate.parse(data.get("conference-date", "")).earliest if data else None
    except ValueError:
        return None


def _no_article(form: ArticleForm) -> ArticlePart:
    return ArticlePart(headline=form.typed("headline"))
