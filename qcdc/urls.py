"""The register of doors: every address of the site."""

from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.contrib.sitemaps import views as sitemap_views
from django.urls import include, path, re_path
from django.views.decorators.http import require_safe

from articles.sitemaps import ArticleSitemap, NewsSitemap
from meetings.sitemaps import (
    ClusterSitemap,
    ConferenceSitemap,
    DirectiveSitemap,
    OfficialSitemap,
    OrganisationSitemap,
    ProvinceSitemap,
    ThemeSitemap,
)
from qcdc import archive, health, search_views, views
from qcdc.log_in import log_in_again
from qcdc.sitemaps import PageSitemap

SITEMAPS = {
    "articles": ArticleSitemap,
    "clusters": ClusterSitemap,
    "conferences": ConferenceSitemap,
    "directives": DirectiveSitemap,
    "officials": OfficialSitemap,
    "organisations": OrganisationSitemap,
    "pages": PageSitemap,
    "provinces": ProvinceSitemap,
    "themes": ThemeSitemap,
}

NEWS = {"sitemaps": {"news": NewsSitemap}, "template_name": "sitemap-news.xml"}

urlpatterns = [
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("robots.txt", views.robots, name="robots"),
    path("sitemap-news.xml", require_safe(sitemap_views.sitemap), NEWS, name="sitemap-news"),
    path("sitemap.xml", require_safe(sitemap_views.index), {"sitemaps": SITEMAPS, "sitemap_url_name": "sitemap-section"}, name="sitemap"),
    path("sitemap-<slug:section>.xml", require_safe(sitemap_views.sitemap), {"sitemaps": SITEMAPS}, name="sitemap-section"),
    path("api/v1/", include("qcdc.api")),
    path("admin/log-in-again/", log_in_again, name="log-in-again"),
    path("admin/", admin.site.urls),
    *i18n_patterns(
        path("", views.home, name="home"),
        path("qcdc.webmanifest", views.manifest, name="manifest"),
        re_path(r"^(?P<slug>gioi-thieu|lien-he|dieu-khoan)/$", views.page, name="page"),
        path("tim-kiem/", search_views.page, name="search"),
        path("tim-kiem/goi-y/", search_views.suggest, name="search-suggest"),
        path("tim-kiem/moi.atom", require_safe(search_views.SearchFeed()), name="search-feed"),
        path("tim-kiem/opensearch.xml", search_views.opensearch, name="opensearch"),
        path("so-do/", views.site_map, name="site-map"),
        path("luu-tru/", archive.archive, name="archive"),
        path("luu-tru/<int:year>/", archive.archive_year, name="archive-year"),
        path("", include("articles.urls")),
        path("", include("meetings.urls")),
        prefix_default_language=False,
    ),
]

handler400 = "qcdc.views.bad_request"
handler403 = "qcdc.views.forbidden"
handler404 = "qcdc.views.not_found"
handler500 = "qcdc.views.server_error"
