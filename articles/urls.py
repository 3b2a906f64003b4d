from django.urls import path, re_path
from django.views.decorators.http import require_safe

from articles import exports, feeds, previews, versions, views

app_name = "articles"

urlpatterns = [
    path("tin-bai/", views.ArticleList.as_view(), name="list"),
    path("tin-bai/moi.atom", require_safe(feeds.ArticleFeed()), name="feed"),
    path("tin-bai/moi.rss", require_safe(feeds.ArticleFeed.as_rss()), name="feed-rss"),
    re_path(r"^tin-bai/tin-bai\.(?P<form>csv|xlsx)$", exports.ArticleExport.as_view(), name="export"),
    path("tin-bai/<slug:slug>/", views.article_detail, name="detail"),
    path("tin-bai/<slug:slug>/anh/<int:place>/", views.photo_page, name="photo-page"),
    path("tin-bai/<slug:slug>/lich-su/", versions.history, name="history"),
    path("tin-bai/<slug:slug>/lich-su/<int:number>/", versions.history, name="version"),
    path("dinh-chinh/", views.CorrectionList.as_view(), name="corrections"),
    path("dinh-chinh/moi.atom", require_safe(feeds.CorrectionFeed()), name="correction-feed"),
    path("dinh-chinh/moi.rss", require_safe(feeds.CorrectionFeed.as_rss()), name="correction-feed-rss"),
    path("anh-chia-se/tin-bai/<int:pk>.png", views.share_image, name="share-image"),
    re_path(r"^dinh-chinh/dinh-chinh\.(?P<form>csv|xlsx)$", exports.CorrectionExport.as_view(), name="correction-export"),
    path("xem-truoc/<str:token>/", previews.preview, name="preview"),
    path("xem-truoc/<str:token>/anh/<int:pk>/<slug:size>.webp", previews.preview_photo, name="preview-photo"),
    path("anh/<int:pk>/<slug:size>.webp", views.photo, name="photo"),
]
