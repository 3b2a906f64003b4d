"""The desk of photos: what they show, whose they are, where they stand, and what still lacks."""

from typing import Any

from admin_ordering.admin import OrderableAdmin
from django import forms
from django.contrib import admin, messages
from django.db.models import Count, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpRequest, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from articles.admin.focus import FocusField
from articles.admin.photo_upload import TakesUploads, uses_of
from articles.captions import conference_of, draft_caption
from articles.models import Photo, PhotoSubject, Placement
from articles.models.photos import WORDS, fingerprint
from articles.photo_intake import name_source
from qcdc.desk import Desk
from qcdc.lines import QuickInline
from qcdc.uploads import LARGEST_FILE, checked_upload


class PhotoForm(forms.ModelForm):
    file = forms.FileField(label=_("file"), help_text=_("JPEG, PNG or WebP, up to 20 MB."))
    focus = FocusField()

    class Meta:
        model = Photo
        fields = ["file", "focus", "alt", "caption", "credit"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "focus" in self.fields and self.instance.pk and self.instance.file:
            self.fields["focus"].widget.preview = self.instance.url("w960")

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if "file" not in self.changed_data:
            return file
        self.sent, cleaned = file, checked_upload(file)
        return cleaned


class SubjectInline(QuickInline, OrderableAdmin, admin.TabularInline):
    model = PhotoSubject
    ordering_field = "order"
    fields = ["official", "order"]
    autocomplete_fields = ["official"]


class UseFilter(admin.SimpleListFilter):
    title = _("use")
    parameter_name = "use"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Any:
        return [("none", _("in no article")), ("some", _("in an article"))]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        unused = Photo.objects.in_no_article().order_by().values("pk")
        return {"none": queryset.filter(pk__in=unused), "some": queryset.exclude(pk__in=unused)}.get(self.value() or "", queryset)


class LackFilter(admin.SimpleListFilter):
    title = _("what lacks")
    parameter_name = "lacks"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Any:
        return [
            ("any", _("caption, credit or description")),
            ("caption", _("a caption")),
            ("credit", _("a credit")),
            ("alt", _("a description")),
        ]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        value = self.value()
        if value == "any":
            return queryset.lacking_words()
        return queryset.filter(**{value: ""}) if value in WORDS else queryset


@admin.register(Photo)
class PhotoAdmin(TakesUploads, Desk):
    form = PhotoForm
    change_list_template = "admin/articles/photo_list.html"
    list_display = ["preview", "shown_name", "credit", "uses", "created_by", "created_at"]
    list_display_links = ["preview", "shown_name"]
    list_filter = [UseFilter, LackFilter, "created_at"]
    list_select_related = ["created_by"]
    fields = ["preview", "file", "focus", "caption", "drafted_caption", "credit", "alt", "stands_in", "came_from"]
    readonly_fields = ["preview", "drafted_caption", "stands_in", "came_from"]
    inlines = [SubjectInline]

    def get_queryset(self, request: HttpRequest) -> Any:
        standing = Placement.objects.filter(photo=OuterRef("pk")).order_by().values("photo")
        number = standing.annotate(articles=Count("edition__article", distinct=True)).values("articles")
        return super().get_queryset(request).annotate(articles=Coalesce(Subquery(number), 0))

    def get_fields(self, request: HttpRequest, obj: Photo | None = None) -> Any:
        """A photo that readers have seen keeps its file: another picture is another photo. A new one has nothing to show yet."""
        if obj is None:
            hidden = {"preview", "focus", "drafted_caption", "stands_in", "came_from"}
        else:
            hidden = {"file"} if obj.is_sealed else set()
            hidden |= {"preview"} if self.has_change_permission(request, obj) else set()
        return [name for name in super().get_fields(request, obj) if name not in hidden]

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> Any:
        """The photo, and who looks at it: its page names articles and conferences that not everybody may see."""
        photo = super().get_object(request, object_id, from_field)
        if photo is not None:
            photo.reader = request.user
        return photo

    # A file that is there already

    def add_view(self, request: HttpRequest, form_url: str = "", extra_context: Any = None) -> Any:
        """Lead to the photo that the newsroom has where the same file is sent again."""
        if request.method == "POST" and self.has_add_permission(request) and (known := self._known(request)):
            return self._point_to(known, request)
        return super().add_view(request, form_url, extra_context)

    def _known(self, request: HttpRequest) -> Photo | None:
        file = request.FILES.get("file")
        return Photo.objects.of_file(fingerprint(file)).first() if file and (file.size or 0) <= LARGEST_FILE else None

    def _point_to(self, known: Photo, request: HttpRequest) -> HttpResponseBase:
        typed = {name: str(request.POST.get(name, "")).strip() for name in WORDS}
        if "_popup" in request.POST:
            return self.response_add(request, known)
        messages.warning(request, gettext("The newsroom has this very picture already; this is its page. Nothing was uploaded twice."))
        other = {name: text for name, text in typed.items() if text and text != getattr(known, name)}
        if other:
            lost = [f"{Photo._meta.get_field(name).verbose_name}: {text}" for name, text in other.items()]  # type: ignore[union-attr]
            messages.warning(request, gettext("What you typed was not taken over: %(words)s") % {"words": " · ".join(lost)})
        return HttpResponseRedirect(reverse("admin:articles_photo_change", args=[known.pk]))

    def save_model(self, request: HttpRequest, obj: Photo, form: Any, change: bool) -> None:
        if sent := getattr(form, "sent", None):
            name_source(obj, sent, fingerprint(sent), obj.created_by or request.user)
        super().save_model(request, obj, form, change)

    # What the list and the page show

    @admin.display(description=_("preview"))
    def preview(self, obj: Photo) -> str:
        picture = '<img class="photo-preview" src="{}" alt="{}" loading="lazy">'
        return format_html(picture, obj.thumbnail_url, obj.alt or str(obj)) if obj.pk and obj.file else "—"

    @admin.display(description=_("caption"))
    def shown_name(self, obj: Photo) -> str:
        return obj.caption or obj.original_name or str(obj)

    @admin.display(description=_("used in"), ordering="articles")
    def uses(self, obj: Any) -> str:
        if not obj.articles:
            return gettext("no article")
        words = ngettext("%(number)s article", "%(number)s articles", obj.articles) % {"number": obj.articles}
        return format_html('<a href="{}#uses">{}</a>', reverse("admin:articles_photo_change", args=[obj.pk]), words)

    @admin.display(description=_("stands in"))
    def stands_in(self, obj: Any) -> str:
        found = uses_of([obj], obj.reader).get(obj.pk, []) if obj.pk else []
        return format_html('<span id="uses">{}</span>', _links(found) if found else gettext("no article"))

    @admin.display(description=_("caption drafted from who is in the picture"))
    def drafted_caption(self, obj: Any) -> str:
        """From those who were saved as being in the picture."""
        drafted = draft_caption(obj, conference_of(obj, obj.reader)) if obj.pk else ""
        if not drafted:
            return gettext("Enter below who is in the picture, save, and a caption is drafted here.")
        return format_html(
            '<span data-drafted-caption>{}</span> <button type="button" class="button" data-take-caption="id_caption" hidden>{}</button>',
            drafted,
            gettext("Use as the caption"),
        )

    @admin.display(description=_("uploaded as"))
    def came_from(self, obj: Photo) -> str:
        return " · ".join(str(part) for part in (obj.original_name, obj.created_by) if part) or "—"


def _links(uses: list[dict[str, str]]) -> str:
    return format_html_join(", ", '<a href="{}">{}</a>', ((use["url"], use["headline"]) for use in uses))
