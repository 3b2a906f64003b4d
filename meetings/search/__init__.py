"""How the nouns of the record are found: what each is found by, when readers may see it, and what changes with it."""

from meetings.models import (
    Attendance,
    Cluster,
    Conference,
    Directive,
    Official,
    Organisation,
    Organiser,
    Participation,
    Post,
    Province,
    ProvinceAlias,
    Series,
    Succession,
    Theme,
)
from meetings.search import ripples
from meetings.search.conferences import ConferenceKind, DirectiveKind
from meetings.search.registers import OfficialKind, OrganisationKind, ProvinceKind
from qcdc.search.kinds import register, watch


def make_findable() -> None:
    """Enter the nouns of the record in the register of what can be found."""
    for kind in (ConferenceKind(), DirectiveKind(), OfficialKind(), OrganisationKind(), ProvinceKind()):
        register(kind)
    watch(
        "conference",
        (Conference, "id"),
        (Attendance, "conference_id"),
        (Participation, "conference_id"),
        (Organiser, "conference_id"),
        (Directive, "conference_id"),
        ripple=ripples.of_conferences,
    )
    watch(
        "directive",
        (Directive, "id"),
        *((getattr(Directive, name).through, "directive_id") for name in ("addressee_provinces", "addressee_organisations", "themes")),
        ripple=ripples.of_directives,
    )
    watch(
        "official",
        (Official, "id"),
        (Official, "merged_into_id"),
        (Attendance, "official_id"),
        (Post, "official_id"),
        ripple=ripples.of_officials,
    )
    watch(
        "province",
        (Province, "id"),
        (ProvinceAlias, "province_id"),
        (Succession, "predecessor_id"),
        (Succession, "successor_id"),
        ripple=ripples.of_provinces,
    )
    watch("organisation", (Organisation, "id"), ripple=ripples.of_organisations)
    watch("cluster", (Cluster, "id"), ripple=ripples.of_clusters)
    watch("series", (Series, "id"), ripple=ripples.of_series)
    watch("theme", (Theme, "id"), ripple=ripples.of_themes)
