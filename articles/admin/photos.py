from typing import Any

from admin_ordering.admin import OrderableAdmin
from django import forms
from django.contrib import admin
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from articles.models import Photo, PhotoSubject
from qcdc.desk import Desk
from qcdc.lines import QuickInline
from qcdc.uploads import checked_upload


class PhotoForm(forms.ModelForm):
    file = forms.FileField(label=_("file"), help_text=_("JPEG, PNG or WebP, up to 20 MB."))

    class Meta:
        model = Photo
        fields = ["file", "alt", "caption", "credit"]

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        return checked_upload(file) if "file" in self.changed_data else file


class SubjectInline(QuickInline, OrderableAdmin, admin.TabularInline):
    model = PhotoSubject
    ordering_field = "order"
    fields = ["official", "order"]
    autocomplete_fields = ["official"]


@admin.register(Photo)
class PhotoAdmin(Desk):
    form = PhotoForm
    list_display = ["preview", "caption", "credit", "created_at"]
    list_display_links = ["preview", "caption"]
    fields = ["preview", "file", "caption", "credit", "alt"]
    readonly_fields = ["preview"]
    inlines = [SubjectInline]

    def get_fields(self, request: HttpRequest, obj: Photo | None = None) -> Any:
        """A photo that readers have seen keeps its file: another picture is another photo."""
        sealed = obj is not None and obj.placements.filter(edition__live_from__isnull=False).exists()
        return [name for name in super().get_fields(request, obj) if not (sealed and name == "file")]

    @admin.display(description=_("preview"))
    def preview(self, obj: Photo) -> str:
        return format_html('<img class="photo-preview" src="{}" alt="">', obj.url("w480")) if obj.pk and obj.file else "—"
