from django.urls import path, re_path
from django.views.decorators.http import require_safe

from meetings import calendars, exports, feeds
from meetings.views import calendar, clusters, conferences, directives, figures, officials, organisations, provinces

app_name = "meetings"

urlpatterns = [
    path("hoi-nghi/", conferences.ConferenceList.as_view(), name="conference-list"),
    path("hoi-nghi/moi.atom", require_safe(feeds.ConferenceFeed()), name="feed"),
    path("hoi-nghi/moi.rss", require_safe(feeds.ConferenceFeed.as_rss()), name="feed-rss"),
    path("hoi-nghi/lich.ics", calendars.conference_calendar, name="calendar-file"),
    re_path(r"^hoi-nghi/hoi-nghi\.(?P<form>csv|xlsx)$", exports.ConferenceExport.as_view(), name="conference-export"),
    path("hoi-nghi/<int:year>/", conferences.ConferenceList.as_view(), name="conference-year"),
    path("hoi-nghi/<int:year>/<slug:slug>/", conferences.conference_detail, name="conference-detail"),
    path("hoi-nghi/<int:year>/<slug:slug>/hoi-nghi.ics", calendars.conference_event, name="conference-event"),
    path("anh-chia-se/hoi-nghi/<int:pk>.png", conferences.share_image, name="share-image"),
    path("lich/", calendar.calendar_now, name="calendar"),
    path("lich/<int:year>/", calendar.calendar_year, name="calendar-year"),
    re_path(r"^lich/(?P<year>[0-9]{4})/(?P<month>0[1-9]|1[0-2])/$", calendar.calendar_month, name="calendar-month"),
    path("can-bo/", officials.OfficialList.as_view(), name="official-list"),
    re_path(r"^can-bo/can-bo\.(?P<form>csv|xlsx)$", exports.OfficialExport.as_view(), name="official-export"),
    path("can-bo/<slug:slug>/", officials.official_detail, name="official-detail"),
    path("tinh-thanh/", provinces.ProvinceList.as_view(), name="province-list"),
    re_path(r"^tinh-thanh/tinh-thanh\.(?P<form>csv|xlsx)$", exports.ProvinceExport.as_view(), name="province-export"),
    path("ban-do/", provinces.province_map, name="map"),
    path("tinh-thanh/<slug:slug>/", provinces.province_detail, name="province-detail"),
    path("chi-dao/", directives.DirectiveList.as_view(), name="directive-list"),
    path("chi-dao/moi.atom", require_safe(feeds.DirectiveFeed()), name="directive-feed"),
    path("chi-dao/moi.rss", require_safe(feeds.DirectiveFeed.as_rss()), name="directive-feed-rss"),
    re_path(r"^chi-dao/chi-dao\.(?P<form>csv|xlsx)$", exports.DirectiveExport.as_view(), name="directive-export"),
    path("chi-dao/<int:pk>/", directives.directive_detail, name="directive-short"),
    path("chi-dao/<int:pk>-<slug:slug>/", directives.directive_detail, name="directive-detail"),
    path("chu-de/", directives.theme_list, name="theme-list"),
    path("chu-de/<slug:slug>/", directives.theme_detail, name="theme-detail"),
    path("to-chuc/", organisations.OrganisationList.as_view(), name="organisation-list"),
    re_path(r"^to-chuc/to-chuc\.(?P<form>csv|xlsx)$", exports.OrganisationExport.as_view(), name="organisation-export"),
    path("to-chuc/<slug:slug>/", organisations.organisation_detail, name="organisation-detail"),
    path("cum/", clusters.ClusterList.as_view(), name="cluster-list"),
    re_path(r"^cum/cum\.(?P<form>csv|xlsx)$", exports.ClusterExport.as_view(), name="cluster-export"),
    path("cum/<slug:slug>/", clusters.cluster_detail, name="cluster-detail"),
    path("so-lieu/", figures.FigureList.as_view(), name="figure-list"),
    re_path(r"^so-lieu/so-lieu\.(?P<form>csv|xlsx)$", exports.FigureExport.as_view(), name="figure-export"),
    path("chan-dung/<int:pk>/<slug:size>.webp", officials.portrait, name="portrait"),
]
