"""The pages of the reports, and their files."""

from itertools import islice
from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.template.response import TemplateResponse
from django.urls import path, re_path, reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from articles.reports import REPORTS, Period, Report
from qcdc.spreadsheet import csv_response, xlsx_response

SHOWN = 200


class PeriodForm(forms.Form):
    """From which day to which a report speaks of; both may stay empty."""

    start = forms.DateField(
        label=_("From day"), required=False, input_formats=["%Y-%m-%d"], widget=forms.DateInput({"type": "date"}, "%Y-%m-%d")
    )
    end = forms.DateField(
        label=_("To day"), required=False, input_formats=["%Y-%m-%d"], widget=forms.DateInput({"type": "date"}, "%Y-%m-%d")
    )

    def clean(self) -> Any:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("start") and cleaned.get("end") and cleaned["end"] < cleaned["start"]:
            raise ValidationError(_("The last day lies before the first."))
        for name in ("start", "end"):
            if cleaned.get(name) and not 1945 <= cleaned[name].year <= 2100:
                self.add_error(name, _("Choose a day between 1945 and 2100."))
        return cleaned


class ReportsMixin:
    """The reports beside the list of articles."""

    admin_site: Any
    model: Any

    def get_urls(self) -> list[Any]:
        wrap = self.admin_site.admin_view
        name = "articles_article_report"
        return [
            path("reports/", wrap(require_safe(self.reports_view)), name=f"{name}s"),
            path("reports/<slug:name>/", wrap(require_safe(self.report_view)), name=name),
            re_path(r"^reports/(?P<name>[-a-z]+)\.(?P<form>csv|xlsx)$", wrap(require_safe(self.report_file)), name=f"{name}_file"),
            *super().get_urls(),  # type: ignore[misc]
        ]

    def _reports(self, request: HttpRequest) -> list[Report]:
        if not self.has_view_permission(request):  # type: ignore[attr-defined]
            raise PermissionDenied
        return [report for report in REPORTS.values() if request.user.has_perm(report.permission)]

    def _report(self, request: HttpRequest, name: str) -> Report:
        self._reports(request)
        report = REPORTS.get(name)
        if report is None:
            raise Http404
        if not request.user.has_perm(report.permission):
            raise PermissionDenied
        return report

    def reports_view(self, request: HttpRequest) -> HttpResponseBase:
        return self._report_page(request, None)

    def report_view(self, request: HttpRequest, name: str) -> HttpResponseBase:
        return self._report_page(request, self._report(request, name))

    def _report_page(self, request: HttpRequest, report: Report | None) -> HttpResponseBase:
        reports = self._reports(request)
        form = PeriodForm(request.GET)
        query = f"?{request.GET.urlencode()}" if request.GET and form.is_valid() else ""
        context = self.admin_site.each_context(request) | {
            "title": report.label if report else _("Reports"),
            "opts": self.model._meta,
            "report": report,
            "reports": [
                {"report": each, "url": reverse("admin:articles_article_report", args=[each.name]) + query, "current": each == report}
                for each in reports
            ],
            "form": form,
        }
        if report and form.is_valid():
            lines = list(islice(report.lines(request.user, Period(**form.cleaned_data)), SHOWN + 1))
            context |= {
                "header": report.header(),
                "lines": lines[:SHOWN],
                "more": len(lines) > SHOWN,
                "files": [
                    {"form": kind.upper(), "url": reverse("admin:articles_article_report_file", args=[report.name, kind]) + query}
                    for kind in ("csv", "xlsx")
                ],
            }
        return TemplateResponse(request, "admin/articles/reports.html", context)

    def report_file(self, request: HttpRequest, name: str, form: str) -> HttpResponseBase:
        """The whole report as a file."""
        report, period = self._report(request, name), PeriodForm(request.GET)
        if not period.is_valid():
            raise Http404
        lines = (line.cells for line in report.lines(request.user, Period(**period.cleaned_data)))
        return {"csv": csv_response, "xlsx": xlsx_response}[form](f"bao-cao-{report.name}", report.header(), lines)
