"""The bodies that organise, attend and are addressed: committees, ministries, the Front, newspapers."""

from typing import Self

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from meetings.models.provinces import Province, Sourced
from qcdc.addresses import Addressed, AddressedQuerySet
from qcdc.fields import AutoSlugField, FoldedField, NFCCharField, NFCTextField, SortKeyField, matching
from qcdc.partial_dates import PartialDateField


class OrganisationKind(models.TextChoices):
    STEERING_COMMITTEE = "steering-committee", _("Steering committee")
    PARTY_COMMITTEE = "party-committee", _("Party committee")
    PARTY_BODY = "party-body", _("Party body")
    FRONT = "front", _("Fatherland Front")
    GOVERNMENT = "government", _("Government or People's Committee")
    MINISTRY = "ministry", _("Ministry")
    AGENCY = "agency", _("Agency or department")
    COUNCIL = "council", _("Assembly or People's Council")
    ASSOCIATION = "association", _("Union or association")
    PRESS = "press", _("Press agency")
    OTHER = "other", _("Other")


class OrganisationLevel(models.TextChoices):
    CENTRAL = "central", _("Central")
    PROVINCE = "province", _("Provincial")
    DISTRICT = "district", _("District")
    COMMUNE = "commune", _("Commune")


class OrganisationQuerySet(AddressedQuerySet["Organisation"]):
    def published(self) -> Self:
        """Public bodies are public facts: anybody may see all of them."""
        return self.all()

    def for_reader(self, reader: object) -> Self:
        return self.all()

    def matching(self, words: str) -> Self:
        return matching(self, words)


class Organisation(Sourced, Addressed):
    """A public body, from its founding to its end."""

    slug = AutoSlugField(_("address"), of="name", help_text=_("Left empty, it is made from the name."))
    name = NFCCharField(_("name"), max_length=250)
    name_en = models.CharField(_("name in English"), max_length=250, blank=True)
    abbreviation = NFCCharField(_("abbreviation"), max_length=40, blank=True)
    aliases = NFCTextField(_("other names"), blank=True, help_text=_("One per line."))
    kind = models.CharField(_("kind"), max_length=20, choices=OrganisationKind, default=OrganisationKind.OTHER)
    level = models.CharField(_("level"), max_length=10, choices=OrganisationLevel, default=OrganisationLevel.CENTRAL)
    parent = models.ForeignKey("self", models.PROTECT, related_name="children", null=True, blank=True, verbose_name=_("part of"))
    province = models.ForeignKey(Province, models.PROTECT, related_name="organisations", null=True, blank=True, verbose_name=_("province"))
    founded = PartialDateField(_("founded"), blank=True)
    dissolved = PartialDateField(_("dissolved"), blank=True)
    sort_key = SortKeyField(of="name")
    search_text = FoldedField(of=("name", "abbreviation", "aliases", "name_en"))

    objects = OrganisationQuerySet.as_manager()
    history = HistoricalRecords(excluded_fields=["sort_key", "search_text"])

    class Meta:
        ordering = ["sort_key", "pk"]
        verbose_name = _("organisation")
        verbose_name_plural = _("organisations")
        constraints = [
            models.CheckConstraint(condition=models.Q(kind__in=OrganisationKind.values), name="organisation_kind_is_known"),
            models.CheckConstraint(condition=models.Q(level__in=OrganisationLevel.values), name="organisation_level_is_known"),
            models.CheckConstraint(
                condition=models.Q(parent__isnull=True) | ~models.Q(parent=models.F("pk")),
                name="organisation_is_not_its_own_parent",
                violation_error_message=_("An organisation cannot be part of itself."),
            ),
        ]

    instead_of_deletion = _("Enter the day on which it was dissolved.")

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("meetings:organisation-detail", args=[self.slug])
