"""The desk of the keys: a key is made, shown once, and revoked; it is never erased, so that its story stays."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _
from simple_history.admin import SimpleHistoryAdmin

from qcdc.acts import Act, ActsMixin
from qcdc.desk import Desk
from qcdc.keys.models import Key


@admin.register(Key)
class KeyAdmin(ActsMixin, Desk, SimpleHistoryAdmin):
    """Who makes a key answers for it, and a key that lends eyes lends only hers."""

    list_display = ["name", "prefix", "scope", "owner", "per_minute", "expires_on", "last_used_on", "stands"]
    list_filter = ["scope", ("revoked_at", admin.EmptyFieldListFilter)]
    list_select_related = ["owner"]
    search_fields = ["name", "prefix"]
    actions = None
    acts = (
        Act(
            name="revoke",
            label=_("Revoke the key"),
            permission="keys.change_key",
            do=lambda key, request, form: key.revoke(),
            applies=lambda key: key.revoked_at is None,
            explains=_("Systems that use the key are refused from now on. A revoked key does not come back; make a new one instead."),
            done=_("The key was revoked:"),
            grave=True,
        ),
    )

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        fields = ["name", "scope", "per_minute", "expires_on"]
        return [*fields, "prefix", "owner", "created_at", "last_used_on", "revoked_at"] if obj else fields

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        return ["scope", "prefix", "owner", "created_at", "last_used_on", "revoked_at"] if obj else []

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def state_of(self, obj: Key) -> Any:
        if obj.revoked_at:
            return _("This key was revoked on %(day)s and opens nothing any more.") % {"day": _day(obj.revoked_at)}
        return "" if obj.is_valid else _("This key opens nothing: it has expired, or the account of its owner is closed.")

    def save_model(self, request: Any, obj: Key, form: Any, change: bool) -> None:
        if not change:
            obj.owner = request.user
            request.cut_key = obj.cut()
        super().save_model(request, obj, form, change)

    def response_add(self, request: HttpRequest, obj: Key, post_url_continue: str | None = None) -> TemplateResponse:
        """Show the key this once, in the answer itself: nothing keeps it on the way to another page."""
        context = {
            **self.admin_site.each_context(request),
            "title": _("The key, shown this once"),
            "opts": self.opts,
            "key": obj,
            "secret": request.cut_key,  # type: ignore[attr-defined]
        }
        return TemplateResponse(request, "admin/key_made.html", context)

    @admin.display(description=_("state"))
    def stands(self, obj: Key) -> Any:
        if obj.revoked_at:
            return _("revoked")
        return _("valid") if obj.is_valid else _("expired")


def _day(moment: Any) -> str:
    return date_format(timezone.localtime(moment), "SHORT_DATE_FORMAT")
