"""The readers' pages of articles, and the one door of photos."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from articles.filters import ArticleFilters
from articles.models import Article, Correction, Photo, State
from qcdc.pages import FilteredList
from qcdc.pictures import PHOTO_FORMATS, picture_response


class ArticleList(FilteredList):
    """Articles, the newest first."""

    queryset = Article.objects.none()
    filterset_class = ArticleFilters
    template_name = "articles/article_list.html"

    def get_queryset(self) -> Any:
        self.queryset = Article.objects.published().with_edition().with_conference()
        return super().get_queryset()


@require_safe
def article_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """One article as readers see it; an editor without a live edition before her sees the one in work."""
    if withdrawn := Article.objects.withdrawn().filter(slug=slug).select_related("withdrawal").first():
        return render(request, "410.html", {"withdrawal": getattr(withdrawn, "withdrawal", None)}, status=410)
    readable = Article.objects.for_reader(request.user).with_edition().with_conference(request.user)
    article = get_object_or_404(readable, slug=slug)
    edition = article.edition
    if edition is None:
        raise Http404
    conference = article.conference
    return render(
        request,
        "articles/article_detail.html",
        {
            "article": article,
            "edition": edition,
            "placements": edition.placements.select_related("photo").prefetch_related("photo__subjects__official__merged_into"),
            "corrections": Correction.objects.for_reader(request.user).filter(article=article),
            "conference": conference,
            "directives": conference.directives.for_reader(request.user)[:12] if conference else [],
            "related": conference.articles.for_reader(request.user).exclude(pk=article.pk).with_edition()[:6] if conference else [],
        },
    )


@require_safe
def photo(request: HttpRequest, pk: int, size: str) -> HttpResponseBase:
    """A rendition of a photo, shown to whoever may see an article that shows it; 410 where that was withdrawn."""
    picture = Photo.objects.for_reader(request.user).filter(pk=pk).first()
    if picture is None:
        if Photo.objects.filter(pk=pk, placements__edition__article__state=State.WITHDRAWN).exists():
            return HttpResponse(status=410)
        raise Http404
    return picture_response(picture.file, size, PHOTO_FORMATS, public=Photo.objects.published().filter(pk=pk).exists())
