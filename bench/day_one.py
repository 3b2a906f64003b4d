"""The API as it would be written on the first day: plain nested ModelSerializers over rows that are loaded well. For bench/api.py."""

from django.db import models
from django.urls import include, path
from rest_framework import serializers, viewsets
from rest_framework.pagination import PageNumberPagination
from rest_framework.routers import SimpleRouter

from articles.models import Article, Edition, Section
from meetings.models import Attendance, Cluster, Conference, Directive, Figure, Official, Organisation, Province, Role, Series, Theme
from qcdc.urls import urlpatterns as site


class ProvinceLink(serializers.ModelSerializer):
    url = serializers.HyperlinkedIdentityField(view_name="api:province-detail", lookup_url_kwarg="id")

    class Meta:
        model = Province
        fields = ["id", "name", "url"]


class OrganisationLink(serializers.ModelSerializer):
    url = serializers.HyperlinkedIdentityField(view_name="api:organisation-detail", lookup_url_kwarg="id")

    class Meta:
        model = Organisation
        fields = ["id", "name", "url"]


class OfficialLink(serializers.ModelSerializer):
    url = serializers.HyperlinkedIdentityField(view_name="api:official-detail", lookup_url_kwarg="id")

    class Meta:
        model = Official
        fields = ["id", "name", "url"]


class RoleLink(serializers.ModelSerializer):
    url = serializers.HyperlinkedIdentityField(view_name="api:role-detail", lookup_url_kwarg="id")

    class Meta:
        model = Role
        fields = ["id", "name", "url"]


class ThemeLink(serializers.ModelSerializer):
    url = serializers.HyperlinkedIdentityField(view_name="api:theme-detail", lookup_url_kwarg="id")

    class Meta:
        model = Theme
        fields = ["id", "name", "url"]


class ClusterLink(serializers.ModelSerializer):
    url = serializers.HyperlinkedIdentityField(view_name="api:cluster-detail", lookup_url_kwarg="id")

    class Meta:
        model = Cluster
        fields = ["id", "name", "url"]


class SeriesLink(serializers.ModelSerializer):
    url = serializers.HyperlinkedIdentityField(view_name="api:series-detail", lookup_url_kwarg="id")

    class Meta:
        model = Series
        fields = ["id", "name", "url"]


class AttendanceSerializer(serializers.ModelSerializer):
    url = serializers.HyperlinkedIdentityField(view_name="api:attendance-detail", lookup_url_kwarg="id")
    official = OfficialLink()
    roles = RoleLink(many=True)
    titles = serializers.ListField(source="title_list")
    province = ProvinceLink()
    organisation = OrganisationLink()

    class Meta:
        model = Attendance
        fields = ["id", "url", "official", "group_name", "headcount", "roles", "titles", "province", "organisation", "quote", "order"]


class DirectiveSerializer(serializers.ModelSerializer):
    url = serializers.HyperlinkedIdentityField(view_name="api:directive-detail", lookup_url_kwarg="id")
    issuing_organisation = OrganisationLink()
    addressee_provinces = ProvinceLink(many=True)
    addressee_organisations = OrganisationLink(many=True)
    themes = ThemeLink(many=True)
    progress_state = serializers.CharField()

    class Meta:
        model = Directive
        fields = [
            *("id", "url", "number", "text", "issuing_organisation", "addressee_provinces", "addressee_organisations"),
            *("addressees_printed", "themes", "legal_reference", "due_by_next", "quote", "progress_state"),
        ]


class FigureSerializer(serializers.ModelSerializer):
    url = serializers.HyperlinkedIdentityField(view_name="api:figure-detail", lookup_url_kwarg="id")
    unit = serializers.CharField(source="unit_name")
    province = ProvinceLink()

    class Meta:
        model = Figure
        fields = ["id", "url", "unit", "province", "quote", "order"]


class ConferenceSerializer(serializers.ModelSerializer):
    url = serializers.HyperlinkedIdentityField(view_name="api:conference-detail", lookup_url_kwarg="id")
    host_province = ProvinceLink()
    cluster = ClusterLink()
    series = SeriesLink()
    provinces = serializers.SerializerMethodField()
    organisers = serializers.SerializerMethodField()
    attendances = AttendanceSerializer(many=True)
    directives = DirectiveSerializer(many=True)

    class Meta:
        model = Conference
        fields = [
            *("id", "slug", "url", "title", "kind", "state", "date", "venue", "host_province", "online", "cluster", "series"),
            *("provinces", "organisers", "attendances", "directives", "published_at"),
        ]

    def get_organisers(self, conference: Conference) -> list[dict[str, object]]:
        bodies = [organiser.organisation for organiser in conference.organisers.all()]
        return OrganisationLink(bodies, many=True, context=self.context).data

    def get_provinces(self, conference: Conference) -> list[dict[str, object]]:
        units = [taking_part.province for taking_part in conference.participations.all()]
        return ProvinceLink(units, many=True, context=self.context).data


