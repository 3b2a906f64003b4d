"""The desk of pasted reports: a page to paste one, kept at once; its screen; and what it became."""

from http import HTTPStatus
from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.db import models, router, transaction
from django.http import Http404, HttpRequest, HttpResponseRedirect, JsonResponse
from django.http.response import HttpResponseBase
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from articles.admin.intake.drafts import anchor_of, draft_of, fields_in, first_words, headline_of, results_of, typed_data
from articles.admin.intake.lines import is_whole, settled
from articles.admin.intake.pasting import PasteForm
from articles.admin.intake.screen import Screen
from articles.intake.batch import NEEDED
from articles.intake.filing import Filed, NotFiled, file
from articles.intake.pictured import bring
from articles.models import Intake, IntakeState
from articles.models.trail import name_of
from qcdc import kept, presence
from qcdc.desk import Desk
from qcdc.guard import Guarded
from qcdc.keeping import saved_meanwhile, too_large
from qcdc.sent import TOKEN, Sent


@admin.register(Intake)
class IntakeAdmin(Guarded, Desk):
    list_display = ["shown_headline", "shown_state", "who", "pasted_at", "became"]
    list_filter = ["state"]
    list_select_related = ["pasted_by", "article", "conference"]
    search_fields = ["text"]
    actions = None

    # Who may

    def has_add_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perms(NEEDED)

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.has_add_permission(request)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.has_change_permission(request, obj)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Her own; another's with the right to change intakes."""
        own = obj is None or obj.pasted_by_id == request.user.pk
        return self.has_add_permission(request) and (own or request.user.has_perm("articles.change_intake"))

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """What was pasted is dropped, not erased: it can be taken up again."""
        return False

    def get_queryset(self, request: HttpRequest) -> Any:
        first = models.Case(models.When(state=IntakeState.OPEN, then=0), default=1)
        return Intake.objects.for_editor(request.user).annotate(first=first)

    def get_ordering(self, request: HttpRequest) -> Any:
        """Those that wait come first."""
        return ["first", "-pasted_at", "-pk"]

    # The list

    @admin.display(description=gettext_lazy("report"))
    def shown_headline(self, obj: Intake) -> str:
        return headline_of(obj)

    @admin.display(description=gettext_lazy("state"), ordering="state")
    def shown_state(self, obj: Intake) -> Any:
        words = format_html('<span class="status intake-state--{}">{}</span>', obj.state, obj.get_state_display())
        return format_html('{}<div class="quiet">{}</div>', words, obj.problem) if obj.problem else words

    @admin.display(description=gettext_lazy("pasted by"), ordering="pasted_by__last_name")
    def who(self, obj: Intake) -> str:
        return name_of(obj.pasted_by) or "—"

    @admin.display(description=gettext_lazy("what it became"))
    def became(self, obj: Intake) -> Any:
        links = [format_html('<a href="{}">{}</a>', url, words) for url, words in results_of(obj)]
        return format_html(" · ".join(["{}"] * len(links)), *links) if links else "—"

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> Any:
        return super().changelist_view(request, {"title": capfirst(self.opts.verbose_name_plural)} | (extra_context or {}))

    # Pasting

    def add_view(self, request: HttpRequest, form_url: str = "", extra_context: Any = None) -> Any:
        if not self.has_add_permission(request):
            raise PermissionDenied
        if request.method != "POST":
            return self._paste_page(request)
        sent = Sent(request.POST)
        if not sent.is_of(request.user):
            return self._sent_again(request)
        form = PasteForm(request.POST, request.FILES)
        if not form.is_valid():
            return self._paste_page(request, form, sent)
        photos, told = bring(form.words, by=request.user) if form.words else ([], [])
        with transaction.atomic(using=router.db_for_write(Intake)):
            intake = self._kept_once(request, sent, form, photos)
        messages.success(request, " ".join([_("The text is kept. Check what was read from it, then file it."), *form.notes, *told]))
        return HttpResponseRedirect(reverse("admin:articles_intake_change", args=[intake.pk]))

    def _kept_once(self, request: HttpRequest, sent: Sent, form: PasteForm, photos: list[dict[str, Any]]) -> Intake:
        """The same form, sent twice, keeps one report."""
        if sent.token and not too_large(sent):
            kept.keep(request.user, Intake, None, sent)
            made = Intake.objects.filter(saved_with__startswith=f"{sent.token}:", pasted_by=request.user.pk).first()
            if made:
                return made
        intake = Intake.keep(form.report, by=request.user, source_name=form.source_name)
        Intake.objects.filter(pk=intake.pk).update(saved_with=sent.saved_mark, photos=photos)
        kept.forget(request.user, sent.token)
        return intake

    def _paste_page(self, request: HttpRequest, form: Any = None, sent: Sent | None = None) -> HttpResponseBase:
        token = request.GET.get("kept", "")
        wanted = kept.kept_form(request.user, Intake, None, token) if TOKEN.fullmatch(token) else None
        if wanted and form is None:
            sent = Sent(kept.data_of(wanted))
            form = PasteForm(initial={"text": sent.data.get("text", "")})
        offers = [each for each in kept.kept_for(request.user, Intake, None) if each.token != (sent.token if sent else "")]
        guard = self._marks(request, None, sent) | {
            "base": "",
            "offers": [{"token": each.token, "at": presence.clock(each.kept_at), "words": first_words(each)} for each in offers],
        }
        context = {"title": _("Paste a report"), "form": form or PasteForm(), "guard": guard, "keeps": True}
        return self._page(request, "admin/articles/intake/paste.html", context)

    # The screen

    def change_view(self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None) -> Any:
        if request.method == "POST":
            with transaction.atomic(using=router.db_for_write(Intake)):
                return self._posted(request, self._seen(request, self._locked(request, unquote(object_id))))
        intake = self._seen(request, self.get_object(request, unquote(object_id)))
        if not intake.is_open:
            return self._closed_page(request, intake)
        token = request.GET.get("kept", "")
        wanted = kept.kept_form(request.user, Intake, intake.pk, token) if TOKEN.fullmatch(token) else None
        if wanted:
            sent = Sent(kept.data_of(wanted))
            return self._screen_page(request, intake, Screen(intake, typed_data(sent), by=request.user), stale=sent)
        return self._screen_page(request, intake, Screen(intake, draft_of(intake), by=request.user))

    def _seen(self, request: HttpRequest, intake: Any) -> Intake:
        if not self.has_add_permission(request):
            raise PermissionDenied
        if intake is None or not self.has_change_permission(request, intake):
            raise Http404
        found: Intake = intake
        return found

    def _posted(self, request: HttpRequest, intake: Intake) -> HttpResponseBase:
        sent = Sent(request.POST)
        here = reverse("admin:articles_intake_change", args=[intake.pk])
        if not sent.is_of(request.user):
            return self._sent_again(request)
        if "_reopen" in request.POST and intake.state == IntakeState.DROPPED:
            self._set_state(intake, IntakeState.OPEN, request.user)
            return HttpResponseRedirect(here)
        if not intake.is_open:
            messages.info(request, _("This report is not open any more: nothing was changed."))
            return HttpResponseRedirect(results_of(intake)[0][0] if "_file" in request.POST and results_of(intake) else here)
        if "_drop" in request.POST:
            self._set_state(intake, IntakeState.DROPPED, request.user)
            messages.success(request, _("The report was put aside. It stays in the list and can be taken up again."))
            return HttpResponseRedirect(reverse("admin:articles_intake_changelist"))
        if "_reread" in request.POST:
            self._store(intake, {}, sent, request.user)
            messages.success(request, _("The text was read anew."))
            return HttpResponseRedirect(here)
        if not is_whole(request.POST):
            messages.error(request, _("The form did not arrive whole: nothing was changed. What you typed until then is here."))
            return HttpResponseRedirect(here)
        return self._take(request, intake, sent, here)

    def _take(self, request: HttpRequest, intake: Intake, sent: Sent, here: str) -> HttpResponseBase:
        """A form that came whole: kept first, then filed where that is asked."""
        act = request.POST.get("_line", "")
        data = settled(typed_data(sent), intake.text, act)
        if "_compare" in request.POST or not sent.is_up_to_date(intake):
            if sent.token and not too_large(sent):
                kept.keep(request.user, Intake, intake.pk, sent)
            return self._screen_page(request, intake, Screen(intake, data, by=request.user), stale=sent, status=HTTPStatus.CONFLICT)
        self._store(intake, {"fields": fields_in(data)}, sent, request.user)
        kept.forget(request.user, sent.token)
        if "_file" not in request.POST:
            return HttpResponseRedirect(f"{here}{anchor_of(act, data)}")
        screen = Screen(intake, data, by=request.user)
        if screen.is_valid():
            try:
                record = screen.record()
                filed = file(record, intake, by=request.user)
                left_out = screen.uncounted if record.conference else 0
                return self._filed(request, filed, is_known=bool(record.conference and record.conference.existing), left_out=left_out)
            except NotFiled as refusal:
                screen.refuse(refusal.errors)
        return self._screen_page(request, intake, screen, asked=True)

    def _filed(self, request: HttpRequest, filed: Filed, *, is_known: bool, left_out: int) -> HttpResponseBase:
        """On to the article, with a word on what there is now; `is_known` says that the conference was there before.

        `left_out` counts the figures that nobody said of what they count.
        """
        article, conference = filed.article, filed.conference
        url = reverse("admin:articles_article_change", args=[article.pk])
        link = format_html('<a href="{}">{}</a>', url, article.working.headline if article.working else article)
        if conference:
            other = format_html('<a href="{}">{}</a>', reverse("admin:meetings_conference_change", args=[conference.pk]), conference)
            if is_known:
                words = _("Filed as a draft: the article “{article}”, of the known conference “{conference}”. Nothing is published yet.")
            else:
                words = _("Filed as drafts: the article “{article}” and the conference “{conference}”. Nothing is published yet.")
            messages.success(request, format_html(words, article=link, conference=other))
        else:
            messages.success(request, format_html(_("Filed as a draft: the article “{article}”. Nothing is published yet."), article=link))
        if filed.held_back:
            words = ngettext(
                "{count} line was not entered: the conference is public, and readers would see it at once. Enter it there.",
                "{count} lines were not entered: the conference is public, and readers would see them at once. Enter them there.",
                len(filed.held_back),
            )
            messages.warning(request, words.format(count=len(filed.held_back)))
        if left_out:
            words = ngettext(
                "{count} figure was not filed: no indicator was chosen for it. Enter it at the conference.",
                "{count} figures were not filed: no indicator was chosen for them. Enter them at the conference.",
                left_out,
            )
            messages.warning(request, words.format(count=left_out))
        return HttpResponseRedirect(url)

    def _store(self, intake: Intake, draft: dict[str, Any], sent: Sent, by: Any) -> None:
        """Keep the form as it stands; whoever has an older one open is told."""
        intake.draft, intake.saved_with, intake.changed_by = draft, sent.auto_mark, by
        intake.revision += 1
        intake.save(update_fields=["draft", "saved_with", "changed_by", "revision"])

    def _set_state(self, intake: Intake, state: IntakeState, by: Any) -> None:
        intake.state = state
        intake.save(update_fields=["state"])
        intake.touch(by=by)

    def _keep(self, request: HttpRequest, pk: int | None, sent: Sent) -> JsonResponse:
        """What is typed on the screen goes into the intake itself every few seconds."""
        if pk is None:
            return super()._keep(request, pk, sent)
        intake = self._seen(request, self._locked(request, str(pk)))
        if not intake.is_open:
            return JsonResponse({"says": _("This report is not open any more: nothing was changed.")}, status=403)
        if not is_whole(sent.data):
            return JsonResponse({"says": _("This is no form of this page.")}, status=400)
        if not sent.is_up_to_date(intake):
            kept.keep(request.user, Intake, intake.pk, sent)
            at = _("Kept, not yet saved, at %(time)s") % {"time": presence.clock(timezone.now())}
            return JsonResponse({"says": saved_meanwhile(intake), "kept": at}, status=409)
        if "only_keep" not in request.POST:
            self._store(intake, {"fields": fields_in(typed_data(sent))}, sent, request.user)
            kept.forget(request.user, sent.token)
        says = _("Kept at %(time)s; nothing is filed yet") % {"time": presence.clock(timezone.now())}
        return JsonResponse({"saved": True, "revision": intake.revision, "says": says})

    # Pages

    def _screen_page(
        self, request: HttpRequest, intake: Intake, screen: Screen, *, stale: Sent | None = None, asked: bool = False, status: int = 200
    ) -> HttpResponseBase:
        """The text and its proposal; `stale` is a form that is older than what is stored, or was kept beside it."""
        if not asked:
            screen.hush()
        offers = [] if stale else kept.kept_for(request.user, Intake, intake.pk)
        guard = self._marks(request, str(intake.pk), stale, intake) | {
            "base": "",
            "restored": stale is not None,
            "offers": [{"token": each.token, "at": presence.clock(each.kept_at), "words": ""} for each in offers],
        }
        others = saved_meanwhile(intake) if stale and intake.changed_by_id else ""
        context = screen.context() | {"title": _("Check the report"), "original": intake, "guard": guard, "others": others}
        return self._page(request, "admin/articles/intake/screen.html", context, status)

    def _closed_page(self, request: HttpRequest, intake: Intake) -> HttpResponseBase:
        context = {"title": _("A pasted report"), "original": intake, "results": results_of(intake), "by": name_of(intake.filed_by)}
        return self._page(request, "admin/articles/intake/closed.html", context)

    def _page(self, request: HttpRequest, template: str, context: dict[str, Any], status: int = 200) -> HttpResponseBase:
        return TemplateResponse(request, template, {**self.admin_site.each_context(request), "opts": self.opts, **context}, status=status)
