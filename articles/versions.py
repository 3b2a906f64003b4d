"""The public history of an article: the versions that readers have seen, and what changed from one to the next."""

from typing import Any

from django.db.models import F, Q
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from articles.models import Article, Edition
from articles.models.editions import CONTENT
from qcdc.differences import marked, marked_prose

MOST = 200


def versions(article: Article) -> list[Edition]:
    """What readers have seen since the article has been there for them, the oldest first.

    What was replaced before its embargo ended, or taken off the site before it was published again, is not among it.
    """
    since = max(filter(None, [article.published_at, article.embargo_until]), default=timezone.now())
    in_force = Q(live_until__isnull=True) | (Q(live_until__gt=since) & Q(live_until__gt=F("live_from")))
    return list(article.editions.filter(in_force, live_from__lte=timezone.now()).order_by("number")[:MOST])


def changes(old: Edition, new: Edition) -> list[tuple[str, SafeString]]:
    """Field by field, what of the words went and came; then the photos."""
    rows = []
    for name in CONTENT:
        before, after = getattr(old, name), getattr(new, name)
        if before != after:
            label = Edition._meta.get_field(name).verbose_name  # type: ignore[union-attr]
            rows.append((str(label), (marked_prose if name == "body" else marked)(before, after)))
    before, after = (_photos(edition) for edition in (old, new))
    if before != after:
        rows.append((_("photos"), marked(before, after)))
    return rows


def _photos(edition: Edition) -> str:
    """The photos of a version in words, a line each."""
    return "\n".join(filter(None, (each.shown_caption or each.shown_alt for each in edition.placements.select_related("photo"))))


@require_safe
def history(request: HttpRequest, slug: str, number: int | None = None) -> HttpResponseBase:
    """The versions of a published article, and what one of them changed in the one before."""
    article = get_object_or_404(Article.objects.published().with_edition(), slug=slug)
    seen = versions(article)
    number = number or len(seen)
    if not 1 <= number <= len(seen):
        raise Http404(_("There is no such version."))
    chosen, before = seen[number - 1], seen[number - 2] if number > 1 else None
    context: dict[str, Any] = {
        "article": article,
        "versions": list(enumerate(seen, start=1))[::-1],
        "number": number,
        "chosen": chosen,
        "changes": changes(before, chosen) if before else [],
    }
    return render(request, "articles/article_history.html", context)
