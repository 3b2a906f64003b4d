"""Officials and their posts; merging two records of one person, and undoing it."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from simple_history.admin import SimpleHistoryAdmin

from meetings.admin.lists import OfficialLists
from meetings.models import Official, Post
from qcdc.acts import Act, ActsMixin
from qcdc.desk import Desk
from qcdc.lines import QuickInline
from qcdc.uploads import checked_upload


class PostInline(QuickInline, admin.StackedInline):
    model = Post
    formset: Any = forms.BaseInlineFormSet
    fields = ["title", ("organisation", "province"), ("start", "end"), "source"]
    autocomplete_fields = ["organisation", "province"]


class OfficialForm(forms.ModelForm):
    portrait = forms.FileField(label=_("portrait"), required=False, help_text=_("JPEG, PNG or WebP, up to 20 MB."))

    class Meta:
        model = Official
        fields = ["name", "aliases", "portrait", "portrait_credit", "note", "slug"]

    def clean_portrait(self) -> Any:
        file = self.cleaned_data["portrait"]
        return checked_upload(file) if file and "portrait" in self.changed_data else file


MERGE = "meetings.delete_official"


@admin.register(Official)
class OfficialAdmin(OfficialLists, ActsMixin, Desk, SimpleHistoryAdmin):
    form = OfficialForm
    list_display = ["name", "latest_post", "merged_into"]
    list_filter = [("merged_into", admin.EmptyFieldListFilter)]
    list_select_related = ["merged_into"]
    fieldsets = [
        (None, {"fields": ["name", "aliases", "slug"]}),
        (_("Portrait"), {"fields": ["shown_portrait", "portrait", "portrait_credit"]}),
        (_("For the newsroom"), {"fields": ["note"]}),
    ]
    readonly_fields = ["shown_portrait"]
    inlines = [PostInline]
    actions = ["merge"]
    acts = (
        Act(
            name="unmerge",
            label=_("Undo the merge"),
            permission=MERGE,
            do=lambda official, request, form: official.unmerge(),
            applies=lambda official: official.merged_into_id is not None,
            explains=_("The record stands for itself again, with the appearances that were entered under it."),
            done=_("The merge was undone:"),
        ),
    )

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).prefetch_related("posts")

    def get_search_results(self, request: HttpRequest, queryset: Any, search_term: str) -> tuple[Any, bool]:
        """A merged record is found in its list, but not offered in a field to choose from."""
        if request.path.endswith("/autocomplete/"):
            queryset = queryset.filter(merged_into__isnull=True)
        return super().get_search_results(request, queryset, search_term)

    def has_merge_permission(self, request: HttpRequest) -> bool:
        """A merge takes a record from readers, as erasing it would."""
        return request.user.has_perm(MERGE)

    def state_of(self, obj: Official) -> Any:
        if obj.merged_into:
            return _("This record was merged into “%(name)s”; its address leads there.") % {"name": obj.merged_into}
        return ""

    def get_view_on_site_url(self, obj: Official | None = None) -> str | None:
        """A merged record has no page of its own."""
        return None if obj is None or obj.merged_into_id else super().get_view_on_site_url(obj)

    @admin.display(description=_("latest post"))
    def latest_post(self, obj: Official) -> str:
        return next(iter(obj.latest_titles), "")

    @admin.display(description=_("portrait now"))
    def shown_portrait(self, obj: Official) -> str:
        return format_html('<img class="photo-preview" src="{}" alt="">', obj.portrait_url) if obj.pk and obj.portrait else "—"

    @admin.action(description=_("Merge into one record"), permissions=["merge"])
    def merge(self, request: HttpRequest, queryset: Any) -> HttpResponse | None:
        """Ask which of the chosen records stands, then point the others at it."""
        officials = list(queryset.select_related("merged_into")[:20])
        if len(officials) < 2:
            self.message_user(request, _("Choose at least two records of the same person."), messages.WARNING)
            return None
        stays = next((official for official in officials if str(official.pk) == request.POST.get("stays")), None)
        if stays:
            try:
                with transaction.atomic():
                    for official in officials:
                        if official != stays:
                            official.merge_into(stays)
            except ValidationError as refusal:
                self.message_user(request, " ".join(refusal.messages), messages.ERROR)
            else:
                self.message_user(request, _("Merged into “%(name)s”. Each merge can be undone on the merged record.") % {"name": stays})
            return None
        context = {
            **self.admin_site.each_context(request),
            "title": _("Merge into one record"),
            "opts": self.model._meta,
            "officials": officials,
            "checkbox": ACTION_CHECKBOX_NAME,
        }
        return TemplateResponse(request, "admin/meetings/official/merge.html", context)


@admin.register(Post)
class PostAdmin(Desk, SimpleHistoryAdmin):
    list_display = ["official", "title", "organisation", "province", "start", "end"]
    list_select_related = ["official", "organisation", "province"]
    autocomplete_fields = ["official", "organisation", "province"]
    fields = ["official", "title", "organisation", "province", ("start", "end"), "source"]

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).select_related("official")
