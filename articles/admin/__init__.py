"""The desks of articles, photos, corrections and withdrawals."""

from articles.admin import articles, intake, intake_many, letters, photos, record, sections

__all__ = ["articles", "intake", "intake_many", "letters", "photos", "record", "sections"]
