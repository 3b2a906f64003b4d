"""What other systems copy of the meetings' nouns: what each is written from, and why it may be gone."""

from meetings.models import (
    Attendance,
    Cluster,
    Conference,
    Directive,
    Figure,
    Indicator,
    Official,
    Organisation,
    Post,
    Progress,
    Province,
    Region,
    Role,
    Series,
    Succession,
    Theme,
)
from qcdc.changes.models import State
from qcdc.changes.nouns import Gone, Noun, register, register_moments

PERSON = "official"
OF_ATTENDANCE = ("official__merged_into", "roles", "post", "province", "organisation", "stands_in_for__merged_into")
PEOPLE_OF_ATTENDANCE = ("stands_in_for", "stands_in_for__merged_into", "post__official", "post__official__merged_into")
OF_FIGURE = ("indicator", "province", "said_by__official__merged_into", "said_by__conference")
OF_DIRECTIVE = (
    "issuer__official__merged_into",
    "issuer__conference",
    "issuing_organisation",
    "addressee_provinces",
    "addressee_organisations",
    "themes",
    "progress__reported_at",
)
OF_PROGRESS = ("province", "organisation", "reported_at")


def note_changes() -> None:
    """Enter the nouns in the register of what other systems copy, people first: whether others show them hangs on their being public."""
    register_moments(Conference, "published_at", "embargo_until")
    register(
        Noun(
            "official",
            Official,
            "meetings.api.organisations.OfficialCollection",
            shows=(
                "posts__organisation",
                "posts__province",
                "attendances__conference",
                "merged__attendances__conference",
            ),
            heeds=(("merged_into", PERSON),),
            gone=_merged,
        ),
        Noun(
            "conference",
            Conference,
            "meetings.api.conferences.ConferenceCollection",
            shows=(
                "host_province",
                "cluster",
                "series",
                "organisers__organisation",
                "participations__province",
                "link_up_points__province",
                *_under("attendances", OF_ATTENDANCE),
                *_under("figures", OF_FIGURE),
                *_under("directives", OF_DIRECTIVE),
            ),
            heeds=_people(*_under("attendances", PEOPLE_OF_ATTENDANCE)),
            gone=_withdrawn,
            is_published=True,
        ),
        Noun(
            "attendance",
            Attendance,
            "meetings.api.conferences.AttendanceCollection",
            shows=("conference", *OF_ATTENDANCE),
            heeds=_people(*PEOPLE_OF_ATTENDANCE),
        ),
        Noun("figure", Figure, "meetings.api.conferences.FigureCollection", shows=("conference", *OF_FIGURE)),
        Noun(
            "directive",
            Directive,
            "meetings.api.directives.DirectiveCollection",
            shows=("conference", *OF_DIRECTIVE, *_under("progress", OF_PROGRESS)),
        ),
        Noun(
            "progress",
            Progress,
            "meetings.api.directives.ProgressCollection",
            shows=("directive__conference", *OF_PROGRESS),
            many="progress",
        ),
        Noun(
            "post",
            Post,
            "meetings.api.organisations.PostCollection",
            shows=("official__merged_into", "organisation", "province"),
            heeds=_people("official", "official__merged_into"),
        ),
        Noun("organisation", Organisation, "meetings.api.organisations.OrganisationCollection", shows=("parent", "province")),
        Noun(
            "province",
            Province,
            "meetings.api.provinces.ProvinceCollection",
            shows=(
                "region",
                "aliases",
                "came_from__predecessor",
                "went_to__successor",
                "hosted",
                "participations__conference",
                "directives__conference",
                "figures__conference",
            ),
        ),
        Noun("succession", Succession, "meetings.api.registers.SuccessionCollection", shows=("predecessor", "successor")),
        Noun("region", Region, "meetings.api.registers.RegionCollection"),
        Noun("cluster", Cluster, "meetings.api.registers.ClusterCollection", shows=("members",)),
        Noun("series", Series, "meetings.api.registers.SeriesCollection", many="series"),
        Noun("theme", Theme, "meetings.api.registers.ThemeCollection"),
        Noun("indicator", Indicator, "meetings.api.registers.IndicatorCollection"),
        Noun("role", Role, "meetings.api.registers.RoleCollection"),
    )


def _under(path: str, paths: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(f"{path}__{each}" for each in paths)


def _people(*paths: str) -> tuple[tuple[str, str], ...]:
    return tuple((path, PERSON) for path in paths)


def _merged(ids: set[int]) -> dict[int, Gone]:
    """Officials whose record was merged into another that anybody may see."""
    merged = Official.objects.filter(pk__in=ids, merged_into__in=Official.objects.published().order_by().values("pk"))
    return {each: Gone(State.MERGED, successor_id=into) for each, into in merged.values_list("pk", "merged_into")}


def _withdrawn(ids: set[int]) -> dict[int, Gone]:
    """Conferences whose record was withdrawn, with what readers are told in its place."""
    withdrawn = Conference.objects.withdrawn().filter(pk__in=ids)
    return {each: Gone(State.WITHDRAWN, notice) for each, notice in withdrawn.values_list("pk", "withdrawal_notice")}
