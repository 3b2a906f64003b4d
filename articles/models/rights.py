"""Who of the newsroom may see which articles: the limits of section and province, and what is one's own."""

from typing import Any

from django.db import models

from articles.models.sections import Section
from articles.models.states import published_q
from meetings.models import Conference, provinces_of


def sections_of(person: Any) -> frozenset[int]:
    """The sections that somebody is limited to; none where there is no limit."""
    if person.is_superuser or not person.pk:
        return frozenset()
    if not hasattr(person, "_sections_of_beat"):
        person._sections_of_beat = frozenset(Section.objects.filter(staff=person).values_list("pk", flat=True))
    return person._sections_of_beat


def sees_everything(person: Any) -> bool:
    """Whether somebody may see every draft of the newsroom."""
    return bool(person.has_perm("articles.see_drafts") and not sections_of(person) and not provinces_of(person))


def beat_q(person: Any, prefix: str = "") -> models.Q:
    """The articles within somebody's sections and provinces; every article where there is no limit."""
    sections, provinces = sections_of(person), provinces_of(person)
    within = models.Q(**{f"{prefix}pk__isnull": False})
    if sections:
        within &= models.Q(**{f"{prefix}section__in": sections})
    if provinces:
        within &= models.Q(**{f"{prefix}conference__in": Conference.objects.in_provinces(provinces).order_by().values("pk")})
    return within


def for_reader_q(reader: Any, prefix: str = "") -> models.Q:
    """The condition under which somebody may see an article, seen from a row that points at it by `prefix`."""
    return published_q(prefix) | work_q(reader, prefix)


def work_q(person: Any, prefix: str = "") -> models.Q:
    """The articles of which somebody may see the work too: her own, and with the right to see drafts everything within her beat."""
    own = models.Q(**{f"{prefix}created_by": person}) if person.pk else models.Q(pk__in=[])
    if person.has_perm("articles.see_drafts"):
        return own | beat_q(person, prefix)
    return own if person.has_perm("articles.change_article") else models.Q(pk__in=[])
