from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from simple_history.admin import SimpleHistoryAdmin

from meetings.admin.limits import WithinLimits
from meetings.admin.lists import DirectiveLists
from meetings.models import Directive, Progress
from qcdc.desk import Desk
from qcdc.lines import QuickInline


class ProgressInline(QuickInline, admin.StackedInline):
    model = Progress
    fields = [("date", "state"), ("province", "organisation"), "reported_at", "note"]
    formset: Any = forms.BaseInlineFormSet
    autocomplete_fields = ["province", "organisation", "reported_at"]


class DirectiveForm(forms.ModelForm):
    class Meta:
        model = Directive
        fields: list[str] = []

    def clean_issuing_organisation(self) -> Any:
        body = self.cleaned_data["issuing_organisation"]
        if body and self.instance.issuer_id:
            raise ValidationError(_("A directive is issued by a person or by a body, not by both."))
        return body


@admin.register(Directive)
class DirectiveAdmin(DirectiveLists, WithinLimits, Desk, SimpleHistoryAdmin):
    """A directive on its own page: what became of it. It is entered on the page of its conference."""

    form = DirectiveForm
    list_display = ["short_text", "conference", "number", "due_date", "due_by_next"]
    list_filter = ["themes", "due_by_next"]
    list_select_related = ["conference"]
    fieldsets = [
        (None, {"fields": ["conference", "number", "text", "quote"]}),
        (
            _("From whom, to whom"),
            {"fields": ["issuer", "issuing_organisation", "addressees_printed", "addressee_provinces", "addressee_organisations"]},
        ),
        (_("Subject and time"), {"fields": ["themes", "legal_reference", ("due_date", "due_by_next")]}),
    ]
    autocomplete_fields = ["issuing_organisation", "addressee_provinces", "addressee_organisations", "themes"]
    readonly_fields = ["conference", "issuer"]
    inlines = [ProgressInline]

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Directives begin on the page of their conference."""
        return False

    @admin.display(description=_("directive"), ordering="text")
    def short_text(self, obj: Directive) -> str:
        return str(obj)


class ProgressForm(forms.ModelForm):
    """Readers see progress at once where they see the directive: so it is entered by those who may change the record there."""

    person: Any

    def clean_directive(self) -> Any:
        directive = self.cleaned_data["directive"]
        if not Directive.objects.for_editor(self.person).contains(directive):
            raise ValidationError(_("What became of this directive is entered by somebody who may change the record of its conference."))
        return directive


@admin.register(Progress)
class ProgressAdmin(WithinLimits, Desk, SimpleHistoryAdmin):
    list_display = ["directive", "date", "state", "province", "organisation", "reported_at"]
    list_filter = ["state"]
    list_select_related = ["directive", "province", "organisation", "reported_at"]
    autocomplete_fields = ["directive", "province", "organisation", "reported_at"]
    fields = ["directive", ("date", "state"), ("province", "organisation"), "reported_at", "note"]
    form = ProgressForm

    def get_form(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        form: Any = super().get_form(request, *args, **kwargs)
        form.person = request.user
        return form
