"""What is done to many articles at once: a row of the table of transitions for each, and a list of what came of it."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from articles.models import Status
from articles.workflow import TRANSITIONS, Transition, perform

MOST_TOGETHER = 100


class CommentForm(forms.Form):
    """What is said to all of them; asked for where the transition needs it."""

    comment = forms.CharField(label=_("Comment"), widget=forms.Textarea(attrs={"rows": 3}), max_length=2000, required=False)

    def __init__(self, transition: Transition, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["comment"].required = "comment!" in transition.asks
        if not transition.asks & {"comment", "comment!"}:
            del self.fields["comment"]


class TogetherMixin(admin.ModelAdmin):
    """The list's actions that move articles on."""

    def get_actions(self, request: HttpRequest) -> Any:
        actions = super().get_actions(request)
        for transition in TRANSITIONS.values():
            if transition.bulk and all(request.user.has_perm(each) for each in (transition.permission, *transition.also_asks)):
                name = f"move_{transition.name.replace('-', '_')}"
                actions[name] = (_moving(transition, name), name, transition.label)
        return actions

    def move_together(self, request: HttpRequest, chosen: Any, transition: Transition, action: str) -> HttpResponseBase | None:
        """Ask, then move each article for itself: one that is refused keeps none of the others."""
        articles = list(chosen[: MOST_TOGETHER + 1])
        if len(articles) > MOST_TOGETHER:
            messages.error(request, _("Choose up to %(count)s articles at once.") % {"count": MOST_TOGETHER})
            return None
        confirmed = request.POST.get("confirmed") == transition.name
        form = CommentForm(transition, request.POST if confirmed else None)
        context = self.admin_site.each_context(request) | {
            "title": transition.label,
            "opts": self.model._meta,
            "transition": transition,
            "back": reverse("admin:articles_article_changelist"),
        }
        if confirmed and form.is_valid():
            results = [_moved(article, transition, request.user, form.cleaned_data) for article in articles]
            done = sum(result["done"] for result in results)
            return TemplateResponse(
                request, "admin/articles/moved.html", context | {"results": results, "done": done, "refused": len(results) - done}
            )
        rows = [{"row": article, "status": Status(article.status_now)} for article in articles]
        more = {"rows": rows, "form": form, "action": action, "checkbox": ACTION_CHECKBOX_NAME}
        return TemplateResponse(request, "admin/articles/move.html", context | more)


def _moving(transition: Transition, action: str) -> Any:
    def move(desk: Any, request: HttpRequest, chosen: Any) -> HttpResponseBase | None:
        return desk.move_together(request, chosen, transition, action)

    return move


def _moved(article: Any, transition: Transition, by: Any, given: dict[str, Any]) -> dict[str, Any]:
    """What came of moving one article: done, or refused and why."""
    headline = article.newest_headline
    result = {"headline": headline, "url": reverse("admin:articles_article_change", args=[article.pk]), "done": False}
    try:
        perform(article, transition.name, by, **{name: text for name, text in given.items() if text})
    except ValidationError as refusal:
        return result | {"why": refusal.messages, "checks": getattr(refusal, "checks", ())}
    except type(article).DoesNotExist:
        return result | {"why": [_("It was deleted in the meantime.")]}
    return result | {"done": True}
