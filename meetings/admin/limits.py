"""Desks of what hangs on a conference: seen and changed by those who may see and change the conference."""

from typing import Any, ClassVar

from django.http import HttpRequest

from meetings.models import provinces_of


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

    def _in_reach(self, request: HttpRequest, obj: Any) -> bool:
        return obj is None or not provinces_of(request.user) or self.model._default_manager.for_editor(request.user).contains(obj)
