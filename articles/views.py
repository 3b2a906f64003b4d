"""The readers' pages of articles, and the one door of photos."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from articles.filters import ArticleFilters, CorrectionFilters
from articles.linked import article_card
from articles.models import Article, Correction, Photo, State
from qcdc.abbreviations import abbreviations_in
from qcdc.addresses import now_at, onward
from qcdc.pages import FilteredList
from qcdc.pictures import PHOTO_FORMATS, picture_response
from qcdc.share_images import share_image_response
from qcdc.words import named

MOST_TAGS = 8


class ArticleList(FilteredList):
    """Articles, the newest first."""

    queryset = Article.objects.none()
    filterset_class = ArticleFilters
    template_name = "articles/article_list.html"

    def get_queryset(self) -> Any:
        self.queryset = Article.objects.published().with_edition().with_conference()
        return super().get_queryset()


class CorrectionList(FilteredList):
    """What published articles had wrong, the latest correction first."""

    queryset = Correction.objects.none()
    filterset_class = CorrectionFilters
    template_name = "articles/correction_list.html"

    def get_queryset(self) -> Any:
        self.queryset = Correction.objects.published().with_article()
        return super().get_queryset()


@require_safe
def article_detail(request: HttpRequest, slug: str) -> HttpResponseBase:
    """One article as readers see it; an editor without a live edition before her sees the one in work."""
    article = _asked(request, slug)
    if isinstance(article, HttpResponseBase):
        return article
    page = page_of_article(article, article.edition, request.user)
    page["card"] = article_card(request, article, article.edition, page["placements"], page["corrections"])
    return render(request, "articles/article_detail.html", page)


@require_safe
def photo_page(request: HttpRequest, slug: str, place: int) -> HttpResponseBase:
    """One photo of an article by itself, as large as the screen, with its words and the way to the next."""
    article = _asked(request, slug)
    if isinstance(article, HttpResponseBase):
        return article
    placements = list(article.edition.placements.all())
    if not 1 <= place <= len(placements):
        raise Http404
    around = {"previous": place - 1, "next": place + 1}
    return render(
        request,
        "articles/photo_page.html",
        {
            "article": article,
            "placement": placements[place - 1],
            "place": place,
            "count": len(placements),
            "around": {side: article.photo_page(other) for side, other in around.items() if 1 <= other <= len(placements)},
        },
    )


def _asked(request: HttpRequest, slug: str) -> Any:
    """The article at an address with the edition to show, or the answer in its place where it has moved or was withdrawn."""
    gone = Article.objects.withdrawn().select_related("withdrawal")
    if withdrawn := gone.filter(slug=slug).first():
        return _withdrawn(request, withdrawn)
    readable = Article.objects.for_reader(request.user)
    article = readable.with_edition().with_conference(request.user).filter(slug=slug).first()
    if article is None:
        if moved := now_at(readable, slug):
            return onward(request, moved)
        if withdrawn := now_at(gone, slug):
            return _withdrawn(request, withdrawn)
        raise Http404
    if article.edition is None:
        raise Http404
    return article


def page_of_article(article: Article, edition: Any, reader: Any) -> dict[str, Any]:
    """What the page of an article shows of one edition: the page of readers and its preview alike."""
    conference = article.conference
    directives = list(conference.directives.for_reader(reader).prefetch_related("themes")[:12]) if conference else []
    placements = list(edition.placements.select_related("photo").prefetch_related("photo__subjects__official__merged_into"))
    for place, placement in enumerate(placements, start=1):
        placement.page = article.photo_page(place)
    same = conference.articles.for_reader(reader) if conference else Article.objects.for_reader(reader).filter(state=State.PUBLISHED)
    text = f"{edition.headline} {edition.lead} {edition.plain_body}"
    return {
        "article": article,
        "edition": edition,
        "placements": placements,
        "corrections": Correction.objects.for_reader(reader).filter(article=article),
        "conference": conference,
        "directives": directives,
        "tags": _tags(article.section, conference, directives),
        "related": same.exclude(pk=article.pk).with_edition()[:6],
        "spoken": "\n".join(f"{short}={whole}" for short, whole in abbreviations_in(text).items()),
    }


def _tags(section: Any, conference: Any, directives: list[Any]) -> list[tuple[str, str]]:
    """The section, the place and the subjects of an article, each with the list of the articles on it."""
    articles = reverse("articles:list")
    host = conference.host_province if conference else None
    themes = {theme.slug: named(theme) for directive in directives for theme in directive.themes.all()}
    places = [(host.name, f"{articles}?province={host.slug}")] if host else []
    sections = [(named(section), f"{articles}?section={section.slug}")] if section else []
    return [*sections, *places, *((name, f"{articles}?theme={slug}") for slug, name in themes.items())][:MOST_TAGS]


def _withdrawn(request: HttpRequest, article: Article) -> HttpResponse:
    """The notice in place of a withdrawn article."""
    return render(request, "410.html", {"withdrawal": getattr(article, "withdrawal", None)}, status=410)


@require_safe
def photo(request: HttpRequest, pk: int, size: str) -> HttpResponseBase:
    """A rendition of a photo, shown to whoever may see an article that shows it; 410 where that was withdrawn."""
    picture = Photo.objects.for_reader(request.user).filter(pk=pk).first()
    if picture is None:
        if Photo.objects.withdrawn().filter(pk=pk).exists():
            return HttpResponse(status=410)
        raise Http404
    ends = picture.public_ends()
    until = None if None in ends else max(filter(None, ends), default=None)
    return picture_response(picture.file, size, PHOTO_FORMATS, public=bool(ends), until=until)


@require_safe
def share_image(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The picture with which an article is shared; 410 where it was withdrawn."""
    article = Article.objects.for_reader(request.user).with_edition().with_conference(request.user).filter(pk=pk).first()
    if article is None or article.edition is None:
        if Article.objects.withdrawn().filter(pk=pk).exists():
            return HttpResponse(status=410)
        raise Http404
    moment = timezone.localtime(article.published_at).strftime("%d/%m/%Y") if article.published_at else ""
    edition = article.edition
    return share_image_response(edition.headline, edition.kicker, f"{edition.source or edition.byline} · {moment}".strip(" ·"))
