"""The filters of the meetings' lists: the same words on the pages and in the API."""

from typing import Any

import django_filters
from django import forms
from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from meetings.models import (
    Attendance,
    Cluster,
    Conference,
    Directive,
    Figure,
    Indicator,
    Level,
    Official,
    Organisation,
    Post,
    ProgressState,
    Province,
    Role,
    State,
    Theme,
)
from meetings.models.conferences import Kind
from meetings.models.organisations import OrganisationKind, OrganisationLevel
from meetings.models.provinces import ProvinceKind, Region
from qcdc.addresses import formerly
from qcdc.filters import IdFilter, SlugFilter, WordsFilter, YearFilter


class ProvinceFilter(SlugFilter):
    """Rows of a province or of any unit that it carries on, by the given paths."""

    def __init__(self, *paths: str, **kwargs: Any) -> None:
        self.paths = paths
        super().__init__(queryset=Province.objects.all(), label=_("Province"), empty_label=_("All provinces"), **kwargs)

    def filter(self, qs: Any, value: Province | None) -> Any:
        if value is None:
            return qs
        units = value.lineage()
        rules = models.Q()
        for path in self.paths:
            rules |= models.Q(pk__in=qs.model._base_manager.filter(**{f"{path}__in": units}).values("pk"))
        return qs.filter(rules)


class OfficialFilter(django_filters.CharFilter):
    """Rows with an official, given by slug or by words of the name, whichever merged record they were entered under.

    A list of all officials to choose from would be longer than the page that it narrows.
    """

    def __init__(self, path: str, **kwargs: Any) -> None:
        self.path = path
        super().__init__(label=_("Official"), max_length=120, **kwargs)

    def filter(self, qs: Any, value: str) -> Any:
        if not value:
            return qs
        known = Official.objects.published().order_by()
        by_slug = (known.filter(rule) for rule in (models.Q(slug=value), formerly(Official, value)))
        chosen = next((found for found in by_slug if found.exists()), known.matching(value)).values("pk")
        rows = qs.model._base_manager.filter(
            models.Q(**{f"{self.path}__in": chosen}) | models.Q(**{f"{self.path}__merged_into__in": chosen})
        )
        return qs.filter(pk__in=rows.values("pk"))


class MonthFilter(django_filters.CharFilter):
    """Rows of a month (2018-05), to which the calendar leads."""

    def __init__(self, **kwargs: Any) -> None:
        rule = RegexValidator(r"^\d{4}-(0[1-9]|1[0-2])$", _("A month is written 2018-05."))
        super().__init__(label=_("Month"), lookup_expr="startswith", validators=[rule], widget=forms.HiddenInput, **kwargs)


