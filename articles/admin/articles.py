"""The desk of an article: one form for its address and for the words of the edition in work."""

from functools import partial
from typing import Any

from admin_ordering.admin import OrderableAdmin
from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db import transaction
from django.forms.models import fields_for_model
from django.http import HttpRequest
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext_lazy as _

from articles.admin.record import newest_headline
from articles.models import Article, Correction, Edition, Placement, State
from articles.models.editions import CONTENT
from qcdc.acts import Act, ActsMixin, PublishForm
from qcdc.desk import Desk
from qcdc.lines import Lines, QuickInline


class ArticleForm(forms.ModelForm):
    """The article's own fields with those of its newest edition, checked as both models check them."""

    class Meta:
        model = Article
        fields = ["slug", "conference", "embargo_until", "expires_at"]

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


class PlacementLines(Lines):
    """The photos of the edition in work; the form is that of the article."""

    def __init__(self, data: Any = None, files: Any = None, instance: Any = None, **kwargs: Any) -> None:
        if isinstance(instance, Article):
            instance = (instance.working if instance.pk else None) or Edition()
        super().__init__(data, files, instance=instance, **kwargs)

    def put_in(self, edition: Edition) -> None:
        """Save the lines as the photos of an edition: of the one that was shown, or of a draft copied from it."""
        if self.instance.pk in (None, edition.pk):
            self.instance = edition
            self.save()
            return
        edition.placements.all().delete()
        for form in self.forms:
            if form.cleaned_data.get("photo") and not form.cleaned_data.get("DELETE"):
                values = {name: form.cleaned_data[name] for name in ("photo", "caption", "order")}
                edition.placements.create(**values | {"order": values["order"] or next(self._free_numbers)})
        self.new_objects, self.changed_objects, self.deleted_objects = [], [], []


class PlacementInline(QuickInline, OrderableAdmin, admin.TabularInline):
    """Photos stand in an edition; here they are edited with the article that the edition is of."""

    model = Placement
    formset: Any = PlacementLines
    ordering_field = "order"
    fields = ["photo", "caption", "order"]
    autocomplete_fields = ["photo"]

    def __init__(self, parent_model: Any, admin_site: Any) -> None:
        super().__init__(Edition, admin_site)


