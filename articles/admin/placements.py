"""The photos of an article's edition in work, as lines of the article's form."""

from typing import Any

from django import forms
from django.contrib import admin
from django.forms import Media, Script
from django.http import HttpRequest

from articles.models import Article, Edition, Photo, Placement
from articles.models.photos import WORDS
from qcdc.lines import Lines, QuickInline
from qcdc.pickers import chosen_of


class PlacementForm(forms.ModelForm):
    """A photo in an article: the words typed here are those of the article; the photo's own stand where none are typed."""

    shown_photo: Photo | None = None

    class Meta:
        model = Placement
        fields = ["photo", *WORDS, "order"]

    def clean_caption(self) -> str:
        """One line, however many it was pasted in."""
        return " ".join(self.cleaned_data["caption"].split())

    def show(self, photo: Photo | None) -> None:
        """Have the fields show the photo's own words where the article gives none."""
        self.shown_photo = photo
        for name in WORDS if photo else ():
            if name in self.fields:
                self.fields[name].widget.attrs["placeholder"] = getattr(photo, name)


class PlacementLines(Lines):
    """The photos of the edition in work; the form is that of the article."""

    def __init__(self, data: Any = None, files: Any = None, instance: Any = None, **kwargs: Any) -> None:
        if isinstance(instance, Article):
            instance = (instance.working if instance.pk else None) or Edition()
        super().__init__(data, files, instance=instance, **kwargs)
        lines: list[Any] = self.forms
        for form in lines:
            if "photo" in form.fields and (value := form["photo"].value()):
                field = form.fields["photo"]
                form.show(chosen_of(field).row(field, str(value)))

    def put_in(self, edition: Edition, by: Any = None) -> None:
        """Save the lines as the photos of an edition: of the one that was shown, or of a draft copied from it."""
        if self.instance.pk in (None, edition.pk):
            self.instance = edition
            self.save()
        else:
            edition.placements.all().delete()
            for form in self.forms:
                if form.cleaned_data.get("photo") and not form.cleaned_data.get("DELETE"):
                    values = {name: form.cleaned_data[name] for name in ("photo", *WORDS, "order")}
                    edition.placements.create(**values | {"order": values["order"] or next(self._free_numbers)})
            self.new_objects, self.changed_objects, self.deleted_objects = [], [], []
        if by is not None and by.has_perm("articles.change_photo"):
            self._fill_gaps()

    def _fill_gaps(self) -> None:
        """What was typed for a photo that had no words of its own becomes the photo's own: its next article finds it there."""
        for form in self.forms:
            photo = form.cleaned_data.get("photo")
            if photo and not form.cleaned_data.get("DELETE"):
                photo.fill_gaps(**{name: form.cleaned_data[name] for name in WORDS})


class PlacementInline(QuickInline, admin.StackedInline):
    """Photos stand in an edition; here they are edited with the article that the edition is of."""

    model = Placement
    form = PlacementForm
    formset: Any = PlacementLines
    template = "admin/articles/placements.html"
    ordering = ["order", "pk"]
    fields = ["photo", *WORDS, "order"]
    autocomplete_fields = ["photo"]

    def __init__(self, parent_model: Any, admin_site: Any) -> None:
        super().__init__(Edition, admin_site)

    @property
    def media(self) -> Any:
        modules: Any = [Script(f"js/{name}.js", type="module") for name in ("order", "photos")]
        return super().media + Media(js=modules, css={"all": ["css/photo-desk.css"]})

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name == "caption":
            kwargs["widget"] = forms.Textarea(attrs={"rows": 2, "class": "vLargeTextField"})
        if db_field.name == "photo":
            kwargs["queryset"] = Photo.objects.prefetch_related("subjects__official")
        return super().formfield_for_dbfield(db_field, request, **kwargs)
