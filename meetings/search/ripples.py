"""What is to be read again when something changes: a person's new name changes what the conferences are found by that she attended."""

from collections.abc import Iterable, Iterator
from typing import Any

from meetings.models import Attendance, Conference, Directive, Official, Organiser
from meetings.search.registers import Places

Reached = Iterator[tuple[str, Iterable[int]]]


def of_conferences(ids: set[int]) -> Reached:
    """A conference takes along its directives and the people named at it."""
    yield "conference", ids
    yield "directive", Directive.objects.filter(conference__in=ids).order_by().values_list("pk", flat=True)
    yield (
        "official",
        _standing(set(Attendance.objects.filter(conference__in=ids, official__isnull=False).values_list("official", flat=True))),
    )


def of_directives(ids: set[int]) -> Reached:
    """A directive takes along its conference, which is found by its themes."""
    yield "directive", ids
    yield "conference", Directive.objects.filter(pk__in=ids).order_by().values_list("conference", flat=True)


def of_officials(ids: set[int]) -> Reached:
    """A person takes along the record that stands for her, the conferences she attended, and what she directed there."""
    everyone = _standing(ids)
    yield "official", everyone
    attended = set(Attendance.objects.filter(official__in=everyone).order_by().values_list("conference", flat=True))
    yield "conference", attended
    yield "directive", Directive.objects.filter(issuer__official__in=everyone).order_by().values_list("pk", flat=True)


def _standing(ids: set[Any]) -> set[Any]:
    """Some officials, the records that stand for them, and those merged into these."""
    heads = set(Official.objects.filter(pk__in=ids, merged_into__isnull=False).values_list("merged_into", flat=True))
    return ids | heads | set(Official.objects.filter(merged_into__in=ids | heads).values_list("pk", flat=True))


def of_provinces(ids: set[int]) -> Reached:
    """A province takes along those that it came from or went to, and what was held in or directed to any of them."""
    family = Places().family(ids)
    yield "province", family
    yield "conference", Conference.objects.in_provinces(family).order_by().values_list("pk", flat=True)
    yield "directive", Directive.objects.filter(addressee_provinces__in=family).order_by().values_list("pk", flat=True)


def of_organisations(ids: set[int]) -> Reached:
    """A body takes along what it organised and what was directed to it."""
    yield "organisation", ids
    yield "conference", Organiser.objects.filter(organisation__in=ids).order_by().values_list("conference", flat=True)
    yield "directive", Directive.objects.filter(addressee_organisations__in=ids).order_by().values_list("pk", flat=True)


def of_clusters(ids: set[int]) -> Reached:
    """A cluster takes along the conferences that it met at."""
    yield "conference", Conference.objects.filter(cluster__in=ids).order_by().values_list("pk", flat=True)


def of_series(ids: set[int]) -> Reached:
    """A series takes along its conferences."""
    yield "conference", Conference.objects.filter(series__in=ids).order_by().values_list("pk", flat=True)


def of_themes(ids: set[int]) -> Reached:
    """A theme takes along its directives."""
    yield "directive", Directive.objects.filter(themes__in=ids).order_by().values_list("pk", flat=True)