class CorrectionInline(admin.StackedInline):
    model = Correction
    fields = [("date", "kind"), "wrong", "right"]
    extra = 0

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Corrections belong to what readers have seen."""
        return bool(obj and obj.published_at) and request.user.has_perm("articles.withdraw_article")

    has_change_permission = has_add_permission

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return request.user.has_perm("articles.view_article")

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """A correction that was printed is itself corrected, not erased."""
        return False


class WithdrawForm(forms.Form):
    reason = forms.CharField(label=_("reason, as readers will see it"), widget=forms.Textarea(attrs={"rows": 3}), max_length=2000)
    ordered_by = forms.CharField(label=_("by order of"), max_length=250, required=False)
    order_number = forms.CharField(label=_("number of the order"), max_length=120, required=False)


def publish(article: Article, request: HttpRequest, form: Any) -> None:
    """Publish what an editor confirmed. Raises ValidationError where the words are not there yet."""
    edition = article.working
    words = {"headline": getattr(edition, "headline", ""), "body": getattr(edition, "plain_body", "")}
    missing = [str(Edition._meta.get_field(name).verbose_name) for name, text in words.items() if not text.strip()]  # type: ignore[union-attr]
    if missing:
        raise ValidationError(_("Not yet published: %(fields)s missing.") % {"fields": ", ".join(missing)})
    article.publish(at=form.cleaned_data["at"])


def _shown(name: str) -> Any:
    """A content field for those who may only look."""

    def shown(self: Any, obj: Article) -> str:
        return str(getattr(obj.working, name, "") or "—")

    return admin.display(description=Edition._meta.get_field(name).verbose_name)(shown)  # type: ignore[union-attr]


@admin.register(Article)
class ArticleAdmin(ActsMixin, Desk):
    form = ArticleForm
    list_display = ["shown_headline", "state", "published_at", "conference", "created_by"]
    list_filter = ["state", "published_at"]
    list_select_related = ["conference", "created_by"]
    ordering = ["-updated_at", "-pk"]
    autocomplete_fields = ["conference"]
    inlines = [PlacementInline, CorrectionInline]
    fieldsets = [
        (None, {"fields": ["kicker", "headline", "lead"]}),
        (_("Dateline"), {"fields": [("dateline_code", "dateline_place", "day_phrase")]}),
        (_("Text"), {"fields": ["body"]}),
        (_("Byline and source"), {"fields": ["byline", ("source", "source_url")]}),
        (_("Connections"), {"fields": ["conference"]}),
        (
            _("Address, embargo, editions"),
            {"fields": ["slug", ("embargo_until", "expires_at"), "editions_so_far"], "classes": ["collapse"]},
        ),
    ]
    acts = (
        Act(
            name="publish",
            label=_("Publish"),
            permission="articles.publish_article",
            do=publish,
            applies=lambda article: article.state != State.WITHDRAWN and (article.state != State.PUBLISHED or article.has_draft),
            explains=_("Readers will see the newest edition."),
            done=_("Published:"),
            form=PublishForm,
        ),
        Act(
            name="unpublish",
            label=_("Back to the drafts"),
            permission="articles.publish_article",
            do=lambda article, request, form: article.unpublish(),
            applies=lambda article: article.state == State.PUBLISHED,
            explains=_("Readers will no longer find the article; its editions stay as they were."),
            done=_("Taken back into the drafts:"),
            grave=True,
        ),
        Act(
            name="withdraw",
            label=_("Withdraw"),
            permission="articles.withdraw_article",
            do=lambda article, request, form: article.withdraw(by=request.user, **form.cleaned_data),
            applies=lambda article: article.state == State.PUBLISHED,
            explains=_(
                "The page will show only a notice with your reason, and answer that the article is gone. It cannot be published again."
            ),
            done=_("Withdrawn:"),
            form=WithdrawForm,
            grave=True,
        ),
    )

    def get_readonly_fields(self, request: HttpRequest, obj: Article | None = None) -> Any:
        """Embargo and end are set and lifted by those who may publish."""
        dates = [] if request.user.has_perm("articles.publish_article") else ["embargo_until", "expires_at"]
        return [*dates, "editions_so_far"]

    def get_queryset(self, request: HttpRequest) -> Any:
        return Article.objects.for_reader(request.user).annotate(newest_headline=newest_headline("pk")).order_by(*self.ordering)

    @admin.display(description=_("headline"))
    def shown_headline(self, obj: Any) -> str:
        return obj.newest_headline or obj.slug

    def get_search_results(self, request: HttpRequest, queryset: Any, search_term: str) -> tuple[Any, bool]:
        """Find drafts too: by the words of any edition."""
        words = search_term.replace("\x00", " ").strip()
        found = Edition.objects.order_by().matching(words).values("article")
        return (queryset.filter(pk__in=found) if words else queryset), False

    def has_change_permission(self, request: HttpRequest, obj: Article | None = None) -> bool:
        """A reporter changes what is hers; a withdrawn article is changed by nobody."""
        if obj is not None and obj.state == State.WITHDRAWN:
            return False
        own = obj is None or obj.created_by == request.user or request.user.has_perm("articles.see_drafts")
        return super().has_change_permission(request, obj) and own

    def has_delete_permission(self, request: HttpRequest, obj: Article | None = None) -> bool:
        """What was public is withdrawn, not deleted."""
        never_public = obj is None or (obj.published_at is None and self.has_change_permission(request, obj))
        return super().has_delete_permission(request, obj) and never_public

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

    def state_of(self, obj: Article) -> Any:
        moment = date_format(timezone.localtime(obj.published_at), "DATETIME_FORMAT") if obj.published_at else ""
        if obj.state == State.WITHDRAWN:
            return _("Withdrawn: readers see only the notice.")
        if obj.is_scheduled:
            return _("Will be published by itself at %(moment)s.") % {"moment": moment}
        if obj.is_published and obj.has_draft:
            return _("Readers see edition %(live)s; below is draft edition %(draft)s, which nobody else sees until it is published.") % {
                "live": obj.live.number,
                "draft": obj.working.number,
            }
        if obj.is_published:
            return _("Published at %(moment)s. A change opens a new draft edition; readers go on seeing this one.") % {"moment": moment}
        if obj.state == State.PUBLISHED:
            return _("Publication is set, but readers do not see the article at this time (embargo or end date).")
        return _("Draft: only the newsroom sees this article.")

    @admin.display(description=_("editions so far"))
    def editions_so_far(self, obj: Article) -> str:
        if not obj.pk:
            return "—"
        rows = (
            (edition.number, edition.headline, self._life(edition)) for edition in sorted(obj.editions.all(), key=lambda each: -each.number)
        )
        return format_html("<ul>{}</ul>", format_html_join("", "<li>{}. {} — {}</li>", rows))

    @staticmethod
    def _life(edition: Edition) -> str:
        if not edition.live_from:
            return str(_("in work"))
        ends = [
            date_format(timezone.localtime(moment), "SHORT_DATETIME_FORMAT") if moment else "…"
            for moment in (edition.live_from, edition.live_until)
        ]
        return " – ".join(ends)

    @transaction.atomic
    def save_model(self, request: Any, obj: Article, form: Any, change: bool) -> None:
        if not change:
            obj.created_by = request.user
        super().save_model(request, obj, form, change)
        if not change:
            Edition.objects.create(article=obj, created_by=request.user, **form.content)
        elif form.says_something_new:
            draft = obj.open_draft(by=request.user)
            for name, value in form.content.items():
                setattr(draft, name, value)
            draft.save()

    def save_formset(self, request: HttpRequest, form: Any, formset: Any, change: bool) -> None:
        if isinstance(formset, PlacementLines):
            formset.put_in(form.instance.open_draft(by=request.user) if formset.has_changed() else formset.instance)
        else:
            super().save_formset(request, form, formset, change)


for content_name in CONTENT:
    setattr(ArticleAdmin, content_name, _shown(content_name))
