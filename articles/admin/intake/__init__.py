"""The desk where a pasted report becomes a checked record."""

from articles.admin.intake.desk import IntakeAdmin

__all__ = ["IntakeAdmin"]
