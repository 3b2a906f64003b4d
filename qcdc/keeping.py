"""What happens to a form while it is being typed: it is kept, saves of itself what it can, and shows who else is there."""

from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import router, transaction
from django.http import Http404, HttpRequest, HttpResponseRedirect, JsonResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from qcdc import kept, presence
from qcdc.clash import Clash
from qcdc.sent import Sent


class Keeping:
    """The routes to which the scripts of a guarded form turn. Each asks what the form's page asks."""

    model: Any
    admin_site: Any
    opts: Any
    has_add_permission: Any
    has_change_permission: Any
    has_view_permission: Any
    get_object: Any
    form_for: Any
    _locked: Any
    _follow_lines: Any

    def autosave(self, request: HttpRequest, obj: Any, form: Any) -> bool:
        """Save while it is being typed what of a form can be saved alone; whether anything was. The rest is kept beside the row."""
        return False

    def moved_lines(self, obj: Any, prefix: str, ids: set[str]) -> dict[str, str]:
        """The ids under which lines stand now that had other ids when a form was opened."""
        return {}

    def closed_because(self, request: HttpRequest, obj: Any) -> str:
        """Why this user may not change the row now."""
        return str(getattr(self, "state_of", lambda obj: "")(obj) or _("You may not change this record."))

    def keep_view(self, request: HttpRequest, pk: int | None = None) -> JsonResponse:
        """Keeps a form that is being typed, and saves of it what can be saved alone."""
        if request.method != "POST":
            return JsonResponse({"says": ""}, status=405, headers={"Allow": "POST"})
        sent = Sent(request.POST)
        if not sent.token:
            return _says(_("This is no form of this page."), 400)
        if not sent.is_of(request.user):
            return _says(_("This form was opened by somebody else."), 403)
        if too_large(sent):
            return _says(_("This is more than can be kept while you type. Save it now."), 413)
        with transaction.atomic(using=router.db_for_write(self.model)):
            return self._keep(request, pk, sent)

    def _keep(self, request: HttpRequest, pk: int | None, sent: Sent) -> JsonResponse:
        if pk is None:
            if not self.has_add_permission(request):
                raise PermissionDenied
            if self.model._base_manager.filter(saved_with__startswith=f"{sent.token}:").exists():
                return JsonResponse({"saved": True, "says": _("Saved")})
            kept.keep(request.user, self.model, None, sent)
            return JsonResponse({"saved": False, "says": _kept_at()})
        obj = self._locked(request, str(pk))
        if obj is None:
            raise Http404
        if not self.has_change_permission(request, obj):
            if not self.has_view_permission(request, obj):
                raise PermissionDenied
            kept.keep(request.user, self.model, obj.pk, sent)
            return _says(self.closed_because(request, obj), 403)
        if sent.token == obj.saved_with.partition(":")[0] and obj.saved_with != sent.auto_mark:
            return JsonResponse({"saved": True, "says": _("Saved")})
        if not sent.is_up_to_date(obj):
            kept.keep(request.user, self.model, obj.pk, sent)
            return JsonResponse({"says": saved_meanwhile(obj), "kept": _kept_at()}, status=409)
        return self._autosaved(request, obj, sent)

    def _autosaved(self, request: HttpRequest, obj: Any, sent: Sent) -> JsonResponse:
        self._follow_lines(request, obj, sent)
        form = self.form_for(request, obj)(sent.data, instance=self.get_object(request, str(obj.pk)))
        saved = False
        if "only_keep" not in request.POST and type(self).autosave is not Keeping.autosave:
            form.is_valid()
            try:
                with transaction.atomic(using=router.db_for_write(self.model)):
                    saved = self.autosave(request, obj, form)
            except ValidationError as refusal:
                kept.keep(request.user, self.model, obj.pk, sent)
                return _says(" ".join(refusal.messages), 409)
        if saved:
            obj.touch(by=request.user)
            now = {"updated_at": timezone.now()} if hasattr(obj, "updated_at") else {}
            type(obj)._base_manager.filter(pk=obj.pk).update(saved_with=sent.auto_mark, **now)
        answer: dict[str, Any] = {"revision": obj.revision, "says": _kept_at(), "saved": False}
        if type(self).autosave is not Keeping.autosave:
            obj = self.get_object(request, str(obj.pk))
            self._follow_lines(request, obj, sent)
            clash = Clash(self, request, obj, sent)
            answer |= {"base": clash.parts.base_text}
            if not clash.says_more:
                kept.forget(request.user, sent.token)
                return JsonResponse(answer | {"saved": True, "says": _("Saved at %(time)s") % {"time": presence.clock(timezone.now())}})
        kept.keep(request.user, self.model, obj.pk, sent)
        return JsonResponse(answer)

    def drop_view(self, request: HttpRequest, token: str) -> HttpResponseBase:
        """Throws away what was kept of a form of one's own."""
        if request.method != "POST":
            return JsonResponse({"says": ""}, status=405, headers={"Allow": "POST"})
        found = kept.own(request.user, self.model, token)
        if found is None:
            raise Http404
        name = f"admin:{self.opts.app_label}_{self.opts.model_name}"
        back = reverse(f"{name}_change", args=[found.object_id]) if found.object_id else reverse(f"{name}_add")
        found.delete()
        return HttpResponseRedirect(back)

    def presence_view(self, request: HttpRequest, pk: int) -> JsonResponse:
        """A sign of life from an open form; the answer says who else has it open, and whether a colleague saved meanwhile."""
        if request.method != "POST":
            return JsonResponse({"says": ""}, status=405, headers={"Allow": "POST"})
        obj = self.get_object(request, str(pk))
        if obj is None:
            raise Http404
        if not self.has_change_permission(request, obj) and not self.has_view_permission(request, obj):
            raise PermissionDenied
        if "gone" in request.POST:
            presence.leave(request.user, obj)
            return JsonResponse({"others": "", "changed": ""})
        presence.be_present(request.user, obj, typing=request.POST.get("typing") == "1")
        sent = Sent(request.POST)
        changed = "" if sent.is_up_to_date(obj) or sent.token == obj.saved_with.partition(":")[0] else saved_meanwhile(obj)
        return JsonResponse({"others": presence.sentence(presence.others_at(request.user, obj)), "changed": changed})


def saved_meanwhile(obj: Any) -> str:
    """ "Lan has saved another version": who changed the row since a form was opened."""
    return _("%(name)s has changed this meanwhile.") % {"name": presence.name_of(obj.changed_by)}


def _kept_at() -> str:
    return _("Kept, not yet saved, at %(time)s") % {"time": presence.clock(timezone.now())}


def _says(text: str, status: int) -> JsonResponse:
    return JsonResponse({"says": text}, status=status)


def too_large(sent: Sent) -> bool:
    return sum(len(name) + len(value) for name, value in sent.fields) > kept.MOST_LETTERS
