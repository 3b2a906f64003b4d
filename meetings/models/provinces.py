"""Province-level units as they were and are: names, dates, and which unit came from which."""

import datetime
from collections import defaultdict
from collections.abc import Iterable
from typing import Self

from django.core.exceptions import ValidationError
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from simple_history.models import HistoricalRecords

from qcdc.addresses import Addressed, AddressedQuerySet
from qcdc.fields import AutoSlugField, FoldedField, NFCCharField, NFCTextField, SortKeyField, matching
from qcdc.vietnamese import fold


class Sourced(models.Model):
    """A fact of the reference data, with where it is known from."""

    source = NFCCharField(_("source"), max_length=300, blank=True)
    confirmed = models.BooleanField(_("confirmed"), default=False, help_text=_("A second source says the same."))

    class Meta:
        abstract = True


class Region(Sourced):
    """One of the socio-economic regions of Vietnam."""

    code = models.SlugField(_("code"), unique=True)
    name = NFCCharField(_("name"), max_length=120)
    name_en = models.CharField(_("name in English"), max_length=120, blank=True)
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        ordering = ["order", "pk"]
        verbose_name = _("region")
        verbose_name_plural = _("regions")

    def __str__(self) -> str:
        return self.name


class ProvinceKind(models.TextChoices):
    PROVINCE = "tinh", pgettext_lazy("kind of unit", "Province")
    CITY = "thanh-pho", _("Centrally run city")


class ProvinceQuerySet(AddressedQuerySet["Province"]):
    def published(self) -> Self:
        """Provinces are public facts: anybody may see all of them."""
        return self.all()

    def for_reader(self, reader: object) -> Self:
        return self.all()

    def on(self, day: datetime.date) -> Self:
        """The units that exist on a day."""
        return self.filter(
            models.Q(valid_from__isnull=True) | models.Q(valid_from__lte=day),
            models.Q(valid_to__isnull=True) | models.Q(valid_to__gt=day),
        )

    def current(self) -> Self:
        """The units that exist today."""
        return self.on(timezone.localdate())

    def named(self, name: str) -> Self:
        """The units, of any time, that bear or bore a name in one of its spellings."""
        folded = fold(name)
        for prefix in ("tinh ", "thanh pho ", "tp. ", "tp ", "tp."):
            if folded.startswith(prefix) and not self.filter(folded_name=folded).exists():
                folded = folded.removeprefix(prefix).strip()
                break
        known = ProvinceAlias.objects.filter(folded=folded).values("province")
        return self.filter(models.Q(folded_name=folded) | models.Q(pk__in=known))

    def resolve(self, name: str, on: datetime.date | None = None) -> list["Province"]:
        """The unit that a name means on a day (today when not given).

        A name whose unit has ended finds the units that succeeded it; several when it was split.
        """
        day = on or timezone.localdate()
        named: list[Province] = list(self.named(name))
        if there := [unit for unit in named if unit.exists_on(day)]:
            return there
        ended = [unit for unit in named if unit.valid_to and unit.valid_to <= day]
        if not ended:
            return []
        latest = max(unit.valid_to for unit in ended if unit.valid_to)
        found: dict[int, Province] = {}
        for unit in ended:
            if unit.valid_to == latest:
                found.update({heir.pk: heir for heir in unit.heirs(day)})
        return sorted(found.values(), key=lambda unit: unit.sort_key)

    def matching(self, words: str) -> Self:
        """Units found by name, alias or predecessor's spelling, marks and case aside."""
        aliases = matching(ProvinceAlias.objects.all(), words, "folded").values("province")
        return self.filter(
            models.Q(pk__in=matching(Province.objects.order_by(), words, "folded_name").values("pk")) | models.Q(pk__in=aliases)
        )

    def with_lineage(self) -> Self:
        """Load each unit's region, predecessors and successors."""
        return self.select_related("region").prefetch_related("came_from__predecessor", "went_to__successor")


