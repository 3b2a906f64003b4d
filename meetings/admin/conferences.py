"""The desk on which a whole conference is entered, in the order in which a report is written."""

import copy
from typing import Any

from admin_ordering.admin import OrderableAdmin
from django import forms
from django.contrib import admin
from django.contrib.admin.widgets import AutocompleteSelect
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from simple_history.admin import SimpleHistoryAdmin

from meetings.admin.limits import WithinLimits
from meetings.admin.lists import ConferenceLists
from meetings.models import Attendance, Conference, Directive, Figure, LinkUpPoint, Official, Organiser, Participation, Post
from meetings.models.conferences import Publication
from qcdc.acts import Act, ActsMixin, PublishForm
from qcdc.desk import Desk, ReadingDesk
from qcdc.fields import matching
from qcdc.guard import Guarded
from qcdc.lines import Lines, QuickInline
from qcdc.pickers import is_id, quicken


class OrganiserInline(QuickInline, OrderableAdmin, admin.TabularInline):
    model = Organiser
    ordering_field = "order"
    fields = ["organisation", "order"]
    autocomplete_fields = ["organisation"]


class ParticipationInline(QuickInline, OrderableAdmin, admin.TabularInline):
    model = Participation
    ordering_field = "order"
    fields = ["province", "order"]
    autocomplete_fields = ["province"]


class LinkUpPointInline(QuickInline, OrderableAdmin, admin.TabularInline):
    model = LinkUpPoint
    ordering_field = "order"
    fields = ["name", "province", "order"]
    autocomplete_fields = ["province"]


class AttendanceInline(QuickInline, OrderableAdmin, admin.StackedInline):
    model = Attendance
    template = "admin/lines.html"
    ordering_field = "order"
    prefetched = ("roles", "official")
    fieldsets = [
        (
            None,
            {"fields": [("official", "group_name"), "titles", "roles", ("post", "organisation", "province"), "order"]},
        ),
        (_("More"), {"fields": [("headcount_qualifier", "headcount"), "stands_in_for", "quote"], "classes": ["collapse"]}),
    ]
    autocomplete_fields = ["official", "roles", "post", "organisation", "province", "stands_in_for"]

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name == "post":
            kwargs["queryset"] = Post.objects.select_related("official")
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field and db_field.name in {"titles", "quote"}:
            field.widget.attrs["rows"] = 5
        return field