class ConferenceLink(serializers.ModelSerializer):
    name = serializers.CharField(source="title")
    url = serializers.HyperlinkedIdentityField(view_name="api:conference-detail", lookup_url_kwarg="id")

    class Meta:
        model = Conference
        fields = ["id", "name", "url"]


class SectionLink(serializers.ModelSerializer):
    class Meta:
        model = Section
        fields = ["slug", "name"]


class DatelineSerializer(serializers.ModelSerializer):
    code = serializers.CharField(source="dateline_code")
    place = serializers.CharField(source="dateline_place")
    day = serializers.CharField(source="day_phrase")

    class Meta:
        model = Edition
        fields = ["code", "place", "day"]


class ArticleSerializer(serializers.ModelSerializer):
    web = serializers.SerializerMethodField()
    dateline = DatelineSerializer(source="live")
    source = serializers.CharField(source="live.source")
    source_url = serializers.CharField(source="live.source_url")
    section = SectionLink()
    conference = ConferenceLink()
    url = serializers.HyperlinkedIdentityField(view_name="api:article-detail", lookup_url_kwarg="id")
    edition = serializers.IntegerField(source="live.number")
    kicker = serializers.CharField(source="live.kicker")
    headline = serializers.CharField(source="live.headline")
    lead = serializers.CharField(source="live.lead")
    byline = serializers.CharField(source="live.byline")
    edition_at = serializers.DateTimeField(source="live.live_from")
    corrections_count = serializers.IntegerField(source="correction_count")

    class Meta:
        model = Article
        fields = [
            *("id", "slug", "url", "web", "edition", "kicker", "headline", "lead", "dateline", "byline", "source", "source_url"),
            *("published_at", "edition_at", "section", "conference", "corrections_count"),
        ]

    def get_web(self, article: Article) -> str:
        return self.context["request"].build_absolute_uri(article.get_absolute_url())


class ConferenceDetailSerializer(ConferenceSerializer):
    figures = FigureSerializer(many=True)
    summary_text = serializers.CharField(source="plain_summary")

    class Meta(ConferenceSerializer.Meta):
        fields = [*ConferenceSerializer.Meta.fields, "summary", "summary_text", "figures", "directives_complete"]


class Pages(PageNumberPagination):
    page_size = 50


class Conferences(viewsets.ReadOnlyModelViewSet):
    serializer_class = ConferenceSerializer
    pagination_class = Pages
    filter_backends: list[type] = []

    def get_serializer_class(self) -> type[serializers.ModelSerializer]:
        return ConferenceDetailSerializer if self.action == "retrieve" else ConferenceSerializer

    def get_queryset(self) -> models.QuerySet[Conference]:
        people = Attendance.objects.select_related("official", "province", "organisation").prefetch_related("roles")
        directives = (
            Directive.objects.with_state()
            .select_related("issuing_organisation")
            .prefetch_related("addressee_provinces", "addressee_organisations", "themes")
        )
        figures = Figure.objects.select_related("indicator", "province")
        reported = [models.Prefetch("figures", figures)] if self.action == "retrieve" else []
        return (
            Conference.objects.published()
            .select_related("host_province", "cluster", "series")
            .prefetch_related(
                "participations__province",
                "organisers__organisation",
                models.Prefetch("attendances", people),
                models.Prefetch("directives", directives),
                *reported,
            )
        )


class Articles(viewsets.ReadOnlyModelViewSet):
    serializer_class = ArticleSerializer
    pagination_class = Pages
    filter_backends: list[type] = []

    def get_queryset(self) -> models.QuerySet[Article]:
        live = models.Prefetch("editions", Edition.objects.live(), to_attr="live_editions")
        counted = Article.objects.published().annotate(correction_count=models.Count("corrections"))
        return counted.select_related("section", "conference").order_by("-published_at", "-pk").prefetch_related(live)


router = SimpleRouter()
router.register("conferences", Conferences, basename="plain-conference")
router.register("articles", Articles, basename="plain-article")

urlpatterns = [path("api/day-one/", include(router.urls)), *site]
