"""The desk of webhooks: who is told, with which secret, and what became of each delivery."""

from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from qcdc.acts import Act, ActsMixin
from qcdc.changes.models import Action
from qcdc.changes.nouns import NOUNS
from qcdc.desk import Desk, ReadingDesk
from qcdc.webhooks.delivering import pause, resume, send_now, send_test
from qcdc.webhooks.models import Delivery, DeliveryState, Endpoint
from qcdc.webhooks.signing import new_secret

LAST = 20
ACTIONS = {
    Action.CREATE: pgettext_lazy("what happened", "entered in a register"),
    Action.PUBLISH: pgettext_lazy("what happened", "published"),
    Action.UPDATE: pgettext_lazy("what happened", "changed"),
    Action.CORRECT: pgettext_lazy("what happened", "corrected"),
    Action.HIDE: pgettext_lazy("what happened", "no longer public"),
    Action.WITHDRAW: pgettext_lazy("what happened", "withdrawn"),
    Action.DELETE: pgettext_lazy("what happened", "erased"),
    Action.MERGE: pgettext_lazy("what happened", "merged with another"),
}


class EndpointForm(forms.ModelForm):
    """What somebody asks to be told: chosen, not written."""

    nouns = forms.MultipleChoiceField(label=_("Kinds of record"), required=False, widget=forms.CheckboxSelectMultiple)
    actions = forms.MultipleChoiceField(
        label=_("What happened"), required=False, widget=forms.CheckboxSelectMultiple, choices=list(ACTIONS.items())
    )

    class Meta:
        model = Endpoint
        fields = ["name", "url", "nouns", "actions", "owner"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("nouns", "actions"):
            if name in self.fields:
                field: Any = Endpoint._meta.get_field(name)
                self.fields[name].help_text = field.help_text
        if "nouns" in self.fields:
            self.fields["nouns"].choices = [  # type: ignore[attr-defined]
                (name, capfirst(noun.model._meta.verbose_name_plural)) for name, noun in NOUNS.items()
            ]


def _tell(delivery: Delivery | None) -> None:
    """Raise ValidationError, which the page that asks shows, where a delivery did not come through."""
    if delivery is None or delivery.state != DeliveryState.SENT:
        raise ValidationError(delivery.error if delivery and delivery.error else _("Somebody else is sending it at this moment."))


def _renew(endpoint: Endpoint, request: Any, form: Any) -> None:
    request.also_old = endpoint.secrets.exists()
    request.new_secret = new_secret(endpoint)


MAY = "webhooks.change_endpoint"


@admin.register(Endpoint)
class EndpointAdmin(ActsMixin, Desk):
    """Whoever asks to be told, and how it went."""

    form = EndpointForm
    list_display = ["name", "url", "stands", "owner"]
    list_filter = ["is_active"]
    list_select_related = ["owner"]
    search_fields = ["name", "url"]
    fields = ["name", "url", "nouns", "actions", "owner"]
    acts = (
        Act(
            name="test",
            label=_("Send a test"),
            permission=MAY,
            do=lambda endpoint, request, form: _tell(send_test(endpoint)),
            applies=lambda endpoint: True,
            explains=_("A signed delivery without events is posted now, once. The next page says whether it was received."),
            done=_("The test was received by:"),
        ),
        Act(
            name="retry",
            label=_("Send now what waits"),
            permission=MAY,
            do=lambda endpoint, request, form: _tell(send_now(endpoint)),
            applies=lambda endpoint: endpoint.is_active and endpoint.deliveries.waiting().exists(),
            explains=_("The oldest delivery that was not received is tried now instead of at its next time. The others follow it."),
            done=_("The delivery was received by:"),
        ),
        Act(
            name="pause",
            label=_("Pause"),
            permission=MAY,
            do=lambda endpoint, request, form: pause(endpoint, str(_("Paused by %(name)s.") % {"name": request.user.get_username()})),
            applies=lambda endpoint: endpoint.is_active,
            explains=_("Nothing is posted until it is resumed; it is then told everything since."),
            done=_("Paused:"),
        ),
        Act(
            name="resume",
            label=_("Resume"),
            permission=MAY,
            do=lambda endpoint, request, form: resume(endpoint),
            applies=lambda endpoint: not endpoint.is_active,
            explains=_("It is told again, beginning with what it has missed."),
            done=_("Resumed:"),
        ),
        Act(
            name="secret",
            label=_("Make a new secret"),
            permission=MAY,
            do=_renew,
            applies=lambda endpoint: True,
            explains=_("The new secret is shown once. The present one stays valid beside it for a day; one replaced before that ends now."),
            done=_("A new secret was made for:"),
        ),
    )

    def act_view(self, request: HttpRequest, pk: int, act: Act) -> HttpResponseBase:
        answer = super().act_view(request, pk, act)
        return self._shown_once(request, self.get_object(request, str(pk))) if hasattr(request, "new_secret") else answer

    def response_add(self, request: Any, obj: Endpoint, post_url_continue: str | None = None) -> TemplateResponse:
        _renew(obj, request, None)
        return self._shown_once(request, obj)

    def _shown_once(self, request: Any, endpoint: Any) -> TemplateResponse:
        """The secret in the answer itself: nothing keeps it on the way to another page."""
        context = {
            **self.admin_site.each_context(request),
            "title": _("The secret, shown this once"),
            "opts": self.opts,
            "endpoint": endpoint,
            "secret": request.new_secret,
            "also_old": request.also_old,
        }
        return TemplateResponse(request, "admin/webhooks/secret.html", context)

    def change_view(self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None) -> Any:
        obj = self.get_object(request, object_id)
        more: dict[str, Any] = {}
        if obj is not None:
            more = {
                "beside_form": "admin/webhooks/deliveries.html",
                "deliveries": obj.deliveries.all()[:LAST],
                "all_deliveries": f"{reverse('admin:webhooks_delivery_changelist')}?endpoint__id__exact={obj.pk}",
            }
        return super().change_view(request, object_id, form_url, more | (extra_context or {}))

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        return {"owner": request.user.pk} | super().get_changeform_initial_data(request)

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> Any:
        """The deliveries of an endpoint go with it; nobody erases them one by one."""
        rows, counts, lacking, blocking = super().get_deleted_objects(objs, request)
        return rows, counts, lacking - {Delivery._meta.verbose_name}, blocking

    def state_of(self, obj: Endpoint) -> Any:
        if not obj.is_active:
            return _("Paused on %(day)s. %(because)s") % {"day": _moment(obj.closed_at), "because": obj.closed_because}
        if obj.failing_since:
            return _("Not received since %(day)s; it is tried again and again, and paused after three days.") % {
                "day": _moment(obj.failing_since)
            }
        return ""

    @admin.display(description=_("state"))
    def stands(self, obj: Endpoint) -> Any:
        if not obj.is_active:
            return pgettext_lazy("webhook", "paused")
        return pgettext_lazy("webhook", "failing") if obj.failing_since else pgettext_lazy("webhook", "active")


@admin.register(Delivery)
class DeliveryAdmin(ReadingDesk):
    """What was posted, when, and what came back."""

    list_display = ["created_at", "endpoint", "told", "state", "tries", "answered", "due_at"]
    list_filter = ["state", "kind", "endpoint", "created_at"]
    list_select_related = ["endpoint"]
    search_fields = ["endpoint__name", "endpoint__url"]
    fields = [
        *("endpoint", "told", "cursor", "state", "created_at", "tries", "tried_at", "due_at"),
        *("sent_at", "status", "milliseconds", "error"),
    ]


def _moment(moment: Any) -> str:
    return date_format(localtime(moment), "SHORT_DATETIME_FORMAT") if moment else ""
