"""The lines of the proposal as forms: people, groups, figures, directives, captions; each gives a line of the record."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from articles.admin.intake.choices import Choices, Offer, offered
from articles.admin.intake.fields import Body, OneOf, Radios, SeveralBodies, SeveralOf
from articles.admin.intake.forms import LARGEST, NEW, Part, line_of, lines_of, quick, span_of, text_of
from articles.intake.record import CaptionLine, DirectiveLine, FigureLine, GroupLine, OfficialLine, Titles
from meetings.models import Level, Qualifier
from qcdc.numbers import NumberFormField
from qcdc.partial_dates import PartialDateFormField


class Line(Part):
    """One of many: a person, a figure, a directive. `drop` leaves it out; `order` is its place in the list."""

    order = forms.CharField(required=False, widget=forms.HiddenInput(attrs={"data-order": ""}))
    span = forms.CharField(required=False, widget=forms.HiddenInput)
    drop = forms.BooleanField(label=_("leave out"), required=False)
    says: tuple[str, ...] = ()
    """The fields of which one must be filled for the line to say anything."""
    seen: tuple[str, ...] = ()
    """The fields that stand open; the others are folded away."""
    folded: tuple[str, ...] = ()
    """Of those folded away, the ones whose values are told in a line."""
    aloud: tuple[str, ...] = ()
    """The fields that say themselves what is to be said of them."""

    @property
    def at(self) -> str:
        """The stretches of the text that the line was taken from, as a page carries them."""
        return " ".join(f"{span.start}-{span.end}" for span in self.spans)

    @property
    def reasons(self) -> list[dict[str, Any]]:
        """What is to be said of the fields of the line, each sentence once with the fields that it is true of."""
        said: dict[str, list[Any]] = {}
        for name, note in self.notes.items():
            if note.words and name not in self.aloud:
                said.setdefault(note.words, []).append(name)
        return [
            {
                "words": words,
                "labels": ", ".join(str(self.fields[name].label) for name in names),
                "is_inferred": self.notes[names[0]].is_inferred,
            }
            for words, names in said.items()
        ]

    @property
    def brief(self) -> str:
        """What stands in the fields that are folded away."""
        return " · ".join(shown for name in self.folded if (shown := self._shown(name)))

    def _shown(self, name: str) -> str:
        field, value = self.fields[name], self.typed(name)
        if isinstance(field, SeveralOf):
            return ", ".join(str(field.offer.labels.get(each, "")) for each in self[name].value() or [])
        return str(field.offer.labels.get(value, "")) if isinstance(field, OneOf) else " ".join(value.split())

    @property
    def has_folded_errors(self) -> bool:
        return any(name in (getattr(self, "_errors", None) or {}) for name in self.fields if name not in self.seen)

    @property
    def would_say(self) -> bool:
        """Whether something stands in the line that nobody told to leave out."""
        return not self.typed("drop") and any(self.typed(name) for name in self.says)

    @property
    def is_left_out(self) -> bool:
        return not self.would_say

    def given(self, *but: str) -> dict[str, Any]:
        without = {"order", "drop", *but}
        given = {name: value for name, value in self.cleaned_data.items() if name not in without}
        return given | {"span": span_of(given.get("span", ""))}


@quick
class OfficialForm(Line):
    says = ("name",)
    seen = ("name", "titles", "official", "titles_choice", "roles")
    folded = ("province", "organisation", "post")
    key = forms.CharField(required=False, max_length=40, widget=forms.HiddenInput)
    name = line_of(label=_("name"), max_length=150)
    official = OneOf(label=_("who of the register"))
    titles = text_of(2, label=_("titles as printed, one on a line"))
    titles_choice = OneOf(label=_("the titles differ from the register on that day"))
    post = OneOf(label=_("post held that day"), number=True)
    roles = SeveralOf(label=_("roles"))
    province = OneOf(label=_("for the province"), number=True)
    organisation = Body(label=_("for the organisation"))
    quote = text_of(2, label=_("words as printed"))

    def __init__(self, *args: Any, match: Any = None, names: dict[int, str] | None = None, **kwargs: Any) -> None:
        self.match, self.names = match, names or {}
        super().__init__(*args, **kwargs)
        for name, offer in (("official", self.people()), ("titles_choice", self.ways())):
            self.fields[name].widget = Radios()
            self.fields[name].take(offer)  # type: ignore[attr-defined]

    @property
    def candidates(self) -> Any:
        return self.match.candidates if self.match else ()

    @property
    def may_differ(self) -> bool:
        return bool(self.typed("titles_choice") not in ("", Titles.AS_PRINTED) or any(each.differ for each in self.candidates))

    @property
    def is_new(self) -> bool:
        return not self.typed("official").isdigit()

    def people(self) -> Offer:
        labels: dict[str, Any] = {}
        words: dict[str, Any] = {}
        for each in self.candidates:
            labels[str(each.official)] = each.name
            posts = "; ".join(post.title for post in each.posts[:3])
            words[str(each.official)] = " · ".join(str(part) for part in (BASIS[each.basis], posts) if part)
        chosen = self.typed("official")
        if chosen and chosen not in labels and chosen.isdigit() and int(chosen) in self.names:
            labels[chosen] = self.names[int(chosen)]
        labels[NEW] = _("A new official")
        words[NEW] = _("not in the register under this name")
        return Offer(labels, list(labels), words)

    def ways(self) -> Offer:
        held = next((post.title for each in self.candidates for post in each.posts[:1] if str(each.official) == self.typed("official")), "")
        labels = {Titles.AS_PRINTED: _("Keep as printed"), Titles.AS_REGISTERED: _("Take the register's"), Titles.NEW_POST: _("A new post")}
        words = {
            Titles.AS_PRINTED: _("the register stays as it is"),
            Titles.AS_REGISTERED: held,
            Titles.NEW_POST: _("the printed title is entered in the register as a post"),
        }
        return Offer(
            {str(way): label for way, label in labels.items()}, [str(way) for way in labels], {str(way): words[way] for way in words}
        )

    def offers(self, choices: Choices) -> dict[str, Offer]:
        posts = {str(post.pk): post.title for each in self.candidates for post in each.posts}
        return {"roles": choices.roles, "province": choices.provinces, "post": Offer.of(posts.items())}

    def part(self) -> OfficialLine:
        given = self.given("official")
        given["official"] = None if self.is_new else int(self.cleaned_data["official"])
        given["titles"] = lines_of(given["titles"])
        given["titles_choice"] = Titles(given["titles_choice"] or Titles.AS_PRINTED)
        if given["post"] is None and given["titles_choice"] == Titles.AS_REGISTERED:
            given["post"] = next((post.pk for each in self.candidates if each.official == given["official"] for post in each.posts), None)
        return OfficialLine(**given)


@quick
class GroupForm(Line):
    says = ("name",)
    seen = ("name",)
    folded = ("qualifier", "headcount", "roles", "province")
    name = text_of(1, label=_("as printed"), max_length=500)
    qualifier = OneOf(label=_("qualifier"))
    headcount = forms.IntegerField(
        label=_("number of people"), required=False, min_value=0, max_value=LARGEST, widget=forms.TextInput(attrs={"inputmode": "numeric"})
    )
    roles = SeveralOf(label=_("roles"))
    province = OneOf(label=_("for the province"), number=True)
    quote = text_of(2, label=_("words as printed"))

    def offers(self, choices: Choices) -> dict[str, Offer]:
        return {"qualifier": offered(Qualifier), "roles": choices.roles, "province": choices.provinces}

    def part(self) -> GroupLine:
        return GroupLine(**self.given())


class Spoken(Line):
    """A line that names officials of the same record by their keys."""

    speakers: tuple[str, ...] = ()

    def __init__(self, *args: Any, people: Offer, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in self.speakers:
            self.fields[name].take(people)  # type: ignore[attr-defined]


@quick
class FigureForm(Spoken):
    says = ("quote", "value", "percent", "done")
    speakers = ("said_by",)
    seen = ("indicator", "qualifier", "value", "unit", "percent", "level", "period_start", "quote")
    folded = ("province", "said_by", "done", "plan", "period_end")
    indicator = OneOf(label=_("indicator"), number=True)
    qualifier = OneOf(label=_("qualifier"))
    value = NumberFormField(label=_("value"), required=False, max_digits=20, decimal_places=4)
    unit = line_of(label=_("unit"), max_length=40)
    percent = NumberFormField(label=_("percentage"), required=False, max_digits=7, decimal_places=2, min_value=0)
    done = NumberFormField(label=_("done"), required=False, max_digits=20, decimal_places=4)
    plan = NumberFormField(label=_("planned"), required=False, max_digits=20, decimal_places=4)
    level = OneOf(label=_("level"))
    period_start = PartialDateFormField(label=_("period"), required=False)
    period_end = PartialDateFormField(label=pgettext_lazy("end of a period", "to"), required=False)
    province = OneOf(label=_("province"), number=True)
    said_by = OneOf(label=_("said by"))
    quote = text_of(2, label=_("words as printed"))

    def offers(self, choices: Choices) -> dict[str, Offer]:
        return {
            "indicator": choices.indicators,
            "qualifier": offered(Qualifier),
            "level": offered(Level),
            "province": choices.provinces,
        }

    @property
    def has_no_indicator(self) -> bool:
        return not self.typed("indicator")

    @property
    def is_left_out(self) -> bool:
        return super().is_left_out or self.has_no_indicator

    def part(self) -> FigureLine:
        given = self.given()
        return FigureLine(**given | {name: str(given[name]) for name in ("period_start", "period_end")})


@quick
class DirectiveForm(Spoken):
    says = ("text",)
    speakers = ("issuer",)
    seen = ("text", "themes")
    folded = ("issuer", "issuing_organisation", "addressees_printed", "addressee_provinces", "legal_reference", "due_date")
    text = text_of(2, label=_("what is to be done"))
    issuer = OneOf(label=_("issued by"))
    issuing_organisation = Body(label=_("issued by the body"))
    addressees_printed = line_of(label=_("addressees as printed"), max_length=500)
    addressee_provinces = SeveralOf(label=_("addressed to the provinces"), number=True)
    addressee_organisations = SeveralBodies(label=_("addressed to the bodies, one on a line"))
    themes = SeveralOf(label=_("themes"))
    legal_reference = line_of(label=_("legal reference"), max_length=300)
    due_date = PartialDateFormField(label=_("due by"), required=False)
    due_by_next = forms.BooleanField(label=_("due by the next conference"), required=False)
    quote = text_of(3, label=_("words as printed"))

    def __init__(self, *args: Any, there: tuple[str, ...] = (), **kwargs: Any) -> None:
        self.there = there
        super().__init__(*args, **kwargs)
        self.fields["themes"].widget.more = _("Other themes")

    def offers(self, choices: Choices) -> dict[str, Offer]:
        return {"themes": choices.themes, "addressee_provinces": choices.provinces.only(self.there)}

    def clean_addressee_organisations(self) -> tuple[int, ...]:
        found, unknown = self.cleaned_data["addressee_organisations"]
        if unknown:
            raise forms.ValidationError(_("The register has no one body of this name: {names}").format(names="; ".join(unknown)))
        return tuple(found)

    def part(self) -> DirectiveLine:
        given = self.given()
        return DirectiveLine(**given | {"due_date": str(given["due_date"])})


@quick
class CaptionForm(Spoken):
    says = ("text", "photo")
    speakers = ("officials",)
    seen = ("text", "credit", "officials")
    text = text_of(2, label=_("caption"))
    credit = line_of(label=_("credit"), max_length=200)
    officials = SeveralOf(label=_("who is in it"))
    photo = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, picture: Any = None, **kwargs: Any) -> None:
        self.picture = picture
        super().__init__(*args, **kwargs)

    def part(self) -> CaptionLine:
        given = self.given()
        photo = given["photo"]
        return CaptionLine(**given | {"photo": int(photo) if photo.isascii() and photo.isdigit() and len(photo) < 19 else None})


LINES: dict[str, type[Line]] = {
    "officials": OfficialForm,
    "groups": GroupForm,
    "figures": FigureForm,
    "directives": DirectiveForm,
    "captions": CaptionForm,
}

BASIS: dict[str, Any] = {
    "exact": _("the same name"),
    "alias": _("another name of hers or his"),
    "same-tones": _("the same name, tones written otherwise"),
    "folded": _("the same letters, other marks: look closely"),
    "post": _("holds the printed post under a name nearly the same: a misprint?"),
}
