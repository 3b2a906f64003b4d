"""The desk of many reports at once: a zip comes in, is worked through some reports at a time, and a table says what became of each."""

import secrets
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import PurePath
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.base import File
from django.core.files.storage import default_storage
from django.core.paginator import Paginator
from django.db.models import Count
from django.http import Http404, HttpRequest, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from articles.intake.batch import NEEDED, Batching, header, headlines_of, rows
from articles.intake.bundles import LARGEST_ZIP, Bundle
from articles.models import Batch, BatchLine, Intake, Outcome
from qcdc.desk import Desk
from qcdc.spreadsheet import csv_response
from qcdc.vietnamese import nfc

FOLDER = "report-batches"
MOST_AT_ONCE, LONGEST_STEP = 20, 5.0
SHOWN = 200


class BatchForm(forms.Form):
    """The zip, looked through but not read yet."""

    file = forms.FileField(
        label=_("Zip of reports"),
        help_text=_(
            "Reports as .txt, .docx or .html in one zip of up to 200 MB. Each becomes a draft of its own; "
            "what is doubtful waits for you, and nothing is published."
        ),
        widget=forms.ClearableFileInput(attrs={"accept": ".zip"}),
    )
    count: int

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        self.count = len(Bundle(file).items())
        if not self.count:
            raise ValidationError(_("There is no file in this zip."), code="empty")
        return file


@admin.register(Batch)
class BatchAdmin(Desk):
    list_display = ["name", "started_by", "started_at", "finished_at", "taken_shown"]
    list_select_related = ["started_by"]
    actions = None

    def get_urls(self) -> list[Any]:
        view = self.admin_site.admin_view(require_safe(self.csv_view))
        return [path("<int:pk>/csv/", view, name="articles_batch_csv"), *super().get_urls()]

    # Who may

    def has_add_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perms(NEEDED)

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.has_add_permission(request)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.has_add_permission(request) and (obj is None or Batch.objects.for_editor(request.user).filter(pk=obj.pk).exists())

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """A batch goes on in the name of whoever began it, and of nobody else."""
        return self.has_add_permission(request) and obj is not None and obj.started_by_id == request.user.pk

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def get_queryset(self, request: HttpRequest) -> Any:
        return Batch.objects.for_editor(request.user).annotate(taken=Count("lines"))

    @admin.display(description=_("reports taken"))
    def taken_shown(self, obj: Any) -> str:
        return f"{obj.taken} / {max(obj.taken, obj.total)}"

    # A zip comes in

    def add_view(self, request: HttpRequest, form_url: str = "", extra_context: Any = None) -> Any:
        if not self.has_add_permission(request):
            raise PermissionDenied
        form = BatchForm(request.POST, request.FILES) if request.method == "POST" else BatchForm()
        if request.method != "POST" or not form.is_valid():
            return self._page(request, "upload.html", {"title": _("Bring many reports"), "form": form, "largest": LARGEST_ZIP})
        file = form.cleaned_data["file"]
        file.seek(0)
        kept = default_storage.save(f"{FOLDER}/{secrets.token_urlsafe(18)}.zip", File(file))
        name = nfc(PurePath(file.name or "zip").name)[:200]
        batch = Batch.objects.create(name=name, file=kept, total=form.count, started_by_id=request.user.pk)
        return HttpResponseRedirect(reverse("admin:articles_batch_change", args=[batch.pk]))

    # It is worked through

    def change_view(self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None) -> Any:
        if not self.has_add_permission(request):
            raise PermissionDenied
        batch = self.get_object(request, unquote(object_id))
        if batch is None:
            raise Http404
        if request.method != "POST":
            return self._result(request, batch)
        if not self.has_change_permission(request, batch):
            raise PermissionDenied
        if "_stop" in request.POST:
            _end(batch)
        elif not batch.finished_at:
            self._step(request, batch)
        return HttpResponseRedirect(reverse("admin:articles_batch_change", args=[batch.pk]))

    def _step(self, request: HttpRequest, batch: Batch) -> None:
        """Take some reports, as many as fit into one request; the last step lets the zip go."""
        if not batch.file or not default_storage.exists(batch.file):
            messages.error(request, _("The zip is no longer kept here. Bring it again: what was filed is not filed twice."))
            _end(batch)
            return
        until = time.monotonic() + LONGEST_STEP
        with _opened(batch) as bundle:
            batching = Batching(batch, bundle.items(), by=request.user, is_fixed=True)
            waiting = batching.waiting()
            for item in waiting[:MOST_AT_ONCE]:
                batching.take(item)
                waiting.remove(item)
                if time.monotonic() > until:
                    break
        if not waiting:
            batching.finish()
            _end(batch)

    def _result(self, request: HttpRequest, batch: Batch) -> HttpResponseBase:
        outcome = request.GET.get("outcome", "")
        lines = batch.lines.select_related("intake__article")
        if outcome in Outcome.values:
            lines = lines.filter(outcome=outcome)
        page = Paginator(lines.order_by("pk"), SHOWN).get_page(request.GET.get("p"))
        counts = batch.counts()
        taken = sum(counts.values())
        goes_on = not batch.finished_at and bool(batch.file) and self.has_change_permission(request, batch)
        context = {
            "title": _("Many reports at once"),
            "original": batch,
            "lines": self._with_links(request, list(page)),
            "page": page,
            "outcome": outcome,
            "counts": [{"outcome": each, "count": counts[each]} for each in Outcome],
            "taken": taken,
            "goes_on": goes_on,
            "goes_on_alone": goes_on and "wait" not in request.GET,
        }
        return self._page(request, "result.html", context)

    def _with_links(self, request: HttpRequest, lines: list[BatchLine]) -> list[dict[str, Any]]:
        """The lines with links to what this person may open."""
        intakes = {line.intake_id for line in lines if line.intake_id}
        to_open = Intake.objects.for_editor(request.user) if self.admin_site.is_registered(Intake) else Intake.objects.none()
        seen = set(to_open.filter(pk__in=intakes).order_by().values_list("pk", flat=True))
        headlines = headlines_of(Intake.objects.filter(pk__in=intakes), by=request.user)
        return [
            {
                "line": line,
                "outcome": Outcome(line.outcome),
                "address": line.intake.get_absolute_url() if line.intake and line.intake_id in seen else "",
                "headline": headlines.get(line.intake.article_id) if line.intake and line.intake.article_id else "",
            }
            for line in lines
        ]

    def csv_view(self, request: HttpRequest, pk: int) -> HttpResponseBase:
        batch = self.get_object(request, str(pk))
        if not self.has_add_permission(request):
            raise PermissionDenied
        if batch is None:
            raise Http404
        return csv_response(f"nhap-nhieu-bai-{batch.pk}", header(), rows(batch, by=request.user))

    def _page(self, request: HttpRequest, template: str, context: dict[str, Any]) -> HttpResponseBase:
        whole = {**self.admin_site.each_context(request), "opts": self.opts, **context}
        return TemplateResponse(request, f"admin/articles/batch/{template}", whole)


def _end(batch: Batch) -> None:
    """Nothing more is taken of a batch, and its zip is let go."""
    if not batch.finished_at:
        batch.finished_at = timezone.now()
        batch.save(update_fields=["finished_at"])
    if batch.file:
        default_storage.delete(batch.file)
        batch.file = ""
        batch.save(update_fields=["file"])


@contextmanager
def _opened(batch: Batch) -> Iterator[Bundle]:
    with default_storage.open(batch.file) as file:
        yield Bundle(file)
