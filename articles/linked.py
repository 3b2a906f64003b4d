"""Articles in the words of schema.org."""

from collections.abc import Iterable
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from articles.models import Article, Correction, Edition
from meetings.linked import event, share_image
from qcdc.linked import Card, crumbs, moment, publisher, without_gaps


def article_card(
    request: HttpRequest, article: Article, edition: Edition, placements: Iterable[Any], corrections: Iterable[Correction]
) -> Card:
    """The page of an article with an edition in force: a NewsArticle with its corrections and the conference that it is about."""
    url = request.build_absolute_uri(article.get_absolute_url())
    shared = share_image(request, "articles", article)
    photos = [request.build_absolute_uri(reverse("articles:photo", args=[each.photo_id, "w1600"])) for each in placements]
    told = [each.printed_at for each in corrections]
    modified = max([each for each in (edition.live_from, article.published_at, *told) if each], default=None)
    thing: dict[str, Any] = without_gaps(
        {
            "@type": "NewsArticle",
            "@id": url,
            "url": url,
            "mainEntityOfPage": url,
            "headline": edition.headline,
            "alternativeHeadline": edition.kicker,
            "description": edition.lead,
            "dateline": ", ".join(filter(None, [edition.dateline_place, edition.day_phrase])),
            "datePublished": moment(article.published_at),
            "dateModified": moment(modified),
            "author": {"@type": "Person", "name": edition.byline} if edition.byline else publisher(request),
            "publisher": publisher(request),
            "isBasedOn": edition.source_url,
            "wordCount": edition.word_count,
            "image": [*photos, shared],
            "about": event(request, article.conference) if article.conference else None,
            "correction": [
                {"@type": "CorrectionComment", "text": f"{each.wrong} → {each.right}", "datePublished": moment(each.printed_at)}
                for each in corrections
            ],
        }
    )
    trail = crumbs(request, (_("Articles"), reverse("articles:list")), (edition.headline, url))
    return Card(
        title=edition.headline,
        description=Truncator(edition.lead or edition.plain_body).chars(200),
        url=url,
        kind="article",
        image=shared,
        creator=edition.byline,
        published=article.published_at,
        modified=modified,
        graph=(thing, trail),
    )
