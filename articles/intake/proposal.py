"""From what was read and matched to the record that is proposed, in the order of the form."""

import datetime
import html
import re
from collections.abc import Iterable

from articles.intake.addressed import Addressees
from articles.intake.matching import Matches, OfficialMatch
from articles.intake.periods import period
from articles.intake.quoting import as_printed
from articles.intake.record import (
    ArticlePart,
    CaptionLine,
    ConferencePart,
    DirectiveLine,
    FigureLine,
    GroupLine,
    OfficialLine,
    Record,
)
from articles.intake.report import Directive, Figure, Found, Group, Level, Official, Report, Span
from articles.intake.terms import due_date
from articles.intake.twins import SameConference, Twins, twins
from articles.intake.wording import wording
from meetings.models import Organisation, Province
from meetings.models.organisations import OrganisationKind

__all__ = ["SameConference", "Twins", "propose", "twins"]

AFTER_CODE = re.compile(r"[)\s]*[-–—:.]*\s*")
OF_ONE = r"(?<!các )(?<!những )(?<!\d )(?<!hai )(?<!ba )(?<!bảy )"
OF_THE_PROVINCE = re.compile(rf"{OF_ONE}\b(?:tỉnh ủy|tỉnh uỷ|thành ủy|thành uỷ|tỉnh)\b", re.IGNORECASE)
OF_DISTRICTS = re.compile(r"\b(?:huyện|quận|thị xã|xã|phường|sở, ban|các sở)\b", re.IGNORECASE)
OF_THE_CENTRE = re.compile(r"\bTrung ương\b|\bT\.?\s?[ƯW]\b|^Bộ\b")
WITHOUT_PLACE = re.compile(r"\b(?:(?:tỉnh|thành) (?:ủy|uỷ)|tỉnh)$|^Sở ", re.IGNORECASE)
MEMBER = re.compile(r"(?:Ủy|Uỷ) viên|Bí thư Trung ương", re.IGNORECASE)
ONLINE = re.compile(r"trực tuyến", re.IGNORECASE)


def propose(report: Report, *, on: datetime.date, matches: Matches) -> Record:
    """The record that a report gives before anybody has corrected it."""
    return _Proposal(report, on, matches).record()


