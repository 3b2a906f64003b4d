"""The desks of articles, photos, corrections and withdrawals."""

from articles.admin import articles, photos

__all__ = ["articles", "photos"]
