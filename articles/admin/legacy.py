"""Text in an old encoding on the desk: it is saved as it is, said, and converted on a page that shows before and after."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from articles.legacy import changes, fingerprint, found_in, to_unicode
from articles.models import Article


class OldEncodingMixin:
    """Offers “to Unicode” wherever the words in work need it."""

    model: Any
    admin_site: Any

    def get_urls(self) -> list[Any]:
        view = self.admin_site.admin_view(self.unicode_view)
        return [path("<int:pk>/unicode/", view, name="articles_article_unicode"), *super().get_urls()]  # type: ignore[misc]

    def change_view(self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None) -> Any:
        article = self.get_object(request, object_id) if request.method == "GET" else None  # type: ignore[attr-defined]
        found = found_in(article.working) if article and self.has_change_permission(request, article) else None  # type: ignore[attr-defined]
        more = {"old_encoding": found.encoding.label, "to_unicode": _address(article)} if found and article else {}
        return super().change_view(request, object_id, form_url, more | (extra_context or {}))  # type: ignore[misc]

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """Once all is saved, as it was typed, say where it can be converted."""
        super().save_related(request, form, formsets, change)  # type: ignore[misc]
        _say(request, form.instance)

    def unicode_view(self, request: HttpRequest, pk: int) -> HttpResponseBase:
        """The page that shows each field before and after, and converts when confirmed."""
        article = self.get_object(request, str(pk))  # type: ignore[attr-defined]
        if article is None:
            raise Http404
        if not self.has_change_permission(request, article):  # type: ignore[attr-defined]
            raise PermissionDenied
        back = reverse("admin:articles_article_change", args=[article.pk])
        found = found_in(article.working)
        if found is None:
            messages.info(request, _("The text is in Unicode already; nothing was done."))
            return HttpResponseRedirect(back)
        if request.method == "POST":
            try:
                to_unicode(article, by=request.user, seen=request.POST.get("seen", ""))
            except ValidationError as refusal:
                messages.error(request, " ".join(refusal.messages))
                return HttpResponseRedirect(request.path)
            self.log_change(request, article, str(_("Converted to Unicode.")))  # type: ignore[attr-defined]
            messages.success(request, _("The text is now in Unicode. Read it through: no table knows every font."))
            return HttpResponseRedirect(back)
        context = {
            **self.admin_site.each_context(request),
            "title": _("To Unicode"),
            "opts": self.model._meta,
            "original": article,
            "back": back,
            "encoding": found.encoding.label,
            "sure": round(found.sure * 100),
            "words": found.words,
            "changes": changes(article.working, found.encoding),
            "seen": fingerprint(article.working),
        }
        return TemplateResponse(request, "admin/articles/article/unicode.html", context)


def _address(article: Article) -> str:
    return reverse("admin:articles_article_unicode", args=[article.pk])


def _say(request: HttpRequest, article: Article) -> None:
    """After a save: that the text looks like one of before Unicode, and where it is converted."""
    if found := found_in(article.working):
        text = _("The text looks like %(encoding)s, not like Unicode: readers would see wrong letters.") % {
            "encoding": found.encoding.label
        }
        messages.warning(request, format_html('{} <a href="{}">{}</a>', text, _address(article), _("Convert to Unicode")))
