"""What is done to a row by a button, never by a field: publish, withdraw, undo a merge; each asks before it acts."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, ClassVar

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from qcdc.models import Revisioned


class PublishForm(forms.Form):
    """From when on readers see something."""

    at = forms.DateTimeField(
        label=pgettext_lazy("moment", "from"),
        required=False,
        help_text=_("Left empty: now. A moment to come, as dd/mm/yyyy hh:mm, publishes by itself then."),
    )

    def clean_at(self) -> Any:
        at = self.cleaned_data["at"]
        if at and at < timezone.now():
            raise ValidationError(_("This moment has passed. Leave the field empty to publish now."))
        return at


@dataclass(frozen=True)
class Act:
    """Something that is done to a row by a button, never by a field: publish, withdraw, merge.

    `do` takes the row, the request and the confirmed form; it may raise ValidationError to refuse. `refuses` says beforehand
    why somebody may not (a ValidationError) or None; `spells_out` gives the button's words once the form is filled in,
    and has them confirmed; `advises` gives what should be looked at first.
    """

    name: str
    label: Any
    permission: str
    do: Callable[[Any, HttpRequest, Any], Any]
    applies: Callable[[Any], bool]
    explains: Any
    done: Any
    form: type[forms.Form] = forms.Form
    grave: bool = False
    refuses: Callable[[Any, Any], ValidationError | None] | None = None
    spells_out: Callable[[Any, Any], Any] | None = None
    advises: Callable[[Any], Any] | None = None

    def refusal(self, row: Any, person: Any) -> ValidationError | None:
        """Why somebody may not do it to a row now, or None."""
        if self.refuses:
            return self.refuses(row, person)
        return None if person.has_perm(self.permission) else ValidationError(_("This is not among your rights."), code="rights")


class ActsMixin:
    """Buttons on the page of a row; each leads to a page that says what will happen and asks for what is needed."""

    acts: tuple[Act, ...] = ()
    change_form_template: ClassVar[Any] = "admin/change_form_with_acts.html"
    model: Any
    admin_site: Any

    def get_urls(self) -> list[Any]:
        opts = self.model._meta
        return [
            *(
                path(
                    f"<int:pk>/{act.name}/",
                    self.admin_site.admin_view(self._view(act)),
                    name=f"{opts.app_label}_{opts.model_name}_{act.name}",
                )
                for act in self.acts
            ),
            *super().get_urls(),  # type: ignore[misc]
        ]

    def state_of(self, obj: Any) -> Any:
        """Where the row stands, in a sentence for the head of its page."""
        return ""

    def offered_acts(self, obj: Any, person: Any) -> Iterable[tuple[Act, ValidationError | None]]:
        """The acts that apply to a row, each with what keeps this person from it."""
        return ((act, act.refusal(obj, person)) for act in self.acts if act.applies(obj))

    def change_view(self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None) -> Any:
        obj = self.get_object(request, object_id)  # type: ignore[attr-defined]
        opts = self.model._meta
        offered = list(self.offered_acts(obj, request.user)) if obj else []
        more = {
            "acts": [
                {"act": act, "url": reverse(f"admin:{opts.app_label}_{opts.model_name}_{act.name}", args=[obj.pk])}
                for act, refused in offered
                if not refused
            ],
            "refused_acts": [{"act": act, "refused": refused} for act, refused in offered if refused and act.refuses],
            "state_of_row": self.state_of(obj) if obj else "",
        } | (extra_context or {})
        return super().change_view(request, object_id, form_url, more)  # type: ignore[misc]

    def _view(self, act: Act) -> Callable[..., HttpResponseBase]:
        def view(request: HttpRequest, pk: int) -> HttpResponseBase:
            return self.act_view(request, pk, act)

        return view

    def act_view(self, request: HttpRequest, pk: int, act: Act) -> HttpResponseBase:
        """The page that asks before an act, and does it when confirmed."""
        if not act.refuses and not request.user.has_perm(act.permission):
            raise PermissionDenied
        obj = self.get_object(request, str(pk))  # type: ignore[attr-defined]
        if obj is None:
            raise Http404
        opts = self.model._meta
        back = reverse(f"admin:{opts.app_label}_{opts.model_name}_change", args=[obj.pk])
        if not act.applies(obj):
            messages.warning(request, _("Nothing was done: the record is no longer in the state for “%(act)s”.") % {"act": act.label})
            return HttpResponseRedirect(back)
        refused = act.refusal(obj, request.user)
        form = act.form(request.POST if request.method == "POST" else None)
        button = act.label
        if act.spells_out and not refused and form.is_bound and form.is_valid():
            button = act.spells_out(obj, form)
        confirmed = not act.spells_out or request.POST.get("confirmed") == str(button)
        if request.method == "POST" and not refused and confirmed and form.is_valid():
            try:
                act.do(obj, request, form)
            except ValidationError as refusal:
                form.errors.setdefault("__all__", form.error_class()).extend(refusal.messages)
            else:
                if isinstance(obj, Revisioned) and obj.pk:
                    obj.touch(by=request.user)
                self.log_change(request, obj, str(act.done))  # type: ignore[attr-defined]
                messages.success(request, f"{act.done} {obj}")
                return HttpResponseRedirect(back)
        context = {
            **self.admin_site.each_context(request),
            "title": act.label,
            "opts": opts,
            "original": obj,
            "act": act,
            "form": form,
            "refused": refused,
            "button": button,
            "asks_again": act.spells_out and button != act.label,
            "advice": act.advises(obj) if act.advises else [],
            "back": back,
            "media": form.media,
        }
        status = 403 if getattr(refused, "code", "") == "rights" else 200
        return TemplateResponse(request, "admin/act.html", context, status=status)
