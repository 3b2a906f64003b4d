"""The desks of provinces, organisations, officials, conferences, directives and the registers of words."""

from meetings.admin import beats, conferences, directives, officials, organisations, provinces, registers

__all__ = ["beats", "conferences", "directives", "officials", "organisations", "provinces", "registers"]
