"""The desks of articles, photos, corrections and withdrawals."""

from articles.admin import articles, photos, record

__all__ = ["articles", "photos", "record"]
