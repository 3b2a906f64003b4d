"""The desks of articles, photos, corrections and withdrawals."""

from articles.admin import articles, intake, letters, photos, record, sections

__all__ = ["articles", "intake", "letters", "photos", "record", "sections"]
