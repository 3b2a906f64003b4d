"""The photos of an article's edition in work, as lines of the article's form."""

from typing import Any

from admin_ordering.admin import OrderableAdmin
from django.contrib import admin

from articles.models import Article, Edition, Placement
from qcdc.lines import Lines, QuickInline


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