class SpokenForm(forms.ModelForm):
    """A line said by an official of the same conference, chosen by name even before the attendances are saved."""

    attribute = ""
    speaker = forms.ModelChoiceField(Official.objects.all(), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        said_by = getattr(self.instance, self.attribute) if self.instance.pk else None
        self.initial.setdefault("speaker", said_by.official_id if said_by else None)

    def clean_speaker(self) -> Official | None:
        """The speaker must be among the attendances of this very form."""
        speaker: Official | None = self.cleaned_data["speaker"]
        if speaker and speaker.pk not in self._listed():
            raise ValidationError(_("“%(name)s” is not among the people of this conference; add a line above.") % {"name": speaker})
        return speaker

    def _listed(self) -> set[int]:
        data, prefix = self.data, Attendance._meta.get_field("conference").remote_field.get_accessor_name()
        total = data.get(f"{prefix}-TOTAL_FORMS", "")
        if not is_id(total) or len(total) > 5:
            saved = Attendance.objects.filter(conference=self.instance.conference_id, official__isnull=False)
            return set(saved.values_list("official_id", flat=True))
        chosen = (data.get(f"{prefix}-{number}-official", "") for number in range(int(total)) if not data.get(f"{prefix}-{number}-DELETE"))
        return {int(value) for value in chosen if is_id(value)}


class SpokenLines(Lines):
    """Lines that find their speaker among the attendances once those are saved."""

    attribute = "said_by"

    def save(self, commit: bool = True) -> Any:
        """Point each line at the attendance of its speaker; one said by an unnamed group keeps it while it is there."""
        name = self.attribute
        present = Attendance.objects.filter(conference=self.instance).values_list("pk", "official_id")
        people = {official: pk for pk, official in present if official}
        groups = {pk for pk, official in present if not official}
        for form in self.forms:
            speaker, before = form.cleaned_data.get("speaker"), getattr(form.instance, f"{name}_id")
            setattr(form.instance, f"{name}_id", people.get(speaker.pk) if speaker else before if before in groups else None)
        saved = super().save(commit=commit)
        stored = dict(self.model._base_manager.filter(conference=self.instance).values_list("pk", f"{name}_id"))
        for form in self.initial_forms:
            row = form.instance
            if row.pk in stored and stored[row.pk] != getattr(row, f"{name}_id"):
                row.save(update_fields=[name])
        return saved


class SpokenInline(QuickInline, OrderableAdmin, admin.StackedInline):
    """Lines with a speaker; the field to choose one searches all officials."""

    formset: Any = SpokenLines
    template = "admin/lines.html"
    speaker_label: Any = ""

    def get_formset(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> Any:
        formset = super().get_formset(request, obj, **kwargs)
        field = formset.form.base_fields["speaker"] = copy.deepcopy(formset.form.base_fields["speaker"])
        choices = field.widget.choices
        field.widget = AutocompleteSelect(Attendance._meta.get_field("official"), self.admin_site, choices=choices)
        field.widget.is_required, field.label = False, capfirst(self.speaker_label)
        quicken(field)
        return formset


class FigureForm(SpokenForm):
    attribute = "said_by"

    class Meta:
        model = Figure
        fields: list[str] = []


class FigureInline(SpokenInline):
    model = Figure
    form = FigureForm
    ordering_field = "order"
    prefetched = ("said_by", "indicator")
    speaker_label = _("said by")
    fieldsets = [
        (
            None,
            {
                "fields": [
                    ("indicator", "level"),
                    ("qualifier", "value", "unit", "percent"),
                    ("period_start", "period_end", "province"),
                    "speaker",
                    "order",
                ]
            },
        ),
        (_("More"), {"fields": [("done", "plan"), "quote"], "classes": ["collapse"]}),
    ]
    autocomplete_fields = ["indicator", "province"]


class DirectiveForm(SpokenForm):
    attribute = "issuer"

    class Meta:
        model = Directive
        fields: list[str] = []

    def clean(self) -> Any:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("speaker") and cleaned.get("issuing_organisation"):
            self.add_error("issuing_organisation", _("A directive is issued by a person or by a body, not by both."))
        return cleaned


class DirectiveLines(SpokenLines):
    attribute = "issuer"
    ordering_field = "number"


class DirectiveInline(SpokenInline):
    model = Directive
    form = DirectiveForm
    formset: Any = DirectiveLines
    ordering_field = "number"
    prefetched = ("issuer", "addressee_provinces", "addressee_organisations", "themes")
    speaker_label = _("issued by")
    show_change_link = True
    fieldsets = [
        (
            None,
            {"fields": ["text", "themes", ("speaker", "issuing_organisation"), "addressees_printed", "addressee_provinces", "number"]},
        ),
        (
            _("More"),
            {
                "fields": ["addressee_organisations", "quote", "legal_reference", ("due_date", "due_by_next")],
                "classes": ["collapse"],
            },
        ),
    ]
    autocomplete_fields = ["themes", "issuing_organisation", "addressee_provinces", "addressee_organisations"]

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field and db_field.name in {"text", "quote"}:
            field.widget.attrs["rows"] = 4
        return field


class WithdrawForm(forms.Form):
    notice = forms.CharField(label=_("notice for readers"), widget=forms.Textarea(attrs={"rows": 3}), max_length=2000)


@admin.register(Conference)
class ConferenceAdmin(Guarded, ConferenceLists, ActsMixin, WithinLimits, Desk, SimpleHistoryAdmin):
    autocomplete_fields = ["host_province", "cluster", "series"]
    fieldsets = [
        (None, {"fields": ["title", ("kind", "state")]}),
        (_("When and where"), {"fields": [("date", "end_date", "part_of_day"), ("venue", "host_province"), "online"]}),
        (_("Connections"), {"fields": ["cluster", "series"]}),
        (_("Summary"), {"fields": ["summary", "directives_complete"]}),
        (_("Address and embargo"), {"fields": ["slug", "embargo_until"], "classes": ["collapse"]}),
    ]
    inlines = [OrganiserInline, ParticipationInline, LinkUpPointInline, AttendanceInline, FigureInline, DirectiveInline]
    acts = (
        Act(
            name="publish",
            label=_("Publish"),
            permission="meetings.publish_conference",
            do=lambda conference, request, form: conference.publish(at=form.cleaned_data["at"]),
            applies=lambda conference: conference.publication != Publication.PUBLISHED,
            explains=_("Anybody will see the record: its people, provinces, figures and directives."),
            done=_("Published:"),
            form=PublishForm,
        ),
        Act(
            name="unpublish",
            label=_("Back to the drafts"),
            permission="meetings.publish_conference",
            do=lambda conference, request, form: conference.unpublish(),
            applies=lambda conference: conference.publication == Publication.PUBLISHED,
            explains=_("Readers will no longer find the record; nothing is lost."),
            done=_("Taken back into the drafts:"),
            grave=True,
        ),
        Act(
            name="withdraw",
            label=_("Withdraw"),
            permission="meetings.publish_conference",
            do=lambda conference, request, form: conference.withdraw(form.cleaned_data["notice"]),
            applies=lambda conference: conference.publication == Publication.PUBLISHED,
            explains=_("The page will show only your notice, and answer that the record is gone."),
            done=_("Withdrawn:"),
            form=WithdrawForm,
            grave=True,
        ),
    )

    def get_readonly_fields(self, request: HttpRequest, obj: Conference | None = None) -> Any:
        """An embargo is set and lifted by those who may publish."""
        return [] if request.user.has_perm("meetings.publish_conference") else ["embargo_until"]

    def state_of(self, obj: Conference) -> Any:
        if obj.publication == Publication.PUBLISHED and not obj.is_published:
            return _("Publication is set, but readers do not see the record before its time.")
        return {
            Publication.PUBLISHED: _("Published: readers see every change as soon as it is saved, so editors make it."),
            Publication.WITHDRAWN: _("Withdrawn: readers see only the notice."),
        }.get(Publication(obj.publication), _("Draft: only the newsroom sees this record."))

    def has_delete_permission(self, request: HttpRequest, obj: Conference | None = None) -> bool:
        """What was public is withdrawn, not deleted."""
        return super().has_delete_permission(request, obj) and not (obj and obj.published_at)

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> Any:
        """Refuse the deletion of several at once where one was public."""
        to_delete, counts, lacking, protected = super().get_deleted_objects(objs, request)
        lacking -= {inline.model._meta.verbose_name for inline in self.inlines}
        return to_delete, counts, lacking, [*protected, *(str(obj) for obj in objs if obj.published_at)]

    def save_model(self, request: HttpRequest, obj: Conference, form: Any, change: bool) -> None:
        """Whoever enters a conference keeps it in sight, whatever her provinces."""
        if not change:
            obj.changed_by_id = request.user.pk
        super().save_model(request, obj, form, change)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        form.instance.number_directives()


@admin.register(Attendance)
class AttendanceAdmin(WithinLimits, ReadingDesk, SimpleHistoryAdmin):
    """Who was where, across conferences. Lines are entered on the page of their conference."""

    list_display = ["__str__", "conference", "organisation", "province"]
    list_filter = ["roles"]
    list_select_related = ["official", "conference", "organisation", "province"]

    def get_search_results(self, request: HttpRequest, queryset: Any, search_term: str) -> tuple[Any, bool]:
        words = search_term.replace("\x00", " ").strip()
        return (matching(queryset, words, "official__search_text", "conference__search_text") if words else queryset), False


@admin.register(Figure)
class FigureAdmin(WithinLimits, ReadingDesk, SimpleHistoryAdmin):
    """What was reported in numbers, across conferences. Lines are entered on the page of their conference."""

    list_display = ["indicator", "value", "percent", "level", "period_start", "province", "conference"]
    list_filter = ["indicator", "level"]
    list_select_related = ["indicator", "province", "conference"]

    def get_search_results(self, request: HttpRequest, queryset: Any, search_term: str) -> tuple[Any, bool]:
        words = search_term.replace("\x00", " ").strip()
        return (matching(queryset, words, "conference__search_text", "province__folded_name") if words else queryset), False
