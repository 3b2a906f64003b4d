"""Desks of what hangs on a conference: seen and changed by those who may see and change the conference."""

from typing import Any, ClassVar

from django.contrib.admin.utils import unquote
from django.http import Http404, HttpRequest

from meetings.models import changes_everything, provinces_of


class WithinLimits:
    """A desk whose rows know `for_reader` and `for_editor`. Comes before Desk among the bases."""

    model: Any
    list_select_related: ClassVar[Any]

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).for_reader(request.user)  # type: ignore[misc]

    def choosable(self, request: HttpRequest) -> Any:
        """The rows that other desks may offer this person."""
        return self.model._default_manager.for_reader(request.user).select_related(*self.list_select_related or [])

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_change_permission(request, obj) and self._in_reach(request, obj)  # type: ignore[misc]

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_delete_permission(request, obj) and self._in_reach(request, obj)  # type: ignore[misc]

    def history_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> Any:
        self._must_be_in_sight(request, object_id)
        return super().history_view(request, object_id, extra_context)  # type: ignore[misc]

    def history_form_view(self, request: HttpRequest, object_id: str, version_id: str, extra_context: Any = None) -> Any:
        self._must_be_in_sight(request, object_id)
        return super().history_form_view(request, object_id, version_id, extra_context)  # type: ignore[misc]

    def _must_be_in_sight(self, request: HttpRequest, object_id: str) -> None:
        """The history of a row that somebody may not see is hidden with it; it would be read from its old versions."""
        limited = provinces_of(request.user) or not request.user.has_perm("meetings.see_drafts")
        if limited and self.get_object(request, unquote(object_id)) is None:  # type: ignore[attr-defined]
            raise Http404

    def _in_reach(self, request: HttpRequest, obj: Any) -> bool:
        return obj is None or changes_everything(request.user) or self.model._default_manager.for_editor(request.user).contains(obj)
