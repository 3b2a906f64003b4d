"""The register of doors: every public exit of the house, with the address at which a record would leave by it.

A door that is not listed here fails tests/test_house.py.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils import timezone

from articles.models import Article, Correction, Photo
from meetings.models import Attendance, Cluster, Conference, Directive, Figure, Official, Organisation, Post, Progress, Province, Theme
from tests import factories

SECRET = "Ngọc Lam Bí Mật"


@dataclass
class Record:
    """A whole record whose every text says SECRET."""

    conference: Conference
    official: Official
    post: Post
    attendance: Attendance
    figure: Figure
    directive: Directive
    progress: Progress
    article: Article
    photo: Photo
    correction: Correction
    province: Province
    organisation: Organisation
    cluster: Cluster
    theme: Theme


def make_record(**conference: Any) -> Record:
    """A published record; keyword arguments go to the conference."""
    cluster = factories.make_cluster(name="Cụm công khai")
    meeting = factories.make_conference(
        title=f"Hội nghị {SECRET}", venue=SECRET, summary=f"<p>{SECRET}</p>", **{"cluster": cluster} | conference
    )
    organisation = factories.make_organisation(name="Ban công khai")
    factories.organise(meeting, organisation)
    official = factories.make_official(name=SECRET, portrait=factories.make_picture())
    province = factories.make_province(name="Tỉnh Công Khai")
    factories.take_part(meeting, province)
    post = factories.make_post(official=official, title=f"Trưởng ban {SECRET}", province=province)
    attendance = factories.make_attendance(
        "chair",
        conference=meeting,
        official=official,
        titles=f"Trưởng ban {SECRET}",
        post=post,
        province=province,
        organisation=organisation,
    )
    figure = factories.make_figure(conference=meeting, quote=SECRET, province=province, said_by=attendance)
    directive = factories.make_directive("tuyen-truyen", conference=meeting, text=f"Chỉ đạo {SECRET}", issuer=attendance)
    directive.addressee_provinces.add(province)
    directive.addressee_organisations.add(organisation)
    progress = factories.make_progress(directive=directive, note=SECRET, province=province)
    article = factories.make_article(
        slug="bai-ngoc-lam-bi-mat",
        conference=meeting,
        headline=f"Bài {SECRET}",
        lead=SECRET,
        body=f"<p>{SECRET}</p>",
        byline=SECRET,
        source=SECRET,
    )
    photo = factories.make_photo(caption=SECRET, alt=SECRET, credit=SECRET)
    factories.place(photo, article)
    correction = factories.make_correction(article=article, wrong=SECRET, right=SECRET)
    theme = factories.make_theme("tuyen-truyen")
    return Record(
        *(meeting, official, post, attendance, figure, directive, progress, article, photo, correction, province),
        *(organisation, cluster, theme),
    )


def of(noun: str, **more: str) -> Callable[[Record], str]:
    """The API's address of one of the record's rows."""
    return lambda record: reverse(f"api:{more.get('route', noun)}-detail", args=[getattr(record, noun).pk])


def page(noun: str) -> Callable[[Record], str]:
    return lambda record: getattr(record, noun).get_absolute_url()


def at(name: str, *args: Any, query: str = "") -> Callable[[Record], str]:
    return lambda record: reverse(name, args=args) + query


# Doors that lead to one row: hidden rows answer 404, withdrawn ones may answer 410.
DETAILS: dict[str, list[Callable[[Record], str]]] = {
    "articles:detail": [page("article")],
    "articles:share-image": [lambda record: reverse("articles:share-image", args=[record.article.pk])],
    "meetings:share-image": [lambda record: reverse("meetings:share-image", args=[record.conference.pk])],
    "meetings:conference-event": [lambda record: f"{record.conference.get_absolute_url()}hoi-nghi.ics"],
    "articles:photo": [lambda record: reverse("articles:photo", args=[record.photo.pk, "w480"])],
    "articles:photo-page": [lambda record: record.article.photo_page(1)],
    "articles:history": [lambda record: reverse("articles:history", args=[record.article.slug])],
    "articles:version": [lambda record: reverse("articles:version", args=[record.article.slug, 1])],
    "meetings:conference-detail": [page("conference")],
    "meetings:official-detail": [page("official")],
    "meetings:directive-detail": [page("directive")],
    "meetings:directive-short": [lambda record: reverse("meetings:directive-short", args=[record.directive.pk])],
    "meetings:portrait": [lambda record: reverse("meetings:portrait", args=[record.official.pk, "w320"])],
    "api:article-detail": [of("article"), lambda record: reverse("api:article-detail", args=[record.article.slug])],
    "api:photo-detail": [of("photo")],
    "api:correction-detail": [of("correction")],
    "api:conference-detail": [of("conference"), lambda record: reverse("api:conference-detail", args=[record.conference.slug])],
    "api:official-detail": [of("official"), lambda record: reverse("api:official-detail", args=[record.official.slug])],
    "api:post-detail": [of("post")],
    "api:attendance-detail": [of("attendance")],
    "api:figure-detail": [of("figure")],
    "api:directive-detail": [of("directive")],
    "api:progress-detail": [of("progress")],
}

SECTIONS = ("articles", "clusters", "conferences", "directives", "officials", "organisations", "provinces", "themes")

# Doors that lead to many rows, or to a row of the public registers: they answer 200 without the hidden ones.
LISTS: dict[str, list[Callable[[Record], str]]] = {
    "home": [at("home")],
    "search": [at("search", query="?q=ngoc+lam"), at("search", query="?q=bi%20mat")],
    "search-suggest": [at("search-suggest", query="?q=ngoc+la"), at("search-suggest", query="?q=bi+mat")],
    "search-feed": [at("search-feed", query="?q=ngoc+lam")],
    "api:search": [at("api:search", query="?q=ngoc+lam"), at("api:search", query="?q=bi%20mat&sort=date")],
    "articles:list": [at("articles:list"), at("articles:list", query="?q=ngoc+lam")],
    "articles:feed": [at("articles:feed"), at("articles:feed", query="?q=ngoc+lam")],
    "articles:feed-rss": [at("articles:feed-rss")],
    "articles:export": [at("articles:export", "csv"), at("articles:export", "xlsx")],
    "articles:corrections": [at("articles:corrections"), at("articles:corrections", query="?q=ngoc+lam")],
    "articles:correction-feed": [at("articles:correction-feed")],
    "articles:correction-feed-rss": [at("articles:correction-feed-rss")],
    "articles:correction-export": [at("articles:correction-export", "csv"), at("articles:correction-export", "xlsx")],
    "meetings:conference-list": [at("meetings:conference-list"), at("meetings:conference-list", query="?q=ngoc+lam")],
    "meetings:conference-year": [at("meetings:conference-year", 2018)],
    "meetings:conference-export": [at("meetings:conference-export", "csv"), at("meetings:conference-export", "xlsx")],
    "meetings:feed": [at("meetings:feed")],
    "meetings:feed-rss": [at("meetings:feed-rss")],
    "meetings:calendar-file": [at("meetings:calendar-file")],
    "meetings:calendar": [at("meetings:calendar")],
    "meetings:calendar-year": [at("meetings:calendar-year", 2018)],
    "meetings:calendar-month": [at("meetings:calendar-month", "2018", "05")],
    "archive-year": [lambda record: reverse("archive-year", args=[timezone.localtime(record.article.published_at).year])],
    "meetings:official-list": [at("meetings:official-list"), at("meetings:official-list", query="?q=ngoc+lam")],
    "meetings:official-export": [at("meetings:official-export", "csv"), at("meetings:official-export", "xlsx")],
    "meetings:province-list": [at("meetings:province-list")],
    "meetings:province-detail": [page("province")],
    "meetings:organisation-detail": [page("organisation")],
    "meetings:cluster-detail": [page("cluster")],
    "meetings:theme-list": [at("meetings:theme-list")],
    "meetings:theme-detail": [page("theme")],
    "meetings:figure-list": [at("meetings:figure-list"), at("meetings:figure-list", query="?indicator=doi-thoai")],
    "meetings:directive-list": [at("meetings:directive-list"), at("meetings:directive-list", query="?q=ngoc+lam")],
    "meetings:directive-feed": [at("meetings:directive-feed")],
    "meetings:directive-feed-rss": [at("meetings:directive-feed-rss")],
    "meetings:map": [at("meetings:map"), at("meetings:map", query="?by=directives")],
    "meetings:directive-export": [at("meetings:directive-export", "csv"), at("meetings:directive-export", "xlsx")],
    "meetings:figure-export": [at("meetings:figure-export", "csv"), at("meetings:figure-export", "xlsx")],
    "sitemap": [at("sitemap")],
    "sitemap-news": [at("sitemap-news")],
    "sitemap-section": [at("sitemap-section", name) for name in SECTIONS],
    "api:province-detail": [of("province")],
    **{
        f"api:{noun}-list": [at(f"api:{noun}-list")]
        for noun in (
            "article",
            "photo",
            "correction",
            "conference",
            "official",
            "post",
            "attendance",
            "figure",
            "directive",
            "progress",
            "province",
        )
    },
}

# Doors that open only to whoever holds a signed link: tests/articles/test_previews.py tries them.
KEYED = {"articles:preview", "articles:preview-photo"}
# Doors that open only to who shows a key of the API: tests/keys/test_staff.py tries them.
LENT = {"api:staff-articles", "api:staff-conferences"}

# Doors through which no record leaves: registers of plain words, and what the frame says of itself.
SILENT = {
    *KEYED,
    *LENT,
    "page",
    "archive",  # counts, which tests/test_frame_pages.py tries
    "site-map",
    "manifest",
    "opensearch",
    "healthz",
    "readyz",
    "robots",
    "log-in-again",
    "meetings:province-export",
    "meetings:organisation-list",
    "meetings:organisation-export",
    "meetings:cluster-list",
    "meetings:cluster-export",
    "api:root",
    "api:schema",
    "api:docs",
    "api:changes",  # ids and moments, which tests/changes tries
    "api:tombstones",
    "api:checksums",
    "api:dumps",  # files of a command, which tests/dumps tries
    "api:dump",
    *(
        f"api:{register}-{kind}"
        for register in ("region", "organisation", "cluster", "series", "theme", "indicator", "role", "succession")
        for kind in ("list", "detail")
    ),
}
