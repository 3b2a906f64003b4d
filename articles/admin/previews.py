"""The preview of an article beside its form, and the links that show it to somebody outside the newsroom."""

from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_POST, require_safe

from articles.models import Article
from articles.previews import make_link, preview_response, revoke_link

DAYS = (1, 3, 7, 30)
MOST_LINKS = 50


def may_share(article: Article, person: Any) -> bool:
    """Whether somebody may look at every edition of an article and show it to somebody outside."""
    return person.has_perm("articles.change_article") and Article.objects.for_editor(person).filter(pk=article.pk).exists()


class LinkForm(forms.Form):
    """For whom a link is made, and for how long."""

    made_for = forms.CharField(
        label=capfirst(_("for whom")), max_length=160, required=False, help_text=_("A name, so that you know later which link is whose.")
    )
    days = forms.TypedChoiceField(
        label=_("Valid for"), coerce=int, initial=3, choices=[(days, ngettext_lazy("%d day", "%d days", days) % days) for days in DAYS]
    )


class PreviewMixin:
    """Pages of an article that show what readers will see."""

    admin_site: Any
    model: Any

    def get_urls(self) -> list[Any]:
        wrap = self.admin_site.admin_view
        return [
            path("<int:pk>/preview/", wrap(require_safe(self.preview_view)), name="articles_article_preview"),
            path("<int:pk>/preview-links/", wrap(self.links_view), name="articles_article_preview_links"),
            path("<int:pk>/preview-links/<int:link>/revoke/", wrap(require_POST(self.revoke_view)), name="articles_article_preview_revoke"),
            *super().get_urls(),  # type: ignore[misc]
        ]

    def _article(self, request: HttpRequest, pk: int) -> Article:
        article = self.get_object(request, str(pk))  # type: ignore[attr-defined]
        if article is None:
            raise Http404
        if not self.has_view_permission(request, article):  # type: ignore[attr-defined]
            raise PermissionDenied
        return article

    def _shared(self, request: HttpRequest, pk: int) -> Article:
        article = self._article(request, pk)
        if not may_share(article, request.user):
            raise PermissionDenied
        return article

    def preview_view(self, request: HttpRequest, pk: int) -> HttpResponseBase:
        """The page with the edition in work, or with the one asked for by its number; only this page may stand in a frame of ours."""
        article = self._article(request, pk)
        number = request.GET.get("edition", "")
        if number and not (number.isascii() and number.isdigit() and len(number) < 6):
            raise Http404
        edition = article.editions.filter(number=int(number)).first() if number else article.working
        # Who may not change the article sees of it what readers see.
        if edition is None or (not may_share(article, request.user) and edition != article.live):
            raise Http404
        return xframe_options_sameorigin(self._framed)(request, article, edition)

    @staticmethod
    def _framed(request: HttpRequest, article: Article, edition: Any) -> HttpResponseBase:
        response = preview_response(request, article, edition, live=edition == article.live, in_newsroom=True)
        response._csp_replace = settings.READERS_POLICY_IN_A_FRAME  # type: ignore[attr-defined]
        return response

    def links_view(self, request: HttpRequest, pk: int) -> HttpResponseBase:
        """The links of an article: make one, copy one, revoke one."""
        article = self._shared(request, pk)
        form = LinkForm(request.POST if request.method == "POST" else None)
        if form.is_valid():
            link = make_link(article, request.user, **form.cleaned_data)
            messages.success(request, _("The link is ready: %(link)s") % {"link": request.build_absolute_uri(link.get_absolute_url())})
            return HttpResponseRedirect(request.path)
        links = list(article.preview_links.select_related("created_by")[:MOST_LINKS])
        for link in links:
            link.address = request.build_absolute_uri(link.get_absolute_url())  # type: ignore[attr-defined]
        context = self.admin_site.each_context(request) | {
            "title": _("Preview links"),
            "opts": self.model._meta,
            "original": article,
            "form": form,
            "links": links,
            "back": reverse("admin:articles_article_change", args=[article.pk]),
        }
        return TemplateResponse(request, "admin/articles/preview_links.html", context)

    def revoke_view(self, request: HttpRequest, pk: int, link: int) -> HttpResponseBase:
        article = self._shared(request, pk)
        revoke_link(get_object_or_404(article.preview_links, pk=link), request.user)
        messages.success(request, _("The link shows nothing any more."))
        return HttpResponseRedirect(reverse("admin:articles_article_preview_links", args=[article.pk]))

    def render_change_form(self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any) -> Any:
        """Set the preview beside the form of an article that has something to show."""
        article = kwargs.get("obj")
        if article and article.pk and article.working and "beside_form" not in context:
            context["beside_form"] = "admin/articles/preview_panel.html"
            context["preview_url"] = reverse("admin:articles_article_preview", args=[article.pk])
            if may_share(article, request.user):
                context["preview_links_url"] = reverse("admin:articles_article_preview_links", args=[article.pk])
        return super().render_change_form(request, context, *args, **kwargs)  # type: ignore[misc]
