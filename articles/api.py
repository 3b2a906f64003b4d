"""Articles, photos and corrections in the API."""

from functools import partial
from typing import Any

import django_filters
from django.db import models
from django.http import Http404
from django.utils import timezone
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from articles.filters import ArticleFilters, CorrectionFilters
from articles.models import Article, Correction, Edition, Photo, PhotoSubject, Placement
from meetings.api.organisations import people
from meetings.api.provinces import count_of
from meetings.models import Progress
from qcdc.collection import Collection
from qcdc.filters import IdFilter
from qcdc.links import Link, Record, SelfLink, WebLink, links, on_site
from qcdc.problems import Gone
from qcdc.values import ProseValue


def in_force() -> Any:
    """Articles that anybody may see and that have an edition in force: the others have nothing to show."""
    return Article.objects.published().filter(pk__in=Edition.objects.live().order_by().values("article"))


def live_editions(*with_rows: Any) -> models.Prefetch:
    """Have each article's edition in force, and nothing of any other."""
    return models.Prefetch("editions", Edition.objects.live().prefetch_related(*with_rows), to_attr="live_editions")


def subjects(path: str = "subjects") -> models.Prefetch:
    """Have who is in each photo, as far as anybody may see them."""
    return models.Prefetch(path, PhotoSubject.objects.filter(official__in=people().values("pk")).select_related("official__merged_into"))


def headline_of(article: Article) -> str:
    return str(article.live.headline)


def name_of_progress(progress: Progress) -> str:
    return f"{progress.state} ({progress.date})"


class RenditionSerializer(serializers.Serializer):
    """A photo in one of its sizes, as a WebP file without metadata."""

    name = serializers.CharField(read_only=True, help_text="What the size is called.")
    url = serializers.URLField(read_only=True, help_text="The address of the file.")
    width = serializers.IntegerField(read_only=True, help_text="In pixels.")
    height = serializers.IntegerField(read_only=True, help_text="In pixels.")


@extend_schema_field(RenditionSerializer(many=True))
class Renditions(serializers.Field):
    """Every size in which a photo is served, the smallest first."""

    def __init__(self, source: str) -> None:
        super().__init__(source=source, read_only=True, help_text="The sizes in which it is served, the smallest first.")

    def to_representation(self, value: Photo) -> list[dict[str, Any]]:
        return [size | {"url": on_site(self.context, partial(value.url, size["name"]))} for size in value.renditions]


class CorrectionOfArticleSerializer(Record):
    """A correction of the article that it stands with."""

    class Meta:
        model = Correction
        fields = ["id", "url", "date", "kind", "wrong", "right", "place"]


class CorrectionSerializer(CorrectionOfArticleSerializer):
    """What a published article had wrong, and what is right."""

    article = Link(headline_of)

    class Meta(CorrectionOfArticleSerializer.Meta):
        fields = ["id", "url", "article", *CorrectionOfArticleSerializer.Meta.fields[2:]]


class CorrectionCollection(Collection):
    """The corrections of published articles, the latest first."""

    serializer_class = CorrectionSerializer
    filterset_class = CorrectionFilters
    slug_field = None

    def get_queryset(self) -> Any:
        corrected = models.Prefetch("article", in_force().prefetch_related(live_editions()))
        return Correction.objects.published().filter(article__in=in_force().order_by().values("pk")).prefetch_related(corrected)


class PhotoSerializer(Record):
    """A picture of the newsroom that stands in a published article."""

    renditions = Renditions(source="*")
    officials = links("subjects.all", of="official.current", help_text="Who is in the picture, from left to right.")
    articles = links("placements.all", name="edition.headline", of="edition.article", help_text="The articles it stands in.")

    class Meta:
        model = Photo
        fields = ["id", "url", "alt", "caption", "credit", "renditions", "officials", "articles"]


class PhotoFilters(django_filters.FilterSet):
    article = IdFilter(method="of_article")

    class Meta:
        model = Photo
        fields: list[str] = []

    def of_article(self, queryset: Any, name: str, value: int) -> Any:
        editions = Edition.objects.live().filter(article__in=Article.objects.published().filter(pk=value).order_by().values("pk"))
        return queryset.filter(pk__in=Placement.objects.filter(edition__in=editions.order_by().values("pk")).values("photo"))


class PhotoCollection(Collection):
    """The photos that stand in published articles, the newest first."""

    serializer_class = PhotoSerializer
    filterset_class = PhotoFilters
    slug_field = None
    detail_answers = {410: "The article that it stood in was withdrawn."}

    def find(self) -> int:
        try:
            return super().find()
        except Http404:
            if Photo.objects.withdrawn().filter(self.asked()).exists():
                raise Gone from None
            raise

    def get_queryset(self) -> Any:
        shown = Edition.objects.live().filter(article__in=Article.objects.published().order_by().values("pk")).order_by()
        placed = Placement.objects.filter(edition__in=shown.values("pk")).select_related("edition__article")
        newest_first = placed.order_by("-edition__article__published_at", "-edition__article_id")
        return Photo.objects.published().prefetch_related(subjects(), models.Prefetch("placements", newest_first))


