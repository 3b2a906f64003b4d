"""What is looked at before an article goes on: red stands in the way, amber is advice. Each is a sentence with a place to go to."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from articles.models import Article, Edition
from meetings.models import Official, Post
from qcdc.vietnamese import compare_key, fold

RED, AMBER = "red", "amber"
LONGEST_HEADLINE = 90
ABBREVIATION = re.compile(r"(?<![\w.])(?:[A-ZĐ]{2,8}(?:-[A-ZĐ]{2,8})*)(?![\w.])")
# What every reader of a Vietnamese newspaper knows, and numerals that only look like abbreviations.
KNOWN = {"TP", "UBND", "HĐND", "UBMTTQ", "MTTQ", "TW", "TƯ", "ĐT", "PV", "QĐ", "NQ", "CT", "KL", "NĐ", "CP"}
NUMERAL = re.compile(r"[IVXLC]+")
LINK = re.compile(r"<a\b([^>]*)>(.*?)</a>", re.DOTALL)
GOES_NOWHERE = re.compile(r"""href=(["'])\s*#?\s*\1""")
MOST_OF_A_KIND = 10


@dataclass(frozen=True)
class Check:
    """One thing found: how grave, what, and the id of the field on the article's form (or an address) where it is mended."""

    level: str
    code: str
    message: str
    target: str = "#id_headline"

    @property
    def is_on_form(self) -> bool:
        """Whether it is mended on the article's own form."""
        return self.target.startswith("#")

    @property
    def address(self) -> str:
        """The place on the form, or the admin's page of the row that it names: "official:12"."""
        if self.is_on_form:
            return self.target
        model, _colon, pk = self.target.partition(":")
        return reverse(f"admin:meetings_{model}_change", args=[pk])


def blocking(article: Article, act: str) -> list[Check]:
    """What stands in the way of an act: "send" asks for a headline and a text, "publish" for everything red."""
    edition = article.working
    if act == "send":
        return list(_words(edition, ("headline", "body")))
    return [check for check in checks_of(article) if check.level == RED]


def checks_of(article: Article) -> list[Check]:
    """Everything found in an article's edition in work and its conference, the red first."""
    edition = article.working
    if edition is None:
        return list(_words(None, ("headline", "body")))
    placements = list(edition.placements.select_related("photo"))
    found = reds_of(article, edition, placements)
    found += [*_headline(edition), *_abbreviations(edition, placements)]
    if article.conference:
        found += [*_titles(article.conference), *_provinces(article.conference), *_namesakes(article.conference)]
    return found


def reds_of(article: Article, edition: Edition, placements: list[Any]) -> list[Check]:
    """What stands in the way of publishing, from rows that were loaded with their photos: no query of its own."""
    return [*_words(edition, ("headline", "lead", "body", "source")), *_conference(article), *_links(edition), *_photos(placements)]


def _words(edition: Edition | None, names: Iterable[str]) -> Iterator[Check]:
    for name in names:
        text = getattr(edition, "plain_body" if name == "body" else name, "")
        if not text.strip():
            label = str(Edition._meta.get_field(name).verbose_name)  # type: ignore[union-attr]
            yield Check(RED, f"no-{name}", _("The %(field)s is missing.") % {"field": label}, f"#id_{name}")


def _conference(article: Article) -> Iterator[Check]:
    if article.conference_id is None and not article.without_conference:
        yield Check(RED, "no-conference", _("Choose the conference, or tick that there is none."), "#id_conference")


def _links(edition: Edition) -> Iterator[Check]:
    for attributes, inside in LINK.findall(edition.body):
        text = re.sub(r"<[^>]*>", "", inside).strip()
        if not text or "href=" not in attributes or GOES_NOWHERE.search(attributes):
            yield Check(
                RED, "empty-link", _("A link in the text leads nowhere or has no words: “%(text)s”.") % {"text": text[:60]}, "#id_body"
            )


def _photos(placements: list[Any]) -> Iterator[Check]:
    for number, placement in enumerate(placements):
        photo = placement.photo
        lacks = {name: placement.shown(name) for name in ("caption", "credit", "alt")}
        missing = [str(photo._meta.get_field(name).verbose_name) for name, text in lacks.items() if not text.strip()]
        if missing:
            message = _("Photo %(number)s lacks: %(fields)s.") % {"number": number + 1, "fields": ", ".join(missing)}
            yield Check(RED, "photo-words", message, f"#placements-{number}")


def _headline(edition: Edition) -> Iterator[Check]:
    headline = edition.headline
    if len(headline) > LONGEST_HEADLINE:
        yield Check(AMBER, "long-headline", _("The headline has %(count)s characters; up to 90 read well.") % {"count": len(headline)})
    letters = [char for char in headline if char.isalpha()]
    if len(letters) > 8 and sum(char.isupper() for char in letters) > 0.8 * len(letters):
        yield Check(AMBER, "capital-headline", _("The headline is all in capitals: proper names cannot be told apart in it."))


def _abbreviations(edition: Edition, placements: list[Any]) -> Iterator[Check]:
    text = "\n".join([edition.lead, edition.plain_body, *(placement.shown_caption for placement in placements)])
    seen = [word for word in dict.fromkeys(ABBREVIATION.findall(text)) if not NUMERAL.fullmatch(word) and word not in KNOWN]
    unexplained = [
        word
        for word in seen
        if word not in (edition.dateline_code, edition.byline) and not set(word.split("-")) <= KNOWN and not _is_explained(word, text)
    ]
    if unexplained and not text.isupper():
        words = ", ".join(unexplained[:MOST_OF_A_KIND])
        yield Check(AMBER, "abbreviation", _("Never explained in the text: %(words)s.") % {"words": words}, "#id_body")


def _is_explained(word: str, text: str) -> bool:
    """An abbreviation is explained where it stands in brackets after its words, or is followed by them in brackets."""
    return f"({word})" in text or f"{word} (" in text


def _titles(conference: Any) -> Iterator[Check]:
    """A title as printed that is not among the posts which the register knows for that day."""
    day = getattr(conference.date, "earliest", None)
    present = [row for row in conference.attendances.select_related("official") if row.official_id and row.titles.strip()]
    if day is None or not present:
        return
    held: dict[int, list[str]] = {}
    for official, title in (
        Post.objects.held_on(day).filter(official__in=[row.official_id for row in present]).values_list("official", "title")
    ):
        held.setdefault(official, []).append(compare_key(title))
    for row in present:
        known = held.get(row.official_id, [])
        other = [line for line in row.titles.splitlines() if line.strip() and compare_key(line) not in known]
        if known and other:
            message = _("%(name)s: “%(title)s” is not in the register for that day.") % {"name": row.official, "title": other[0].strip()}
            yield Check(AMBER, "title", message, f"official:{row.official_id}")


def _provinces(conference: Any) -> Iterator[Check]:
    """A province of the record that did not exist on the day of the conference."""
    day = getattr(conference.date, "earliest", None)
    if day is None:
        return
    rows = [row.province for row in conference.participations.select_related("province")]
    for lines in (conference.attendances, conference.figures):
        rows += [row.province for row in lines.select_related("province") if row.province_id]
    for directive in conference.directives.prefetch_related("addressee_provinces"):
        rows += directive.addressee_provinces.all()
    for province in dict.fromkeys(rows):
        if not province.exists_on(day):
            message = _("“%(name)s” did not exist on %(date)s.") % {"name": province, "date": conference.date.label()}
            yield Check(AMBER, "province", message, f"conference:{conference.pk}")


def _namesakes(conference: Any) -> Iterator[Check]:
    """Another record of the register with the same name, marks aside: it may be the same person."""
    here = {row.official_id: row.official for row in conference.attendances.select_related("official") if row.official_id}
    if not here:
        return
    by_name: dict[str, set[int]] = {}
    wanted = Q(pk__in=[])
    for pk, official in list(here.items())[:200]:
        by_name.setdefault(fold(official.name), set()).add(pk)
    for name in by_name:
        wanted |= Q(search_text__startswith=name)
    for other in Official.objects.filter(wanted, merged_into__isnull=True)[:500]:
        alike = by_name.get(fold(other.name), set()) - {other.pk}
        if alike and (other.pk not in here or other.pk > min(alike)):
            message = _("“%(name)s” stands in the register twice; it may be one person.") % {"name": other.name}
            yield Check(AMBER, "namesake", message, f"official:{other.pk}")
