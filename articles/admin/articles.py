"""The desk of an article: one form for its address and for the words of the edition in work."""

from functools import partial
from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db import transaction
from django.forms.models import fields_for_model
from django.http import HttpRequest, HttpResponseRedirect
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from articles.admin.legacy import OldEncodingMixin
from articles.admin.length import LengthMixin
from articles.admin.lists import ArticleLists
from articles.admin.placements import PlacementInline, PlacementLines
from articles.admin.previews import PreviewMixin
from articles.admin.reports import ReportsMixin
from articles.admin.schedule import ScheduleMixin
from articles.admin.story import StoryMixin
from articles.admin.together import TogetherMixin
from articles.admin.transitions import TransitionsMixin
from articles.admin.word_import import WordImportMixin
from articles.checks import checks_of
from articles.models import Article, Correction, Deed, Edition, Placement
from articles.models.editions import CONTENT
from articles.piles import newest_headline
from articles.workflow import TRANSITIONS, may_edit, note_edit, record
from qcdc.desk import Desk
from qcdc.guard import Guarded
from qcdc.prose import prose


class ArticleForm(forms.ModelForm):
    """The article's own fields with those of its newest edition, checked as both models check them."""

    class Meta:
        model = Article
        fields = ["slug", "conference", "without_conference", "section", "embargo_until", "expires_at"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.edition = (self.instance.working if self.instance.pk else None) or Edition()
        for name in CONTENT:
            self.initial.setdefault(name, getattr(self.edition, name))

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if not cleaned.get("slug") and "slug" not in self.errors and cleaned.get("headline"):
            cleaned["slug"] = Article._meta.get_field("slug").unused(self.instance, cleaned["headline"])
        return cleaned

    def clean_expires_at(self) -> Any:
        end = self.cleaned_data["expires_at"]
        if end and self.instance.published_at and end <= self.instance.published_at:
            raise ValidationError(_("An article cannot vanish before it appears."))
        return end

    def _post_clean(self) -> None:
        super()._post_clean()  # type: ignore[misc]
        typed = Edition(**{name: self.cleaned_data[name] for name in CONTENT if name in self.cleaned_data})
        try:
            typed.clean_fields(exclude={field.name for field in Edition._meta.fields} - self.cleaned_data.keys() | {"article"})
        except ValidationError as refusal:
            for name, errors in refusal.error_dict.items():
                self.add_error(name if name in self.fields else None, forms.ValidationError(errors))
        self.content = {name: getattr(typed, name) for name in CONTENT if name in self.cleaned_data}

    @property
    def says_something_new(self) -> bool:
        """Whether the words differ from those of the newest edition, as they would be kept."""
        return any(getattr(self.edition, name) != value for name, value in self.content.items())

    def write(self, article: Article, by: Any) -> None:
        """Put the words into the edition in work; a draft is opened beside what readers see."""
        draft = article.open_draft(by=by)
        for name, value in self.content.items():
            setattr(draft, name, value)
        draft.save()


class CorrectionInline(admin.StackedInline):
    """The corrections so far; one is made by its button, and is itself corrected, not erased."""

    model = Correction
    fields = [("date", "kind", "place"), "wrong", "right"]
    extra = 0
    can_delete = False

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    has_change_permission = has_add_permission


def _shown(name: str) -> Any:
    """A content field for those who may only look."""

    def shown(self: Any, obj: Article) -> str:
        value = getattr(obj.working, name, "")
        if name == "body" and value:
            return format_html('<div class="sealed-text">{}</div>', prose(value))
        return str(value or "—")

    return admin.display(description=Edition._meta.get_field(name).verbose_name)(shown)  # type: ignore[union-attr]


@admin.register(Article)
class ArticleAdmin(
    Guarded,
    PreviewMixin,
    OldEncodingMixin,
    WordImportMixin,
    LengthMixin,
    StoryMixin,
    ScheduleMixin,
    ReportsMixin,
    TogetherMixin,
    ArticleLists,
    TransitionsMixin,
    Desk,
):
    form = ArticleForm
    change_form_template = "admin/articles/article/change_form.html"
    change_list_template = "admin/articles/article/change_list.html"
    ordering = ["-updated_at", "-pk"]
    autocomplete_fields = ["conference"]
    inlines = [PlacementInline, CorrectionInline]
    fieldsets = [
        (None, {"fields": ["kicker", "headline", "lead"]}),
        (_("Dateline"), {"fields": [("dateline_code", "dateline_place", "day_phrase")]}),
        (_("Text"), {"fields": ["body"]}),
        (_("Byline and source"), {"fields": ["byline", ("source", "source_url")]}),
        (_("Connections"), {"fields": ["conference", "without_conference", "section"]}),
        (
            _("Address and embargo"),
            {"fields": ["slug", ("embargo_until", "expires_at")], "classes": ["collapse"]},
        ),
    ]

    def get_readonly_fields(self, request: HttpRequest, obj: Article | None = None) -> Any:
        """Embargo and end are set and lifted by those who may publish."""
        return [] if request.user.has_perm("articles.publish_article") else ["embargo_until", "expires_at"]

    def get_queryset(self, request: HttpRequest) -> Any:
        seen = Article.objects.for_reader(request.user).with_status()
        return seen.annotate(newest_headline=newest_headline("pk", request.user)).order_by(*self.ordering)

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> Any:
        """The article; to whoever may not see the work on it, as readers see it."""
        article = super().get_object(request, object_id, from_field)
        if article is not None:
            article.hides_work = not Article.objects.for_editor(request.user).filter(pk=article.pk).exists()
        return article

    def get_search_results(self, request: HttpRequest, queryset: Any, search_term: str) -> tuple[Any, bool]:
        """Find drafts too: by the words of any edition that one may see."""
        words = search_term.replace("\x00", " ").strip()
        found = Edition.objects.for_reader(request.user).order_by().matching(words).values("article")
        return (queryset.filter(pk__in=found) if words else queryset), False

    def has_change_permission(self, request: HttpRequest, obj: Article | None = None) -> bool:
        """A reporter changes what is hers; nobody what is approved or withdrawn (articles.workflow.may_edit)."""
        if obj is None:
            return super().has_change_permission(request)
        known: dict[int, bool] = request.__dict__.setdefault("_may_edit", {})
        if obj.pk not in known:
            known[obj.pk] = may_edit(obj, request.user) is None
        return known[obj.pk]

    def has_delete_permission(self, request: HttpRequest, obj: Article | None = None) -> bool:
        """What was public is withdrawn, not deleted."""
        never_public = obj is None or (obj.published_at is None and self.has_change_permission(request, obj))
        return super().has_delete_permission(request, obj) and never_public

    def why_it_stays(self, request: HttpRequest, obj: Article) -> str:
        """What was public stays for good; a text that waits for review, or is approved, until it is taken back."""
        refused = may_edit(obj, request.user)
        return super().why_it_stays(request, obj) or (" ".join(refused.messages) if refused else "")

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> Any:
        """Refuse the deletion of several at once where one was public."""
        to_delete, counts, lacking, protected = super().get_deleted_objects(objs, request)
        lacking -= {Edition._meta.verbose_name, Placement._meta.verbose_name}
        return to_delete, counts, lacking, [*protected, *(str(obj) for obj in objs if not self.has_delete_permission(request, obj))]

    def get_form(self, request: HttpRequest, obj: Article | None = None, change: bool = False, **kwargs: Any) -> Any:
        callback = partial(self.formfield_for_dbfield, request=request)
        content: dict[str, Any] = fields_for_model(Edition, fields=CONTENT, formfield_callback=callback)
        kwargs["form"] = type("ArticleForm", (self.form,), content)
        return super().get_form(request, obj, change, **kwargs)

    def change_view(self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None) -> Any:
        """The form with what was found in the article, and why it cannot be changed where it cannot."""
        obj = self.get_object(request, object_id)
        more = {"checks": checks_of(obj), "may_edit": may_edit(obj, request.user)} if obj else {}
        return super().change_view(request, object_id, form_url, more | (extra_context or {}))

    def response_add(self, request: HttpRequest, obj: Article, post_url_continue: Any = None) -> Any:
        return self._then(request, obj) or super().response_add(request, obj, post_url_continue)

    def response_change(self, request: HttpRequest, obj: Article) -> Any:
        return self._then(request, obj) or super().response_change(request, obj)

    def _then(self, request: HttpRequest, obj: Article) -> HttpResponseRedirect | None:
        """Where a button saved and wants to go on: to the page that asks before the next step."""
        act = request.POST.get("_then", "")
        return HttpResponseRedirect(reverse(f"admin:articles_article_{act}", args=[obj.pk])) if act in TRANSITIONS else None

    @transaction.atomic
    def save_model(self, request: Any, obj: Article, form: Any, change: bool) -> None:
        if not change:
            obj.created_by = request.user
        form.opened = change and obj.draft is None and form.says_something_new
        super().save_model(request, obj, form, change)
        if not change:
            Edition.objects.create(article=obj, created_by=request.user, **form.content)
        elif form.says_something_new:
            form.write(obj, request.user)

    def autosave(self, request: HttpRequest, obj: Article, form: Any) -> bool:
        """Write the words of the form into the edition in work, where they say something new, and note it in the trail."""
        if not form.says_something_new:
            return False
        opened = obj.draft is None
        form.write(obj, request.user)
        note_edit(obj, request.user, [name for name in form.changed_data if name in CONTENT], opened=opened)
        return True

    def closed_because(self, request: HttpRequest, obj: Article) -> str:
        refused = may_edit(obj, request.user)
        return " ".join(refused.messages) if refused else super().closed_because(request, obj)

    def moved_lines(self, obj: Article, prefix: str, ids: set[str]) -> dict[str, str]:
        """The photos of an edition that another has followed since a form was opened are those of the new one."""
        working = obj.working
        if prefix != "placements" or working is None:
            return {}
        now = dict(working.placements.values_list("photo", "pk"))
        then = Placement.objects.filter(pk__in=ids, edition__article=obj).exclude(edition=working).values_list("pk", "photo")
        return {str(pk): str(now[photo]) for pk, photo in then if photo in now}

    def save_formset(self, request: HttpRequest, form: Any, formset: Any, change: bool) -> None:
        if isinstance(formset, PlacementLines):
            form.opened = form.opened or (change and formset.has_changed() and form.instance.draft is None)
            formset.put_in(form.instance.open_draft(by=request.user) if formset.has_changed() else formset.instance, by=request.user)
        else:
            super().save_formset(request, form, formset, change)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """Once all is saved, write into the trail who changed what."""
        super().save_related(request, form, formsets, change)
        obj = form.instance
        if not change:
            record(obj, Deed.CREATED, request.user, edition=obj.working)
            return
        changed = [*form.changed_data, *(formset.prefix for formset in formsets if formset.has_changed())]
        if changed:
            note_edit(obj, request.user, changed, opened=form.opened)
        if "slug" in form.changed_data:
            record(obj, Deed.MOVED, request.user, edition=obj.working, details={"from": form.initial.get("slug", ""), "to": obj.slug})


for content_name in CONTENT:
    setattr(ArticleAdmin, content_name, _shown(content_name))