class ArticlePhotoSerializer(serializers.Serializer):
    """A photo in the article that it stands with, with its caption there."""

    id = serializers.IntegerField(source="photo.pk", read_only=True, help_text="The id of the photo.")
    url = SelfLink(source="photo")
    caption = serializers.CharField(source="shown_caption", read_only=True, help_text="The caption in this article.")
    alt = serializers.CharField(source="shown_alt", read_only=True, help_text="A description for those who cannot see it.")
    credit = serializers.CharField(source="shown_credit", read_only=True, help_text="Whose picture it is.")
    renditions = Renditions(source="photo")
    officials = links("photo.subjects.all", of="official.current", help_text="Who is in the picture, from left to right.")


class DatelineSerializer(serializers.Serializer):
    """Where and when a report was written, as printed at its head."""

    code = serializers.CharField(source="dateline_code", read_only=True, help_text="The code of the agency.")
    place = serializers.CharField(source="dateline_place", read_only=True, help_text="The place.")
    day = serializers.CharField(source="day_phrase", read_only=True, help_text="The day as printed.")


class SectionSerializer(serializers.Serializer):
    """A section of the newspaper (chuyên mục)."""

    slug = serializers.CharField(read_only=True, help_text="What the parameter `section` takes.")
    name = serializers.CharField(read_only=True, help_text="The name, in Vietnamese.")


class ArticleSerializer(Record):
    """A piece of reporting in its edition in force."""

    web = WebLink()
    edition = serializers.IntegerField(source="live.number", read_only=True, help_text="The number of the edition in force.")
    kicker = serializers.CharField(source="live.kicker", read_only=True, help_text="The line above the headline.")
    headline = serializers.CharField(source="live.headline", read_only=True)
    lead = serializers.CharField(source="live.lead", read_only=True)
    dateline = DatelineSerializer(source="live", read_only=True)
    byline = serializers.CharField(source="live.byline", read_only=True)
    source = serializers.CharField(  # type: ignore[assignment]
        source="live.source", read_only=True, help_text="Where the text was taken from."
    )
    source_url = serializers.CharField(source="live.source_url", read_only=True, help_text="The address of the source; may be empty.")
    published_at = serializers.DateTimeField(read_only=True, help_text="When the article was first published.")
    edition_at = serializers.DateTimeField(source="live.live_from", read_only=True, help_text="Since when this edition is in force.")
    section = SectionSerializer(read_only=True, allow_null=True, help_text="The section it belongs to; null where there is none.")
    conference = Link("title", allow_null=True, help_text="Null where there is none, or none that anybody may see.")
    corrections_count = serializers.IntegerField(source="correction_count", read_only=True, help_text="How many corrections it has.")

    class Meta:
        model = Article
        fields = [
            "id",
            "slug",
            "url",
            "web",
            "edition",
            "kicker",
            "headline",
            "lead",
            "dateline",
            "byline",
            "source",
            "source_url",
            "published_at",
            "edition_at",
            "section",
            "conference",
            "corrections_count",
        ]


class ArticleDetailSerializer(ArticleSerializer):
    """An article with its text, photos and corrections."""

    body = ProseValue(source="live.body", help_text="The text as HTML.")
    body_text = serializers.CharField(source="live.plain_body", read_only=True, help_text="The text without its markup.")
    photos = ArticlePhotoSerializer(source="live.placements", many=True, read_only=True)
    corrections = CorrectionOfArticleSerializer(many=True, read_only=True, help_text="The latest first.")
    progress = links("progress.all", name=name_of_progress, help_text="The progress on directives that it is evidence of.")

    class Meta(ArticleSerializer.Meta):
        fields = [*ArticleSerializer.Meta.fields, "body", "body_text", "photos", "corrections", "progress"]


class ArticleCollection(Collection):
    """The articles, the newest first. One by itself comes with its text, photos and corrections."""

    serializer_class = ArticleSerializer
    detail_serializer_class = ArticleDetailSerializer
    filterset_class = ArticleFilters
    detail_answers = {410: "The article was withdrawn; `detail` says why."}

    def get_queryset(self) -> Any:
        corrections = count_of(Correction.objects.due().filter(article=models.OuterRef("pk")))
        articles = in_force().with_conference().select_related("section").annotate(correction_count=corrections)
        if self.action != "retrieve":
            return articles.prefetch_related(live_editions())
        placements = Placement.objects.select_related("photo").prefetch_related(subjects("photo__subjects"))
        return articles.prefetch_related(
            live_editions(models.Prefetch("placements", placements)),
            models.Prefetch("corrections", Correction.objects.due()),
            models.Prefetch("progress", Progress.objects.published()),
        )

    def find(self) -> int:
        if withdrawn := self._withdrawn().filter(self.asked()).first():
            raise self._gone(withdrawn)
        return super().find()

    def found_elsewhere(self) -> Any:
        """Where the article is now; it may have been withdrawn since it moved."""
        moved = super().found_elsewhere()
        if moved is None and (withdrawn := self.moved_among(self._withdrawn())):
            raise self._gone(withdrawn)
        return moved

    @staticmethod
    def _withdrawn() -> Any:
        return Article.objects.withdrawn().select_related("withdrawal")

    @staticmethod
    def _gone(article: Article) -> Gone:
        told = getattr(article, "withdrawal", None)
        return Gone(told.reason, withdrawn_at=timezone.localtime(told.date).isoformat(), reason=told.reason) if told else Gone()
