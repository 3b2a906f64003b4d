"""Erasing rows at a desk: first it is said what uses them; what was public, or is in use, stays, and the page says what to do instead."""

from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.admin.utils import unquote
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.http import HttpRequest, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from qcdc.uses import Use, in_use, owner_of, parts, to_show, uses

SHOWN = 20
MOST_AT_ONCE = 500
NAMED_IN_A_MESSAGE = 5


def was_public(rows: Any) -> set[Any]:
    """Which of some rows are never erased, whatever uses them: their model says so."""
    return set(rows.was_public().order_by().values_list("pk", flat=True)) if hasattr(rows, "was_public") else set()


class Deletion(admin.ModelAdmin):
    """A desk whose rows are erased only where nobody misses them."""

    delete_confirmation_template = "admin/erase.html"

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> tuple[list[Any], dict[str, int], set[str], list[str]]:
        """What would go, how much of each kind, which rights are lacking, and what stands in the way; never a list without an end."""
        rows = self._these(objs)
        counts = {str(self.opts.verbose_name_plural): rows.count()}
        lacking = set()
        for relation, found in parts(rows):
            opts = relation.model._meta
            counts[str(opts.verbose_name_plural)] = counts.get(str(opts.verbose_name_plural), 0) + found.count()
            desk = self.admin_site._registry.get(relation.model)
            if desk and not desk.has_delete_permission(request):
                lacking.add(opts.verbose_name)
        blocking = [str(self.model.why_kept)] if was_public(rows) else []
        blocking += [f"{use.relation.label}: {use.rows.count()}" for use in uses(rows) if use.blocks]
        return [str(row) for row in rows[:SHOWN]], counts, lacking, blocking

    def render_delete_form(self, request: HttpRequest, context: dict[str, Any]) -> Any:
        obj = context["object"]
        return super().render_delete_form(request, context | self._told_of(request, self._these([obj])))

    def delete_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> Any:
        """Say it where the row stays for a reason, or was published or used while the page that asks stood open."""
        obj = self.get_object(request, unquote(object_id))
        if obj is not None and self._refuses_only_this(request, obj) and (reason := self.why_it_stays(request, obj)):
            return self._refuse(request, obj, reason)
        try:
            return super().delete_view(request, object_id, extra_context)
        except (ValidationError, models.ProtectedError) as refusal:
            self.message_user(request, _reason(refusal), messages.ERROR)
            return HttpResponseRedirect(reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_change", args=[object_id]))

    def _refuses_only_this(self, request: HttpRequest, obj: Any) -> bool:
        """Whether somebody who erases rows here, and sees this one, may not erase this one."""
        allowed = self.has_delete_permission(request) and self.has_view_permission(request, obj)
        return allowed and not self.has_delete_permission(request, obj)

    def why_it_stays(self, request: HttpRequest, obj: Any) -> str:
        """Why a row that may not be erased is kept, in a sentence for editors; empty where that is not for her to know."""
        return str(self.model.why_kept) if was_public(self._these([obj])) else ""

    def _refuse(self, request: HttpRequest, obj: Any, reason: str) -> Any:
        context = {
            **self.admin_site.each_context(request),
            "title": _("Cannot be erased"),
            "object": obj,
            "opts": self.opts,
            "protected": [reason],
            **self._told_of(request, self._these([obj])),
            "kept": reason,
        }
        response = super().render_delete_form(request, context)
        response.status_code = 403
        return response

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        if hasattr(obj, "delete_by"):
            obj.delete_by(request.user)
        else:
            obj.delete()

    def get_actions(self, request: HttpRequest) -> Any:
        actions = super().get_actions(request)
        if stock := actions.get("delete_selected"):
            actions["delete_selected"] = (erase_chosen, *stock[1:])
        return actions

    def erase(self, request: HttpRequest, chosen: Any) -> Any:
        """Ask about the chosen rows, then erase those that may go; whoever stays is named, with the reason."""
        rows = self._these(list(chosen.values_list("pk", flat=True)[: MOST_AT_ONCE + 1]))
        if rows.count() > MOST_AT_ONCE:
            self.message_user(request, _("Choose at most %(most)d rows at once.") % {"most": MOST_AT_ONCE}, messages.ERROR)
            return None
        going, staying = self._sorted(request, rows)
        lacking = self.get_deleted_objects(going, request)[2] if going else set()
        if request.POST.get("post") and going and not lacking:
            self._erase_each(request, going, staying)
            return None
        context = {
            **self.admin_site.each_context(request),
            "title": _("Erase rows"),
            "opts": self.opts,
            "going": going,
            "staying": [(row, self._link(row), reasons) for row, reasons in staying],
            "perms_lacking": lacking,
            "instead": getattr(self.model, "instead_of_deletion", ""),
            "checkbox": ACTION_CHECKBOX_NAME,
            **self._told_of(request, self._these(going)),
        }
        request.current_app = self.admin_site.name
        return TemplateResponse(request, "admin/erase_chosen.html", context)

    def _these(self, objs: Any) -> Any:
        """The rows as the desk lists them, in one query; given as rows or as their ids."""
        pks = objs.values("pk") if isinstance(objs, models.QuerySet) else [getattr(obj, "pk", obj) for obj in objs]
        return self.model._default_manager.filter(pk__in=pks)

    def _sorted(self, request: HttpRequest, rows: Any) -> tuple[list[Any], list[tuple[Any, list[str]]]]:
        """The rows that may go, and those that stay, each with why."""
        public, used = was_public(rows), in_use(rows)
        going, staying = [], []
        for row in self.get_queryset(request).filter(pk__in=rows.values("pk")):
            if row.pk in public:
                reasons = [str(self.model.why_kept)]
            elif row.pk in used:
                kinds = dict.fromkeys(relation.label for relation in used[row.pk])
                reasons = [_("In use: %(kinds)s.") % {"kinds": ", ".join(kinds)}]
            elif not self.has_delete_permission(request, row):
                reasons = [self.why_it_stays(request, row) or _("You may not erase this row.")]
            else:
                going.append(row)
                continue
            staying.append((row, reasons))
        return going, staying

    def _erase_each(self, request: HttpRequest, going: list[Any], staying: list[tuple[Any, list[str]]]) -> None:
        erased = 0
        for row in going:
            try:
                with transaction.atomic():
                    self.log_deletions(request, [row])  # type: ignore[arg-type]
                    self.delete_model(request, row)
            except (ValidationError, models.ProtectedError) as refusal:
                staying.append((row, [_reason(refusal)]))
                continue
            erased += 1
        told = ngettext("%(count)d row was erased.", "%(count)d rows were erased.", erased) % {"count": erased}
        self.message_user(request, told, messages.SUCCESS)
        for row, reasons in staying[:NAMED_IN_A_MESSAGE]:
            self.message_user(request, _("“%(row)s” stays. %(reason)s") % {"row": row, "reason": " ".join(reasons)}, messages.WARNING)
        if (more := len(staying) - NAMED_IN_A_MESSAGE) > 0:
            self.message_user(request, _("Others that stay: %(count)d.") % {"count": more}, messages.WARNING)

    def _told_of(self, request: HttpRequest, rows: Any) -> dict[str, Any]:
        """What the page that asks says of some rows: what goes along, what uses them, why they stay, what to do instead."""
        return {
            "parts": [(relation.label, rows.count()) for relation, rows in parts(rows)] if rows.exists() else [],
            "uses": [self._shown(request, use) for use in to_show(uses(rows))],
            "kept": str(self.model.why_kept) if was_public(rows) else "",
            "instead": getattr(self.model, "instead_of_deletion", ""),
        }

    def _shown(self, request: HttpRequest, use: Use) -> dict[str, Any]:
        """A kind of use with its first rows, as far as this person may see them; each leads to its page."""
        field = use.relation.path.partition("__")[0]
        owner = owner_of(use.relation.model, besides=field)
        rows, count = use.rows, use.rows.count()
        desk = self.admin_site._registry.get(use.relation.model)
        above = self.admin_site._registry.get(owner.related_model) if owner else None
        if desk and desk.has_view_permission(request):
            rows = desk.get_queryset(request).filter(pk__in=rows.values("pk"))
        elif above and above.has_view_permission(request):
            rows = rows.filter(**{f"{owner.name}__in": above.get_queryset(request).order_by().values("pk")})
        else:
            rows = rows.none()
        named = [each.name for each in use.relation.model._meta.fields if each.many_to_one]
        shown = list((rows.select_related(*named) if named else rows)[:SHOWN])
        lines = [self._line(row, desk, getattr(row, owner.name) if owner else None) for row in shown]
        return {"label": use.relation.label, "count": count, "blocks": use.blocks, "rows": lines, "more": count - len(lines)}

    def _line(self, row: Any, desk: Any, whole: Any) -> tuple[str, str]:
        """A row in words, with what it is part of, and the page where it is seen."""
        words, of = str(row), str(whole or "")
        if of not in words:
            words = f"{Truncator(words).chars(90)} — {Truncator(of).chars(60)}"
        return words, self._link(row if desk else whole)

    def _link(self, row: Any) -> str:
        if type(row) not in self.admin_site._registry:
            return ""
        return reverse(f"admin:{row._meta.app_label}_{row._meta.model_name}_change", args=[row.pk])


def erase_chosen(modeladmin: Deletion, request: HttpRequest, queryset: Any) -> Any:
    """The action of every list that erases the chosen rows."""
    return modeladmin.erase(request, queryset)


def _reason(refusal: Exception) -> str:
    if isinstance(refusal, ValidationError):
        return " ".join(refusal.messages)
    return _("It is in use meanwhile, and stays.")