class Province(Sourced, Addressed):
    """A province or centrally run city, from the day it was formed to the day it ended.

    Old and new units of one name are two rows. `valid_to` is the first day on which the unit no longer is.
    """

    slug = AutoSlugField(_("address"), of="name", help_text=_("Left empty, it is made from the name."))
    code = models.CharField(_("official code"), max_length=4, blank=True)
    name = NFCCharField(_("name"), max_length=120)
    name_en = models.CharField(_("name in English"), max_length=120, blank=True)
    kind = models.CharField(_("kind"), max_length=12, choices=ProvinceKind, default=ProvinceKind.PROVINCE)
    region = models.ForeignKey(Region, models.PROTECT, related_name="provinces", null=True, blank=True, verbose_name=_("region"))
    valid_from = models.DateField(_("valid from"), null=True, blank=True)
    valid_to = models.DateField(_("valid to"), null=True, blank=True, help_text=_("The first day on which the unit no longer exists."))
    legal_act = NFCCharField(_("legal act"), max_length=300, blank=True)
    note = NFCTextField(_("note"), blank=True)
    sort_key = SortKeyField(of="name")
    folded_name = FoldedField(of=("name",), db_index=True)

    objects = ProvinceQuerySet.as_manager()
    history = HistoricalRecords(excluded_fields=["sort_key", "folded_name"])

    class Meta:
        ordering = ["sort_key", models.F("valid_from").desc(nulls_last=True), "pk"]
        verbose_name = _("province")
        verbose_name_plural = _("provinces")
        constraints = [
            models.CheckConstraint(condition=models.Q(kind__in=ProvinceKind.values), name="province_kind_is_known"),
            models.CheckConstraint(
                condition=models.Q(valid_from__isnull=True)
                | models.Q(valid_to__isnull=True)
                | models.Q(valid_to__gt=models.F("valid_from")),
                name="province_ends_after_it_began",
                violation_error_message=_("A province cannot end before it begins."),
            ),
            models.UniqueConstraint(
                fields=["name", "valid_from"],
                name="province_name_begins_once",
                violation_error_message=_("A province of this name beginning on this day is already in the register."),
            ),
            models.UniqueConstraint(
                fields=["name"],
                condition=models.Q(valid_to__isnull=True),
                name="province_name_is_held_once",
                violation_error_message=_("Another province of this name still exists."),
            ),
        ]

    instead_of_deletion = _("Enter the day on which the unit ended, and what carries it on.")

    def __str__(self) -> str:
        if self.valid_to:
            return _("{name} (until {date})").format(name=self.name, date=self.valid_to.strftime("%d/%m/%Y"))
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("meetings:province-detail", args=[self.slug])

    def clean(self) -> None:
        """Refuse a second unit of one name on the same day."""
        if not self.name:
            return
        others = Province.objects.filter(name=self.name).exclude(pk=self.pk)
        if self.valid_to:
            others = others.filter(models.Q(valid_from__isnull=True) | models.Q(valid_from__lt=self.valid_to))
        if self.valid_from:
            others = others.filter(models.Q(valid_to__isnull=True) | models.Q(valid_to__gt=self.valid_from))
        if others.exists():
            raise ValidationError({"name": _("Another province of this name exists on some of these days.")})

    @property
    def full_name(self) -> str:
        """The name with its kind before it, as official papers write it."""
        return f"{self.get_kind_display()} {self.name}"

    def exists_on(self, day: datetime.date) -> bool:
        """Whether the unit exists on a day."""
        return (not self.valid_from or self.valid_from <= day) and (not self.valid_to or self.valid_to > day)

    def heirs(self, day: datetime.date) -> list["Province"]:
        """The units existing on a later day that carry this one on; itself while it exists."""
        found: dict[int, Province] = {}
        seen: set[int] = set()
        ahead = [self]
        while ahead:
            unit = ahead.pop()
            if unit.pk in seen:
                continue
            seen.add(unit.pk)
            if unit.exists_on(day):
                found[unit.pk] = unit
            else:
                edges = unit.went_to.exclude(kind=SuccessionKind.PARTIAL).filter(date__lte=day)
                ahead.extend(edge.successor for edge in edges.select_related("successor"))
        return sorted(found.values(), key=lambda unit: unit.sort_key)

    def lineage(self) -> list[int]:
        """The ids of this unit and of every unit whose people and land it carries on.

        What was recorded for a unit that was merged away is found under the one that carries it on.
        """
        found = {self.pk}
        ahead = {self.pk}
        while ahead:
            edges = Succession.objects.filter(successor__in=ahead).exclude(kind=SuccessionKind.PARTIAL)
            ahead = set(edges.values_list("predecessor", flat=True)) - found
            found |= ahead
        return sorted(found)


class ProvinceAlias(Sourced):
    """Another spelling under which a province is met in print."""

    province = models.ForeignKey(Province, models.CASCADE, related_name="aliases", verbose_name=_("province"))
    name = NFCCharField(_("spelling"), max_length=120)
    folded = FoldedField(of=("name",), db_index=True)

    class Meta:
        ordering = ["pk"]
        verbose_name = _("spelling of a province")
        verbose_name_plural = _("spellings of a province")
        constraints = [models.UniqueConstraint(fields=["province", "name"], name="province_alias_is_listed_once")]

    def __str__(self) -> str:
        return self.name


class SuccessionKind(models.TextChoices):
    MERGED = "merged", _("merged into")
    SPLIT = "split", _("split into")
    RENAMED = "renamed", _("renamed to")
    CHANGED_KIND = "changed-kind", _("changed its kind to")
    PARTIAL = "partial", _("ceded a part to")


class Succession(Sourced):
    """The edge from a unit that ended, or gave up a part, to one that carries it on."""

    predecessor = models.ForeignKey(Province, models.PROTECT, related_name="went_to", verbose_name=_("predecessor"))
    successor = models.ForeignKey(Province, models.PROTECT, related_name="came_from", verbose_name=_("successor"))
    kind = models.CharField(_("kind"), max_length=12, choices=SuccessionKind)
    date = models.DateField(_("date"))
    legal_act = NFCCharField(_("legal act"), max_length=300, blank=True)

    history = HistoricalRecords()

    class Meta:
        ordering = ["date", "pk"]
        verbose_name = _("succession of provinces")
        verbose_name_plural = _("successions of provinces")
        constraints = [
            models.CheckConstraint(condition=models.Q(kind__in=SuccessionKind.values), name="succession_kind_is_known"),
            models.CheckConstraint(
                condition=~models.Q(predecessor=models.F("successor")),
                name="succession_is_between_two",
                violation_error_message=_("A province cannot succeed itself."),
            ),
            models.UniqueConstraint(fields=["predecessor", "successor", "date"], name="succession_is_listed_once"),
        ]

    def __str__(self) -> str:
        return f"{self.predecessor} → {self.successor}"


def lineages(units: Iterable[int]) -> dict[int, set[int]]:
    """Each unit with all units whose people and land it carries on, as `Province.lineage()` finds them one by one."""
    before: dict[int, set[int]] = defaultdict(set)
    edges = Succession.objects.exclude(kind=SuccessionKind.PARTIAL).values_list("successor", "predecessor")
    for successor, predecessor in edges:
        before[successor].add(predecessor)
    found = {}
    for unit in units:
        reached, ahead = {unit}, {unit}
        while ahead := set().union(*(before[each] for each in ahead)) - reached:
            reached |= ahead
        found[unit] = reached
    return found
