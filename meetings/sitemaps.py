"""The addresses of the record for search engines."""

from typing import Any

from django.contrib.sitemaps import Sitemap

from meetings.models import Cluster, Conference, Directive, Official, Organisation, Province, Theme


class ConferenceSitemap(Sitemap):
    limit = 2000
    i18n = alternates = x_default = True

    def items(self) -> Any:
        return Conference.objects.published().order_by("pk")

    def lastmod(self, item: Any) -> Any:
        return item.updated_at


class DirectiveSitemap(Sitemap):
    limit = 2000
    i18n = alternates = x_default = True

    def items(self) -> Any:
        return Directive.objects.published().order_by("pk")


class OfficialSitemap(Sitemap):
    limit = 2000
    i18n = alternates = x_default = True

    def items(self) -> Any:
        return Official.objects.published().order_by("pk")


class ProvinceSitemap(Sitemap):
    limit = 2000
    i18n = alternates = x_default = True

    def items(self) -> Any:
        return Province.objects.published().order_by("pk")


class OrganisationSitemap(Sitemap):
    limit = 2000
    i18n = alternates = x_default = True

    def items(self) -> Any:
        return Organisation.objects.published().order_by("pk")


class ClusterSitemap(Sitemap):
    limit = 2000
    i18n = alternates = x_default = True

    def items(self) -> Any:
        return Cluster.objects.published().order_by("pk")


class ThemeSitemap(Sitemap):
    limit = 2000
    i18n = alternates = x_default = True

    def items(self) -> Any:
        return Theme.objects.published().order_by("pk")
