"""Looking at an article before readers do: the public page with an edition in it, and links for somebody outside."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from articles.models import Article, Deed, Photo, PreviewLink, State
from articles.views import page_of_article
from articles.workflow import record
from qcdc.pictures import PHOTO_FORMATS, picture_response


def preview_response(request: HttpRequest, article: Article, edition: Any, *, token: str = "", **more: Any) -> HttpResponse:
    """The page as every reader would see it if this edition were live; kept by no cache and found by no search engine."""
    shown = Article.objects.with_edition().with_conference().get(pk=article.pk)
    context = page_of_article(shown, edition, AnonymousUser())
    for placement in context["placements"]:
        placement.photo.preview_token = token
    response = render(request, "articles/article_detail.html", context | {"preview": more | {"edition": edition}})
    return unkept(response)


def unkept(response: Any) -> Any:
    """Tell caches, search engines and the next site that this address is nobody else's business."""
    response["Cache-Control"] = "private, no-store"
    response["X-Robots-Tag"] = "noindex, nofollow, noarchive"
    response["Referrer-Policy"] = "no-referrer"
    return response


def with_link(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Opens a view to whoever holds an open link; forged, expired, revoked and withdrawn are all 404."""

    @require_safe
    @wraps(view)
    def guarded(request: HttpRequest, token: str, **more: Any) -> HttpResponseBase:
        link = PreviewLink.holding(token)
        edition = link.article.working if link and link.article.state != State.WITHDRAWN else None
        if link is None or edition is None:
            raise Http404
        return unkept(view(request, link, edition, **more))

    return guarded


@with_link
def preview(request: HttpRequest, link: PreviewLink, edition: Any) -> HttpResponse:
    """The edition in work, for somebody outside the newsroom who holds the link."""
    PreviewLink.objects.filter(pk=link.pk).update(opened_at=timezone.now())
    return preview_response(request, link.article, edition, token=link.token, link=link)


@with_link
def preview_photo(request: HttpRequest, link: PreviewLink, edition: Any, pk: int, size: str) -> HttpResponseBase:
    """A photo that stands in the edition in work, and no other."""
    photo = get_object_or_404(Photo.objects.filter(placements__edition=edition), pk=pk)
    return picture_response(photo.file, size, PHOTO_FORMATS, public=False)


@transaction.atomic
def make_link(article: Article, by: Any, *, days: int, made_for: str = "") -> PreviewLink:
    """A new link to the edition in work, written in the trail."""
    link = PreviewLink.make(article, by=by, days=days, made_for=made_for)
    record(article, Deed.LINK_MADE, by, edition=article.working, comment=made_for, moment=link.expires_at)
    return link


@transaction.atomic
def revoke_link(link: PreviewLink, by: Any) -> None:
    """Close a link at once; once more does nothing."""
    if PreviewLink.objects.filter(pk=link.pk, revoked_at__isnull=True).update(revoked_at=timezone.now()):
        record(link.article, Deed.LINK_REVOKED, by, edition=link.article.working, comment=link.made_for)
