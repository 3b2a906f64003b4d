"""A desk of the newsroom's admin: search without marks, safe fields, scripts with their nonce."""

from typing import Any

from django.contrib import admin
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest
from js_asset import Media

from qcdc.deletion import Deletion
from qcdc.fields import matching
from qcdc.kept_files import forget_files, keep_chosen, keep_files
from qcdc.old_versions import ChangesInWords
from qcdc.pickers import CarefulFields, is_id, keep_held, make_safe
from qcdc.vietnamese import fold

MOST_FOLDED = 2_000


class Desk(Deletion, CarefulFields, admin.ModelAdmin):
    """A desk of the admin that finds rows by words, marks and case aside, in lists and in fields to choose from."""

    search_fields = ["pk"]
    show_full_result_count = False
    list_per_page = 50
    save_on_top = False

    def get_search_results(self, request: HttpRequest, queryset: Any, search_term: str) -> tuple[Any, bool]:
        words = search_term.replace("\x00", " ").strip()
        if not words:
            return queryset, False
        if hasattr(queryset, "matching"):
            return queryset.matching(words), False
        if any(field.name == "search_text" for field in self.model._meta.get_fields()):
            return matching(queryset, words), False
        wanted = fold(words).split()
        found = [row.pk for row in queryset[:MOST_FOLDED] if all(word in fold(str(row)) for word in wanted)]
        return queryset.filter(pk__in=found), False

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        form = super().get_form(request, obj, change=change, **kwargs)
        for name, field in form.base_fields.items():
            make_safe(field)
            keep_chosen(field)
            if obj is not None and name in {each.name for each in self.opts.fields if each.many_to_one}:
                keep_held(field, self.model._base_manager.filter(pk=obj.pk), name)
        return form

    def render_change_form(self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any) -> Any:
        """Give the scripts of the page their nonce: the rich-text editor brings an import map of its own."""
        if request.method == "POST":
            keep_files(context["adminform"].form)
        context["media"] = Media.from_media(context["media"]).with_nonce(str(request.csp_nonce))  # type: ignore[attr-defined]
        return super().render_change_form(request, context, *args, **kwargs)

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        forget_files(form)

    def response_action(self, request: HttpRequest, queryset: Any, *args: Any, **kwargs: Any) -> Any:
        """What is done to many: of what was chosen, that which can be an id."""
        data = request.POST.copy()
        data.setlist(ACTION_CHECKBOX_NAME, [pk for pk in data.getlist(ACTION_CHECKBOX_NAME) if is_id(pk)])
        request.POST = data  # type: ignore[assignment]
        return super().response_action(request, queryset, *args, **kwargs)

    def history_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> Any:
        """The versions of a row; what can be no id has none."""
        if not is_id(unquote(object_id)):
            raise Http404
        return super().history_view(request, object_id, extra_context)

    def history_form_view(self, request: HttpRequest, object_id: str, version_id: str, extra_context: Any = None) -> Any:
        """An old version is for reading: going back to it would bring back its state of publication and its merge."""
        if request.method == "POST":
            raise PermissionDenied
        if not (is_id(object_id) and is_id(version_id)):
            raise Http404
        return super().history_form_view(request, object_id, version_id, extra_context)  # type: ignore[misc]

    def get_historical_record_context_helper(self, request: HttpRequest, historical_record: Any) -> ChangesInWords:
        return ChangesInWords(self.model, historical_record)

    def set_history_delta_changes(self, request: HttpRequest, historical_records: Any, **kwargs: Any) -> None:
        super().set_history_delta_changes(request, historical_records, **kwargs)  # type: ignore[misc]
        for record in historical_records:
            record.history_change_reason = record.history_change_reason or ""

    def render_history_view(self, request: HttpRequest, template: str, context: dict[str, Any], **kwargs: Any) -> Any:
        if "media" in context:
            context["media"] = Media.from_media(context["media"]).with_nonce(str(request.csp_nonce))  # type: ignore[attr-defined]
        return super().render_history_view(request, template, context, **kwargs)  # type: ignore[misc]


class ReadingDesk(Desk):
    """A desk for looking only: its rows are entered on the page of what they belong to."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False
