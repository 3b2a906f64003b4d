"""The lists of the record as CSV and XLSX."""

from typing import Any

from django.db.models import Prefetch
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from meetings.filters import (
    ClusterFilters,
    ConferenceFilters,
    DirectiveFilters,
    FigureFilters,
    OfficialFilters,
    OrganisationFilters,
    ProvinceFilters,
)
from meetings.models import Cluster, Conference, Directive, Figure, Official, Organisation, Post, Province
from qcdc.pages import Export


def several(things: Any) -> str:
    """Several things in one cell."""
    return "; ".join(str(thing) for thing in things)


class ConferenceExport(Export):
    filterset_class = ConferenceFilters
    name = "hoi-nghi"

    def rows_of(self) -> Any:
        return Conference.objects.published().with_place().with_counts()

    def header(self) -> list[str]:
        return [
            _("Id"),
            _("Date"),
            _("Last day"),
            _("Title"),
            _("Kind"),
            _("State"),
            _("Host province"),
            _("Venue"),
            _("Cluster"),
            _("Organisers"),
            _("Provinces taking part"),
            _("Named officials"),
            _("Figures"),
            _("Directives"),
            _("Address"),
        ]

    def row(self, item: Any) -> list[Any]:
        return [
            item.pk,
            item.date,
            item.end_date,
            item.title,
            item.get_kind_display(),
            item.get_state_display(),
            item.host_province,
            item.venue,
            item.cluster,
            several(item.organisers.all()),
            several(item.participations.all()),
            item.attendance_count,
            item.figure_count,
            item.directive_count,
            self.request.build_absolute_uri(item.get_absolute_url()),
        ]


class DirectiveExport(Export):
    filterset_class = DirectiveFilters
    name = "chi-dao"

    def rows_of(self) -> Any:
        return Directive.objects.published().with_addressees().with_state().newest_first()

    def header(self) -> list[str]:
        return [
            _("Id"),
            _("Conference"),
            _("Date"),
            _("Number"),
            _("Directive"),
            _("Words as printed"),
            _("Issued by"),
            _("Addressees as printed"),
            _("Provinces"),
            _("Organisations"),
            _("Themes"),
            _("Due"),
            _("Progress"),
            _("Address"),
        ]

    def row(self, item: Any) -> list[Any]:
        return [
            item.pk,
            item.conference,
            item.conference.date,
            item.number,
            item.text,
            item.quote,
            item.issued_by,
            item.addressees_printed,
            several(item.addressee_provinces.all()),
            several(item.addressee_organisations.all()),
            several(item.themes.all()),
            item.due,
            item.progress_label,
            self.request.build_absolute_uri(item.get_absolute_url()),
        ]


class FigureExport(Export):
    filterset_class = FigureFilters
    name = "so-lieu"

    def rows_of(self) -> Any:
        return (
            Figure.objects.published()
            .with_context()
            .select_related("conference")
            .order_by("-conference__date", "-conference_id", "order", "pk")
        )

    def header(self) -> list[str]:
        return [
            _("Id"),
            _("Conference"),
            _("Date"),
            _("Indicator"),
            _("Qualifier"),
            _("Value"),
            _("Unit"),
            _("Percentage"),
            pgettext("figure", "Done"),
            pgettext("figure", "Planned"),
            _("Level"),
            _("Period"),
            _("To"),
            _("Province"),
            _("Said by"),
            _("Words as printed"),
        ]

    def row(self, item: Any) -> list[Any]:
        return [
            item.pk,
            item.conference,
            item.conference.date,
            item.indicator,
            item.get_qualifier_display(),
            item.value,
            item.unit_name,
            item.percent,
            item.done,
            item.plan,
            item.get_level_display(),
            item.period_start,
            item.period_end,
            item.province,
            item.said_by,
            item.quote,
        ]


class OfficialExport(Export):
    filterset_class = OfficialFilters
    name = "can-bo"

    def rows_of(self) -> Any:
        return Official.objects.published().prefetch_related(Prefetch("posts", Post.objects.select_related("organisation", "province")))

    def header(self) -> list[str]:
        return [_("Id"), _("Full name"), _("Other spellings"), _("Posts held"), _("Address")]

    def row(self, item: Any) -> list[Any]:
        return [
            item.pk,
            item.name,
            several(item.aliases.splitlines()),
            several(f"{post.title} ({post.span})" if post.span else post.title for post in item.posts.all()),
            self.request.build_absolute_uri(item.get_absolute_url()),
        ]


class ProvinceExport(Export):
    filterset_class = ProvinceFilters
    name = "tinh-thanh"

    def rows_of(self) -> Any:
        return Province.objects.published().with_lineage()

    def header(self) -> list[str]:
        return [
            _("Id"),
            _("Official code"),
            _("Name"),
            _("Kind"),
            _("Region"),
            _("Valid from"),
            _("Valid to"),
            _("Legal act"),
            _("Came from"),
            _("Went to"),
            _("Address"),
        ]

    def row(self, item: Any) -> list[Any]:
        return [
            item.pk,
            item.code,
            item.name,
            item.get_kind_display(),
            item.region,
            item.valid_from,
            item.valid_to,
            item.legal_act,
            several(edge.predecessor for edge in item.came_from.all()),
            several(edge.successor for edge in item.went_to.all()),
            self.request.build_absolute_uri(item.get_absolute_url()),
        ]


class OrganisationExport(Export):
    filterset_class = OrganisationFilters
    name = "to-chuc"

    def rows_of(self) -> Any:
        return Organisation.objects.published().select_related("parent", "province")

    def header(self) -> list[str]:
        return [
            _("Id"),
            _("Name"),
            _("Abbreviation"),
            _("Kind"),
            _("Level"),
            _("Part of"),
            _("Province"),
            _("Founded"),
            _("Dissolved"),
            _("Address"),
        ]

    def row(self, item: Any) -> list[Any]:
        return [
            item.pk,
            item.name,
            item.abbreviation,
            item.get_kind_display(),
            item.get_level_display(),
            item.parent,
            item.province,
            item.founded,
            item.dissolved,
            self.request.build_absolute_uri(item.get_absolute_url()),
        ]


class ClusterExport(Export):
    filterset_class = ClusterFilters
    name = "cum"

    def rows_of(self) -> Any:
        return Cluster.objects.published().prefetch_related("members")

    def header(self) -> list[str]:
        return [_("Id"), _("Name"), _("Other names"), _("Usual members"), _("Address")]

    def row(self, item: Any) -> list[Any]:
        return [
            item.pk,
            item.name,
            several(item.aliases.splitlines()),
            several(item.members.all()),
            self.request.build_absolute_uri(item.get_absolute_url()),
        ]
