"""The desks of articles, photos, corrections and withdrawals."""

from articles.admin import articles, letters, photos, record, sections

__all__ = ["articles", "letters", "photos", "record", "sections"]
