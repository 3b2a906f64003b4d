"""How articles are found: each by the edition that readers see, from the moment at which they see it."""

import datetime
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any

from django.db.models import Prefetch
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from articles.models import Article, Edition, State
from meetings.models import Attendance, Conference, Directive, Publication
from meetings.search.conferences import ConferenceKind, seen_since
from qcdc.search.kinds import FOREVER, Document, Kind, follow, register, watch
from qcdc.search.tokens import Text


class ArticleKind(Kind):
    """Articles, by what is written in them; narrowed by the conference that they are about once readers see that, too."""

    name = "article"
    number = 3
    model = Article
    label = _("Article")
    label_many = _("Articles")

    def documents(self, ids: Iterable[int]) -> Iterator[Document]:
        now = timezone.now()
        of_conference = ConferenceKind()
        articles = list(Article.objects.filter(pk__in=ids, state=State.PUBLISHED).order_by("pk"))
        if not articles:
            return
        conferences = self._conferences({article.conference_id for article in articles if article.conference_id})
        editions: dict[int, list[Edition]] = defaultdict(list)
        for edition in Edition.objects.filter(article__in=articles, live_from__isnull=False).order_by("pk"):
            editions[edition.article_id].append(edition)
        for article in articles:
            for edition in editions[article.pk]:
                since = max(filter(None, [edition.live_from, article.published_at, article.embargo_until]))
                until = min(filter(None, [edition.live_until, article.expires_at, FOREVER]))
                if until <= now:
                    continue
                year = timezone.localtime(article.published_at).year
                alone = Text(
                    title=edition.headline,
                    names=(edition.byline, edition.dateline_place),
                    body=(edition.kicker, edition.lead, edition.plain_body, edition.source),
                    date=str(year),
                    facets=frozenset({"#karticle", f"#y{year}"}),
                )
                day = timezone.localtime(article.published_at).date()
                document = Document(article.pk, alone, since, until, day, source_id=edition.pk)
                conference = conferences.get(article.conference_id or 0)
                yield from self._with_conference(document, conference, of_conference)

    @staticmethod
    def _with_conference(document: Document, conference: Conference | None, kind: ConferenceKind) -> Iterator[Document]:
        """An article before and after readers see its conference: by the hidden one it is not to be found."""
        if not conference:
            yield document
            return
        own = {facet for facet in kind.facets(conference) if not facet.startswith("#y")}
        text = replace(document.text, facets=document.text.facets | own)
        shown: datetime.datetime = seen_since(conference)
        if document.since < shown:
            yield replace(document, until=min(document.until, shown))
        if shown < document.until:
            yield replace(document, text=text, since=max(document.since, shown), later=True)

    @staticmethod
    def _conferences(wanted: set[int]) -> dict[int, Conference]:
        if not wanted:
            return {}
        loaded = Conference.objects.filter(pk__in=wanted, publication=Publication.PUBLISHED).prefetch_related(
            "participations",
            Prefetch("attendances", Attendance.objects.select_related("official__merged_into")),
            Prefetch("directives", Directive.objects.prefetch_related("themes")),
        )
        return {conference.pk: conference for conference in loaded}

    def rows(self, ids: Iterable[int]) -> Any:
        return Article.objects.published().filter(pk__in=ids).with_words()

    def texts(self, row: Any) -> list[str]:
        edition = row.live
        return [edition.lead, edition.plain_body, edition.byline] if edition else []

    def title(self, row: Any) -> str:
        return str(row.headline)

    def date(self, row: Any) -> str:
        return f"{timezone.localtime(row.published_at):%d/%m/%Y}"


def make_findable() -> None:
    """Enter articles in the register of what can be found, and have them follow their conferences."""
    register(ArticleKind())
    published, live = f"{{row}}.state = '{State.PUBLISHED}'", "{row}.live_from IS NOT NULL"
    watch("article", (Article, "id", published), (Edition, "article_id", live), ripple=lambda ids: [("article", ids)])
    follow("conference", _of_conferences)


def _of_conferences(ids: set[int]) -> Iterable[tuple[str, Iterable[int]]]:
    """A conference takes along the articles on it."""
    yield "article", Article.objects.filter(conference__in=ids).order_by().values_list("pk", flat=True)