class _Proposal:
    def __init__(self, report: Report, on: datetime.date, matches: Matches) -> None:
        self.report, self.on, self.matches, self.register = report, on, matches, matches.register
        self.host = self.register.province_by_pk.get(matches.host or 0)
        self.provinces = tuple(dict.fromkeys(pk for pk in matches.provinces if pk))
        self.keys = {official.name.value: f"p{number}" for number, official in enumerate(report.officials, start=1)}
        self.indicators = {each.slug: each for each in self.register.indicators}

    def record(self) -> Record:
        if not self._is_about_a_conference():
            return Record(article=self._article())
        officials = tuple(self._official(*each) for each in zip(self.report.officials, self._matches(), strict=True))
        self.lines = {line.key: line for line in officials}
        return Record(
            article=self._article(),
            conference=self._conference(),
            officials=officials,
            groups=tuple(self._group(each) for each in self.report.groups),
            figures=tuple(self._figure(each) for each in self.report.figures),
            directives=tuple(self._directives()),
            captions=tuple(self._captions()),
        )

    def _matches(self) -> Iterable[OfficialMatch]:
        return self.matches.officials or [OfficialMatch(each.name.value) for each in self.report.officials]

    def _is_about_a_conference(self) -> bool:
        report = self.report
        return bool(report.title or report.organisers or report.officials or report.directives)

    def _article(self) -> ArticlePart:
        report = self.report
        return ArticlePart(
            headline=_value(report.headline) or _capital(_value(report.title)),
            kicker=_value(report.kicker),
            lead=_value(report.lead),
            dateline_code=_value(report.dateline_code),
            dateline_place=_value(report.dateline_place),
            day_phrase=_value(report.day_phrase),
            body="".join(f"<p>{html.escape(words, quote=False)}</p>" for words in self._paragraphs()),
            byline=" – ".join(dict.fromkeys(each.value for each in report.bylines)),
            source=_value(report.source) or self._paper(),
        )

    def _paper(self) -> str:
        """The newspaper whose code stands before the report."""
        code = _value(self.report.dateline_code)
        papers = (each.name for each in self.register.organisations if each.kind == OrganisationKind.PRESS and each.abbreviation == code)
        return next(papers, "") if code else ""

    def _paragraphs(self) -> Iterable[str]:
        """The paragraphs as they were printed, the code of the dateline left away: it has a field of its own."""
        code = self.report.dateline_code
        for paragraph in self.report.body:
            span = paragraph.span
            if code and span.start <= code.span.start <= span.start + 1 and code.span.end < span.end:
                after = AFTER_CODE.match(self.report.text, code.span.end, span.end)
                span = Span(after.end() if after else code.span.end, span.end)
            if words := as_printed(self.report.text, span):
                yield words

    def _conference(self) -> ConferencePart:
        report, title = self.report, _value(self.report.title)
        known = [pk for pk in self.matches.organisers if pk]
        unknown = (each.value for each, pk in zip(report.organisers, self.matches.organisers, strict=False) if not pk)
        return ConferencePart(
            title=_capital(title) or _value(report.headline),
            kind=str(report.kind.value) if report.kind else "khac",
            date=report.event_date.value.isoformat() if report.event_date else "",
            end_date=report.event_end.value.isoformat() if report.event_end else "",
            part_of_day=str(report.part_of_day.value) if report.part_of_day else "",
            venue=_value(report.venue),
            host_province=self.matches.host,
            online=bool(report.link_ups or ONLINE.search(title)),
            link_ups="\n".join(each.value for each in report.link_ups),
            cluster=self._cluster(),
            organisers=tuple(dict.fromkeys(known)),
            new_organisers=tuple(dict.fromkeys(self._with_place(name) for name in unknown)),
            provinces=self.provinces,
            directives_complete=all(each.is_complete for each in report.directives),
            span=report.title.span if report.title else None,
        )

    def _cluster(self) -> int | None:
        slug = self.report.cluster.value.slug if self.report.cluster else ""
        return next((each.pk for each in self.register.clusters if slug and each.slug == slug), None)

    def _with_place(self, body: str) -> str:
        """The name of a body with its province where it is printed without ("Ban Dân vận Tỉnh ủy"): other provinces have one too."""
        lacks_place = WITHOUT_PLACE.search(body) and not self.register.provinces_in(body, on=self.on)
        return f"{body} {self.host.name}" if self.host and lacks_place else body

    def _official(self, official: Official, match: OfficialMatch) -> OfficialLine:
        titles = tuple(title.value for title in official.titles)
        chosen = match.chosen
        posts = [post for post in chosen.posts if post.is_printed and post.official == match.choice] if chosen else []
        words = [*titles, *([official.body.value] if official.body else [])]
        province = self._province_of(words, official.name.span, official.mentions)
        body = self._body(official, province)
        span = _widest(official)
        return OfficialLine(
            key=self.keys[official.name.value],
            name=official.name.value,
            official=match.choice,
            titles=titles,
            post=posts[0].pk if posts else None,
            roles=tuple(slug for slug in dict.fromkeys(str(role.value) for role in official.roles) if slug in self.register.roles),
            province=(posts[0].province if posts else None) or (province.pk if province else None),
            organisation=(posts[0].organisation if posts else None) or (body.pk if body else None),
            quote=as_printed(self.report.text, span),
            span=span,
        )

    def _province_of(self, words: Iterable[str], where: Span, mentions: Iterable[Span] = ()) -> Province | None:
        """The province that titles name; where they speak of "the province" alone, the one that the text was speaking of."""
        words = list(words)
        for title in words:
            if named := self.register.provinces_in(title, on=self.on):
                return named[0]
        return self._province_meant(where, mentions) if any(OF_THE_PROVINCE.search(title) for title in words) else None

    def _province_meant(self, where: Span, mentions: Iterable[Span] = ()) -> Province | None:
        """The last province named before in the paragraph, or where the person is named again; else the host, if it met alone."""
        text = self.report.text
        paragraph = text.rfind("\n", 0, where.start) + 1
        before = self.register.provinces_in(text[max(paragraph, where.start - 400) : where.start], on=self.on)
        again = [unit for span in mentions for unit in self.register.provinces_in(text[span.start : span.end], on=self.on)]
        if before or again:
            return before[-1] if before else again[0]
        return self.host if len(self.provinces) < 2 else None

    def _body(self, official: Official, province: Province | None) -> Organisation | None:
        """The body that a person came for: the one that called the conference where a title names it, else the one printed."""
        titled = [self._body_in(title.value, province) for title in official.titles if not MEMBER.match(title.value)]
        bodies = list(dict.fromkeys(body for body in titled if body))
        if calling := [body for body in bodies if body.pk in self.matches.organisers]:
            return calling[0]
        if official.body and (body := self.register.organisation(official.body.value, on=self.on, province=province)):
            return body
        return bodies[0] if len(bodies) == 1 else None

    def _body_in(self, title: str, province: Province | None) -> Organisation | None:
        """The body at the end of a title: Trưởng | Ban Dân vận Trung ương."""
        words = wording(title).split()
        tries = (" ".join(words[start:]) for start in range(1, len(words) - 1))
        return next((body for name in tries if (body := self.register.organisation(name, on=self.on, province=province))), None)

    def _group(self, group: Group) -> GroupLine:
        name, where = group.name.value, group.name.span
        province = self._province_of([name], where) or (self._province_meant(where) if OF_DISTRICTS.search(name) else None)
        return GroupLine(
            name=group.name.value,
            headcount=group.headcount.value if group.headcount else None,
            qualifier=str(group.qualifier or ""),
            roles=(str(group.role),) if str(group.role) in self.register.roles else (),
            province=province.pk if province else None,
            quote=as_printed(self.report.text, group.name.span),
            span=group.name.span,
        )

    def _figure(self, figure: Figure) -> FigureLine:
        event = self.report.event_date.value.isoformat() if self.report.event_date else ""
        start, end = period(figure.period.value, event) if figure.period else ("", "")
        indicator = self.indicators.get(figure.indicator.value) if figure.indicator else None
        unit = _value(figure.unit)
        speaker = self.keys.get(figure.said_by, "")
        return FigureLine(
            quote=as_printed(self.report.text, figure.quote.span),
            indicator=indicator.pk if indicator else None,
            value=figure.value.value if figure.value else None,
            unit="" if indicator and unit.casefold() == indicator.unit.casefold() else unit,
            qualifier=str(figure.qualifier or ""),
            percent=figure.percent.value if figure.percent else None,
            done=figure.done.value if figure.done else None,
            plan=figure.plan.value if figure.plan else None,
            level=str(figure.level.value) if figure.level else "",
            period_start=start,
            period_end=end,
            province=self._place_of(figure, speaker),
            said_by=speaker,
            span=figure.quote.span,
        )

    def _place_of(self, figure: Figure, speaker: str) -> int | None:
        """The province that a figure counts: the one named with it, else that of whoever speaks."""
        if figure.place:
            named = self.register.province(figure.place.value.name, figure.place.value.slug, on=self.on)
            return named.pk if named else None
        if figure.level and figure.level.value is Level.CENTRAL:
            return None
        return self.lines[speaker].province if speaker else None

    def _directives(self) -> Iterable[DirectiveLine]:
        of_centre = any(OF_THE_CENTRE.search(each.value) for each in self.report.organisers)
        addressees = Addressees(self.register, self.on, self.host, self.provinces, of_centre=of_centre)
        for directive in self.report.directives:
            printed = tuple(each.value for each in directive.addressees)
            told = addressees.read(printed)
            issuer, body = self._issuer(directive)
            yield DirectiveLine(
                text=_capital(directive.text.value),
                quote=as_printed(self.report.text, directive.quote.span),
                issuer=issuer,
                issuing_organisation=body,
                addressees_printed=", ".join(printed),
                addressee_provinces=told.provinces,
                addressee_organisations=told.organisations,
                themes=directive.themes,
                legal_reference=_value(directive.legal_reference),
                due_date=due_date(_value(directive.due), self.on),
                span=directive.quote.span,
            )

    def _issuer(self, directive: Directive) -> tuple[str, int | None]:
        """The key of the person who gave a directive, or the body that did."""
        for issuer in directive.issuers:
            if key := self.keys.get(issuer.value):
                return key, None
        for issuer in directive.issuers:
            if body := self.register.organisation(issuer.value, on=self.on, province=self.host):
                return "", body.pk
        return "", None

    def _captions(self) -> Iterable[CaptionLine]:
        for caption in self.report.captions:
            keys = (self.keys[name] for name in caption.officials if name in self.keys)
            yield CaptionLine(caption.text.value, _value(caption.credit), tuple(keys), span=caption.text.span)


def _widest(official: Official) -> Span:
    """The words that tell most of a person: the mention around the name that the titles were read from."""
    name = official.name.span
    around = [span for span in official.mentions if span.start <= name.start and name.end <= span.end]
    return max(around, key=lambda span: span.end - span.start, default=name)


def _value(found: Found[str] | None) -> str:
    return found.value if found else ""


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]
