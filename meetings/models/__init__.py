from meetings.models.attendance import Attendance, Role
from meetings.models.beats import Beat, provinces_of
from meetings.models.conferences import (
    Cluster,
    Conference,
    LinkUpPoint,
    Organiser,
    Participation,
    Publication,
    Series,
    State,
    changes_everything,
)
from meetings.models.directives import Directive, Progress, ProgressState, Theme
from meetings.models.figures import Figure, Indicator, Level, Qualifier
from meetings.models.officials import Official, Post
from meetings.models.organisations import Organisation
from meetings.models.provinces import Province, ProvinceAlias, Region, Succession
from meetings.models.reference import ReferenceRow

__all__ = [
    "Attendance",
    "Beat",
    "Cluster",
    "Conference",
    "Directive",
    "Figure",
    "Indicator",
    "Level",
    "LinkUpPoint",
    "Official",
    "Organisation",
    "Organiser",
    "Participation",
    "Post",
    "Progress",
    "ProgressState",
    "Province",
    "ProvinceAlias",
    "Publication",
    "Qualifier",
    "ReferenceRow",
    "Region",
    "Role",
    "Series",
    "State",
    "Succession",
    "Theme",
    "changes_everything",
    "provinces_of",
]
