"""Desks that never lose a word: stale saves are refused with both texts, the same form sent twice is one save, what is typed is kept."""

from http import HTTPStatus
from typing import Any, ClassVar

from django.contrib import messages
from django.contrib.admin.utils import flatten_fieldsets, quote, unquote
from django.core.exceptions import PermissionDenied
from django.db import router, transaction
from django.http import HttpRequest, HttpResponseRedirect, QueryDict
from django.http.response import HttpResponseBase
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import gettext as _

from qcdc import kept, presence
from qcdc.clash import Clash, Parts, merged, settle_lines, undecided
from qcdc.keeping import Keeping, too_large
from qcdc.log_in import LogInRefused, log_in
from qcdc.models import label_of
from qcdc.pickers import is_id
from qcdc.sent import CHOSEN, TOKEN, Sent, base_of, base_text, line_numbers, new_token

LOG_IN_FIELDS = ("log_in_username", "log_in_password")


class Guarded(Keeping):
    """A desk whose rows are Revisioned: `class ArticleAdmin(Guarded, …)`, first of the bases."""

    change_form_template: ClassVar[Any] = "admin/guarded_form.html"
    # The page of a row

    def get_urls(self) -> list[Any]:
        name = f"{self.opts.app_label}_{self.opts.model_name}"
        view = self.admin_site.admin_view
        return [
            path("keep/", view(self.keep_view), name=f"{name}_keep_new"),
            path("<int:pk>/keep/", view(self.keep_view), name=f"{name}_keep"),
            path("<int:pk>/presence/", view(self.presence_view), name=f"{name}_presence"),
            path("kept/<str:token>/drop/", view(self.drop_view), name=f"{name}_drop"),
            *(self._forgiving(each, name) for each in super().get_urls()),  # type: ignore[misc]
        ]

    def _forgiving(self, each: Any, name: str) -> Any:
        """The pages to which a form is sent wait for a log-in instead of dropping what was sent."""
        if each.name == f"{name}_add":
            return path("add/", self._going_on(self.add_view), name=each.name)  # type: ignore[attr-defined]
        if each.name == f"{name}_change":
            return path("<path:object_id>/change/", self._going_on(self.change_view), name=each.name)  # type: ignore[attr-defined]
        return each

    def _going_on(self, view: Any) -> Any:
        """A page that takes a form whose sender's login has expired, asks her to log in, and goes on with what she sent."""
        guarded = self.admin_site.admin_view(view)

        def going_on(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if request.method == "POST" and not self.admin_site.has_permission(request):
                refused = ""
                if LOG_IN_FIELDS[0] in request.POST:
                    username, password = (request.POST.get(name, "").replace("\x00", "")[:4096] for name in LOG_IN_FIELDS)
                    try:
                        log_in(request, username, password, Sent(request.POST).user)
                    except LogInRefused as refusal:
                        refused = str(refusal)
                if not self.admin_site.has_permission(request):
                    return self._sent_again(request, refused, asks_to_log_in=True)
            if LOG_IN_FIELDS[0] in request.POST:
                data = request.POST.copy()
                for field in LOG_IN_FIELDS:
                    data.pop(field, None)
                request.POST = data  # type: ignore[assignment]
            answer: HttpResponseBase = guarded(request, *args, **kwargs)
            return answer

        return going_on

    def _sent_again(self, request: HttpRequest, refused: str = "", *, asks_to_log_in: bool = False) -> HttpResponseBase:
        """The page that holds what was sent, to be sent again by the right person."""
        without = {"csrfmiddlewaretoken", *LOG_IN_FIELDS} | (set() if asks_to_log_in else {"form_user"})
        context = {
            **self.admin_site.each_context(request),
            "title": _("Log in, and the save goes on") if asks_to_log_in else _("This form was opened by somebody else"),
            "opts": self.opts,
            "hidden": [(name, value) for name, values in request.POST.lists() if name not in without for value in values],
            "asks_to_log_in": asks_to_log_in,
            "refused": refused,
        }
        return TemplateResponse(request, "admin/sent_again.html", context, status=403)

    def changeform_view(self, request: HttpRequest, object_id: str | None = None, form_url: str = "", extra_context: Any = None) -> Any:
        if request.method != "POST":
            return self._open(request, object_id, form_url, extra_context)
        with transaction.atomic(using=router.db_for_write(self.model)):
            sent = Sent(request.POST)
            request.saved_mark = sent.saved_mark  # type: ignore[attr-defined]
            answer = self._before_saving(request, object_id, sent)
            if not answer:
                context = (extra_context or {}) | {"guard": self._marks(request, object_id, sent)}
                answer = super().changeform_view(request, object_id, form_url, context)  # type: ignore[misc]
                if answer.status_code == HTTPStatus.FOUND:
                    kept.forget(request.user, sent.token)
            return answer

    def _open(self, request: HttpRequest, object_id: str | None, form_url: str, extra_context: Any) -> Any:
        """The page with its marks; where `?kept=` names a form that was kept, with what was typed into it."""
        obj = self.get_object(request, unquote(object_id)) if object_id else None
        may = self.has_change_permission(request, obj) if object_id else self.has_add_permission(request)
        if not may or (object_id and obj is None):
            return super().changeform_view(request, object_id, form_url, extra_context)  # type: ignore[misc]
        token = request.GET.get("kept", "")
        wanted = kept.kept_form(request.user, self.model, obj and obj.pk, token) if TOKEN.fullmatch(token) else None
        sent = Sent(kept.data_of(wanted)) if wanted else None
        if sent and obj and not sent.is_up_to_date(obj):
            return self._clash_page(request, obj, sent, status=200)
        offers = [each for each in kept.kept_for(request.user, self.model, obj and obj.pk) if each.token != token]
        offered = [
            {"token": each.token, "at": presence.clock(each.kept_at), "words": kept.headline_of(each)}
            for each in offers
            if obj is None or self._says_more(request, obj, each)
        ]
        marks = self._marks(request, object_id, sent, obj) | {"offers": offered}
        if sent:
            request.kept_data = sent.data if obj else kept.as_new(sent.data, self._parents(request, None))  # type: ignore[attr-defined]
        return super().changeform_view(request, object_id, form_url, (extra_context or {}) | {"guard": marks})  # type: ignore[misc]

    def _says_more(self, request: HttpRequest, obj: Any, each: Any) -> bool:
        """Whether something stands in a kept form that does not stand in the row."""
        sent = Sent(kept.data_of(each))
        self._follow_lines(request, obj, sent)
        return not sent.was_saved_by(obj) and Clash(self, request, obj, sent).says_more

    def _marks(self, request: HttpRequest, object_id: str | None, sent: Sent | None, obj: Any = None) -> dict[str, Any]:
        """What the page of a form carries, and where its scripts turn to."""
        name, pk = f"admin:{self.opts.app_label}_{self.opts.model_name}", object_id and unquote(object_id)
        row = obj if obj or not pk else self.get_object(request, pk)
        return {
            "token": sent.token if sent and sent.token else new_token(),
            "revision": row.revision if row else 0,
            "base": sent.data.get("form_base", "") if sent else None,
            "user": request.user.pk,
            "username": request.user.get_username(),
            "model": label_of(self.model),
            "object": row.pk if row else "",
            "saved_with": row.saved_with.partition(":")[0] if row else "",
            "restored": bool(sent) and request.method != "POST",
            "keep_url": reverse(f"{name}_keep", args=[row.pk]) if row else reverse(f"{name}_keep_new"),
            "presence_url": reverse(f"{name}_presence", args=[row.pk]) if row else "",
        }

    def render_change_form(self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any) -> Any:
        """A form that is opened remembers what it shows: the base from which one sees later who changed what."""
        marks = context.get("guard")
        if marks and marks["base"] is None:
            formsets = [each.formset for each in context["inline_admin_formsets"]]
            marks["base"] = base_text(base_of(context["adminform"].form, formsets))
        return super().render_change_form(request, context, *args, **kwargs)  # type: ignore[misc]

    def form_for(self, request: HttpRequest, obj: Any) -> Any:
        """The class of a row's form, as its page has it."""
        fields = flatten_fieldsets(self.get_fieldsets(request, obj))  # type: ignore[attr-defined]
        return self.get_form(request, obj, change=obj is not None, fields=fields)

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        form = super().get_form(request, obj, change, **kwargs)  # type: ignore[misc]
        data = getattr(request, "kept_data", None)
        if data is None:
            return form
        restored: Any = type(form.__name__, (kept.Restored, form), {"kept_data": data})
        restored.base_fields = form.base_fields  # a subclass would make them anew, without the care of the desk
        return restored

    def get_formset_kwargs(self, request: HttpRequest, obj: Any, inline: Any, prefix: str) -> dict[str, Any]:
        given = super().get_formset_kwargs(request, obj, inline, prefix)  # type: ignore[misc]
        data = getattr(request, "kept_data", None)
        return given | ({"data": data.copy()} if data is not None and f"{prefix}-TOTAL_FORMS" in data else {})

    def get_inline_formsets(self, request: HttpRequest, formsets: Any, inline_instances: Any, obj: Any = None, **kwargs: Any) -> Any:
        if hasattr(request, "kept_data"):
            for formset in formsets:
                kept.hush(formset)
        return super().get_inline_formsets(request, formsets, inline_instances, obj, **kwargs)  # type: ignore[misc]

    # Saving

    def _before_saving(self, request: HttpRequest, object_id: str | None, sent: Sent) -> Any:
        """The answer to a form that is not simply saved; None where it is."""
        if not sent.is_of(request.user):
            return self._sent_again(request)
        if object_id is None:
            return self._before_adding(request, sent)
        obj = self._locked(request, unquote(object_id))
        if obj is None:
            return self._row_is_gone(request, sent)
        if not self.has_change_permission(request, obj):
            if not self.has_view_permission(request, obj):
                raise PermissionDenied
            return self._clash_page(request, obj, self._kept(request, obj, sent), closed=self.closed_because(request, obj), status=403)
        if sent.was_saved_by(obj) and "_compare" not in request.POST:
            kept.forget(request.user, sent.token)
            return self.response_change(request, obj)  # type: ignore[attr-defined]
        return self._compare(request, obj, sent)

    def _locked(self, request: HttpRequest, pk: str) -> Any:
        """The row as this user may see it, held until the request is answered; None where there is none."""
        if not is_id(pk):
            return None
        self.model._base_manager.select_for_update(of=("self",)).filter(pk=pk).first()
        return self.get_object(request, pk)

    def _before_adding(self, request: HttpRequest, sent: Sent) -> Any:
        """The same form adds one row, however often it is sent."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        if not sent.token or too_large(sent):
            return None
        # Of two requests at once the second waits here, at the unique key, until the first has made its row.
        kept.keep(request.user, self.model, None, sent)
        made = self.model._base_manager.filter(saved_with__startswith=f"{sent.token}:").first()
        obj = self._locked(request, str(made.pk)) if made else None
        if obj is None:
            return None
        if sent.was_saved_by(obj):
            kept.forget(request.user, sent.token)
            return self.response_add(request, obj)  # type: ignore[attr-defined]
        if not self.has_change_permission(request, obj):
            raise PermissionDenied
        return self._clash_page(request, obj, sent)

    def _compare(self, request: HttpRequest, obj: Any, sent: Sent) -> Any:
        self._follow_lines(request, obj, sent)
        chosen = any(key.startswith(CHOSEN) for key in sent.data)
        if chosen and not sent.is_up_to_date(obj):
            sent.data, chosen = merged(sent.data), False
        if not sent.is_up_to_date(obj) or chosen or "_compare" in request.POST:
            clash = Clash(self, request, obj, sent)
            stale = not sent.is_up_to_date(obj) and not (clash.theirs_is_what_she_saw and obj.saved_with)
            if "_compare" in request.POST or stale or (chosen and undecided(sent.data)):
                return self._clash_page(request, obj, self._kept(request, obj, sent))
            sent.data = merged(sent.data)
        request.POST = sent.data  # type: ignore[assignment]
        if chosen or sent.revision != obj.revision:
            request.POST = settled(sent.data, Parts(self, request, obj).formsets)  # type: ignore[assignment]
        return None

    def _follow_lines(self, request: HttpRequest, obj: Any, sent: Sent) -> None:
        """Lines that have moved to another edition since the form was opened go on under their ids of now."""
        data = sent.data.copy()
        for prefix, parent in self._parents(request, obj).items():
            known = sent.base.get(prefix, {})
            names = [f"{prefix}-{number}-id" for number in line_numbers(data, prefix)]
            ids = {*known, *(data.get(name, "") for name in names)}
            moved = self.moved_lines(obj, prefix, {pk for pk in ids if is_id(pk)})
            if moved:
                sent.base[prefix] = {moved.get(pk, pk): digests for pk, digests in known.items()}
                for name in names:
                    if now := moved.get(str(data.get(name))):
                        data[name] = now
                        data[f"{name.removesuffix('id')}{parent}"] = ""
        sent.data = data

    def _parents(self, request: HttpRequest, obj: Any) -> dict[str, str]:
        """The field of each kind of lines that names the row; left empty, it is the row of the form."""
        return {each.get_default_prefix(): each.fk.name for each, _inline in self.get_formsets_with_inlines(request, obj)}  # type: ignore[attr-defined]

    def _kept(self, request: HttpRequest, obj: Any, sent: Sent) -> Sent:
        if sent.token and not too_large(sent):
            kept.keep(request.user, self.model, obj.pk, Sent(merged(sent.data)))
        return sent

    def _clash_page(self, request: HttpRequest, obj: Any, sent: Sent, *, closed: str = "", status: int = 409) -> HttpResponseBase:
        self._follow_lines(request, obj, sent)
        clash = Clash(self, request, obj, sent)
        context = {
            **self.admin_site.each_context(request),
            "title": _("This was changed meanwhile") if not closed else _("This cannot be changed now"),
            "opts": self.opts,
            "original": obj,
            "clash": clash,
            "closed": closed,
            "state_of_row": getattr(self, "state_of", lambda obj: "")(obj),
            "by": presence.name_of(obj.changed_by) if obj.changed_by_id else "",
            "at": presence.clock(obj.updated_at) if hasattr(obj, "updated_at") else "",
            "marks": {
                "form_token": sent.token or new_token(),
                "form_revision": obj.revision,
                "form_user": request.user.pk,
                "form_base": clash.parts.base_text,
            },
            "back": reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_change", args=[quote(obj.pk)]),
        }
        return TemplateResponse(request, "admin/clash.html", context, status=status)

    def _row_is_gone(self, request: HttpRequest, sent: Sent) -> Any:
        """Nothing is left to save to: what was typed is offered on the page that adds a row."""
        if not sent.token or not self.has_add_permission(request) or too_large(sent):
            return None
        kept.keep(request.user, self.model, None, sent)
        messages.warning(request, _("This record is no longer there. What you typed is here; saving adds it as a new one."))
        add = reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_add")
        return HttpResponseRedirect(f"{add}?kept={sent.token}")

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        obj.revision += 1
        obj.saved_with = getattr(request, "saved_mark", "")
        obj.changed_by = request.user
        super().save_model(request, obj, form, change)  # type: ignore[misc]


def settled(data: QueryDict, formsets: Any) -> QueryDict:
    result = data.copy()
    settle_lines(result, formsets)
    return result
