"""What the reader is unsure of, said plainly: nothing is guessed in silence."""

import dataclasses
import datetime
import re
from collections.abc import Iterator

from articles.intake.agreement import titles_differ
from articles.intake.article import CLOSELY, Article
from articles.intake.event import Event
from articles.intake.headers import is_weekday
from articles.intake.report import Doubt, Doubtful, HeaderKind, Origin, Reason, Report, Role
from articles.intake.syllables import foreign_words, looks_like_old_font
from articles.intake.tokens import key

MANY = 6
LEAP = 2020


def doubts_about(report: Report, article: Article, event: Event, pasted_on: datetime.date | None) -> Report:
    """The same report, with everything an editor should look at."""
    found = [
        *_about_text(report, article),
        *_about_header(event),
        *_about_day(report, event, pasted_on),
        *_about_conference(report),
        *_about_people(report, article),
        *_about_directives(report),
    ]
    return dataclasses.replace(report, doubts=tuple(found))


def _doubt(code: Doubtful, span: object = None, **params: str) -> Doubt:
    place = getattr(span, "span", None)
    return Doubt(code, tuple(params.items()), place)


def _about_text(report: Report, article: Article) -> Iterator[Doubt]:
    text = article.source.text
    if not text.strip():
        yield _doubt(Doubtful.NOTHING_TO_READ)
        return
    if article.is_cut:
        yield _doubt(Doubtful.TOO_LONG, characters=str(CLOSELY))
    if looks_like_old_font(text):
        yield _doubt(Doubtful.LEGACY_FONT)
    share, foreign = foreign_words(text)
    if share >= 12:
        yield _doubt(Doubtful.NOT_VIETNAMESE, share=str(share))
    if len(foreign) >= 4:
        yield _doubt(Doubtful.SPAM_WORDS, words=", ".join(foreign[:MANY]))
    if report.headline is None:
        yield _doubt(Doubtful.NO_HEADLINE)
    for block in article.layout.repeated:
        yield Doubt(Doubtful.PRINTED_TWICE, (), article.source.span(*block.where))


def _about_header(event: Event) -> Iterator[Doubt]:
    line = event.header_line
    if line is None:
        return
    if line.header is None:
        yield _doubt(Doubtful.HEADER_IMPOSSIBLE, date="")
    elif line.header.kind is HeaderKind.AMBIGUOUS:
        yield _doubt(Doubtful.HEADER_AMBIGUOUS, event.header, date=event.header.printed if event.header else "")
    if line.header and line.is_wrong_weekday:
        yield _doubt(Doubtful.WEEKDAY_WRONG, event.header, date=f"{line.header.date:%d/%m/%Y}", weekday=line.weekday)


def _about_day(report: Report, event: Event, pasted_on: datetime.date | None) -> Iterator[Doubt]:
    phrase, day = report.day_phrase, event.day
    if day is None or (day.day is None and report.event_date is None):
        yield _doubt(Doubtful.NO_DAY, phrase)
        return
    date = report.event_date
    if date is None:
        is_possible = day.in_year(day.year or LEAP) is not None
        yield _doubt(Doubtful.NO_YEAR if is_possible else Doubtful.DAY_IMPOSSIBLE, phrase, day=day.printed)
        return
    if event.year and event.year.others:
        years = ", ".join(str(year) for year in (event.year.value, *event.year.others))
        yield _doubt(Doubtful.YEAR_UNCERTAIN, phrase, day=day.printed, years=years)
    elif date.origin is Origin.INFERRED:
        yield _doubt(Doubtful.YEAR_INFERRED, phrase, day=f"{date.value.day}/{date.value.month}", year=str(date.value.year))
    if report.header and report.header.value.kind is not HeaderKind.AMBIGUOUS and date.value > report.header.value.date:
        yield _doubt(Doubtful.DAY_AFTER_HEADER, phrase, day=f"{date.value:%d/%m/%Y}")
    if pasted_on and date.value > pasted_on:
        yield _doubt(Doubtful.DAY_IN_FUTURE, phrase, day=f"{date.value:%d/%m/%Y}")
    weekday = _weekday_before(report, phrase.span.start) if phrase else None
    if weekday and not is_weekday(weekday, date.value):
        yield _doubt(Doubtful.WEEKDAY_WRONG, phrase, date=f"{date.value:%d/%m/%Y}", weekday=weekday)


def _weekday_before(report: Report, place: int) -> str | None:
    found = re.search(r"(thứ (?:hai|ba|tư|năm|sáu|bảy)|chủ nhật)[\s,(]*$", report.text[max(0, place - 20) : place], re.IGNORECASE)
    return found.group(1) if found else None


def _about_conference(report: Report) -> Iterator[Doubt]:
    if report.title is None:
        yield _doubt(Doubtful.NO_TITLE)
    if not report.organisers:
        yield _doubt(Doubtful.NO_ORGANISER)
    host = report.host_province
    if host is None and not report.provinces:
        yield _doubt(Doubtful.NO_PROVINCE)
    elif host and host.origin is Origin.INFERRED:
        yield _doubt(Doubtful.PROVINCE_INFERRED, host, province=host.value.name)
    if report.cluster and not report.provinces:
        yield _doubt(Doubtful.CLUSTER_WITHOUT_MEMBERS, report.cluster, cluster=report.cluster.value.name)


def _about_people(report: Report, article: Article) -> Iterator[Doubt]:
    if not report.officials:
        yield _doubt(Doubtful.NOBODY_NAMED)
        return
    if not any(role.value in (Role.CHAIR, Role.CO_CHAIR) for official in report.officials for role in official.roles):
        yield _doubt(Doubtful.NO_CHAIR)
    ends: dict[str, str] = {}
    torn = {" ".join(person.name.split()) for person in article.roster.people.values() if titles_differ(person)}
    for official in report.officials:
        if " ".join(key(word) for word in official.name.value.split()) in torn:
            yield _doubt(Doubtful.TITLES_DIFFER, official.name, name=official.name.value)
        name = official.name
        if any(role.reason is Reason.NO_ROLE_PRINTED for role in official.roles):
            yield _doubt(Doubtful.ROLE_MISSING, name, name=name.value)
        if not official.titles:
            yield _doubt(Doubtful.NO_TITLES, name, name=name.value)
        for title in official.titles:
            if title.reason is Reason.SHARED_TITLE:
                yield _doubt(Doubtful.SHARED_TITLE, title, title=title.value, names=name.value)
        words = name.value.split()
        similar = ends.setdefault(" ".join([words[0], *words[-1:]]), name.value)
        if similar != name.value:
            yield _doubt(Doubtful.SIMILAR_NAMES, name, name=name.value, other=similar)


def _about_directives(report: Report) -> Iterator[Doubt]:
    if not report.directives:
        yield _doubt(Doubtful.NO_DIRECTIVES)
        return
    last = report.directives[-1]
    if any(not directive.is_complete for directive in report.directives):
        yield _doubt(Doubtful.DIRECTIVES_CUT_OFF, last.quote)
    if any(directive.text.confidence < 0.7 for directive in report.directives):
        yield _doubt(Doubtful.DIRECTIVES_BY_COMMAS, report.directives[0].quote)
    if any(not directive.issuers for directive in report.directives):
        yield _doubt(Doubtful.NO_ISSUER, report.directives[0].quote)
    names = {official.name.value for official in report.officials}
    for issuer in {issuer.value: issuer for directive in report.directives for issuer in directive.issuers}.values():
        if issuer.value not in names:
            yield _doubt(Doubtful.ISSUER_UNNAMED, issuer, printed=issuer.value)