class OrganisationFilter(SlugFilter):
    """Rows of a body chosen on its page: a list of all bodies to choose from would be longer than the page that it narrows."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"queryset": Organisation.objects.all(), "label": _("Organisation"), "widget": forms.HiddenInput} | kwargs)


class ConferenceFilters(django_filters.FilterSet):
    q = WordsFilter()
    year = YearFilter(field_name="date")
    month = MonthFilter(field_name="date")
    kind = django_filters.ChoiceFilter(choices=Kind.choices, label=_("Kind"), empty_label=_("All kinds"))
    state = django_filters.ChoiceFilter(choices=State.choices, label=_("State"), empty_label=_("All states"))
    province = ProvinceFilter("host_province", "participations__province", "attendances__province")
    cluster = SlugFilter(queryset=Cluster.objects.all(), label=_("Cluster"), empty_label=_("All clusters"))
    official = OfficialFilter("attendances__official")
    organisation = OrganisationFilter(field_name="organisers__organisation")

    class Meta:
        model = Conference
        fields: list[str] = []


class DirectiveFilters(django_filters.FilterSet):
    q = WordsFilter()
    year = YearFilter(field_name="conference__date")
    province = ProvinceFilter("addressee_provinces")
    theme = SlugFilter(field_name="themes", queryset=Theme.objects.all(), label=_("Theme"), empty_label=_("All themes"))
    official = OfficialFilter("issuer__official")
    organisation = OrganisationFilter(method="issued_by_body")
    addressee = OrganisationFilter(field_name="addressee_organisations", label=_("Addressed to"))
    state = django_filters.ChoiceFilter(
        choices=[("none", _("Nothing reported yet")), *ProgressState.choices],
        method="in_state",
        label=_("State"),
        empty_label=_("All states"),
    )
    conference = IdFilter(field_name="conference_id", label=_("Conference"))

    class Meta:
        model = Directive
        fields: list[str] = []

    def issued_by_body(self, queryset: Any, name: str, value: Organisation) -> Any:
        return queryset.issued_for(value)

    def in_state(self, queryset: Any, name: str, value: str) -> Any:
        return queryset.with_state().filter(progress_state="" if value == "none" else value)


class OfficialFilters(django_filters.FilterSet):
    q = WordsFilter()
    province = ProvinceFilter(method="of_province")
    role = SlugFilter(queryset=Role.objects.all(), label=_("Role"), empty_label=_("All roles"), method="in_role")
    organisation = OrganisationFilter(method="of_organisation")

    class Meta:
        model = Official
        fields: list[str] = []

    def of_province(self, queryset: Any, name: str, value: Province) -> Any:
        """Officials who held a post in a province or stood for it at a conference that anybody may see."""
        units = value.lineage()
        return queryset.filter(self._seen(province__in=units) | self._posted(province__in=units))

    def of_organisation(self, queryset: Any, name: str, value: Organisation) -> Any:
        """Officials who held a post in a body or stood for it at a conference that anybody may see."""
        return queryset.filter(self._seen(organisation=value) | self._posted(organisation=value))

    def in_role(self, queryset: Any, name: str, value: Role) -> Any:
        """Officials who had a role at a conference that anybody may see."""
        return queryset.filter(self._seen(roles=value))

    def _seen(self, **rule: Any) -> models.Q:
        return self._people(Attendance.objects.published().filter(official__isnull=False, **rule))

    def _posted(self, **rule: Any) -> models.Q:
        return self._people(Post.objects.order_by().filter(**rule))

    def _people(self, rows: Any) -> models.Q:
        """Those whom some rows name, under the record that stands for each."""
        return models.Q(pk__in=rows.values("official")) | models.Q(pk__in=rows.values("official__merged_into"))


class ProvinceFilters(django_filters.FilterSet):
    q = WordsFilter()
    on = django_filters.DateFilter(method="existing_on", label=_("On the day"))
    region = SlugFilter(queryset=Region.objects.all(), to_field_name="code", label=_("Region"), empty_label=_("All regions"))
    kind = django_filters.ChoiceFilter(choices=ProvinceKind.choices, label=_("Kind"), empty_label=_("All kinds"))

    class Meta:
        model = Province
        fields: list[str] = []

    def existing_on(self, queryset: Any, name: str, value: Any) -> Any:
        return queryset.on(value)


class FigureFilters(django_filters.FilterSet):
    indicator = SlugFilter(queryset=Indicator.objects.all(), label=_("Indicator"), empty_label=_("All indicators"))
    level = django_filters.ChoiceFilter(choices=Level.choices, label=_("Level"), empty_label=_("All levels"))
    year = YearFilter(field_name="period_start")
    province = ProvinceFilter("province")
    conference = IdFilter(field_name="conference_id", label=_("Conference"))

    class Meta:
        model = Figure
        fields: list[str] = []


class AttendanceFilters(django_filters.FilterSet):
    conference = IdFilter(field_name="conference_id", label=_("Conference"))
    official = OfficialFilter("official")
    province = ProvinceFilter("province")
    role = SlugFilter(field_name="roles", queryset=Role.objects.all(), label=_("Role"))

    class Meta:
        model = Attendance
        fields: list[str] = []


class PostFilters(django_filters.FilterSet):
    official = OfficialFilter("official")
    province = ProvinceFilter("province")
    on = django_filters.DateFilter(method="existing_on", label=_("On the day"))

    class Meta:
        model = Post
        fields: list[str] = []

    def existing_on(self, queryset: Any, name: str, value: Any) -> Any:
        return queryset.held_on(value)


class OrganisationFilters(django_filters.FilterSet):
    q = WordsFilter()
    kind = django_filters.ChoiceFilter(choices=OrganisationKind.choices, label=_("Kind"), empty_label=_("All kinds"))
    level = django_filters.ChoiceFilter(choices=OrganisationLevel.choices, label=_("Level"), empty_label=_("All levels"))
    province = ProvinceFilter("province")
    parent = OrganisationFilter(label=_("Part of"))

    class Meta:
        model = Organisation
        fields: list[str] = []


class ClusterFilters(django_filters.FilterSet):
    q = WordsFilter()
    province = ProvinceFilter("members")

    class Meta:
        model = Cluster
        fields: list[str] = []
