"""Addresses that moved: what is asked for under a former address is led to where it is now."""

from typing import Any, TypeVar

from django.db import models, transaction
from django.http import HttpRequest, HttpResponsePermanentRedirect
from django.utils import timezone

from qcdc.models import FormerAddress, label_of

Row = TypeVar("Row", bound=models.Model, covariant=True)


class AddressedQuerySet(models.QuerySet[Row]):
    """Rows that are found by their slugs, which are changed one by one: so the former ones are kept."""

    def update(self, **values: Any) -> int:
        """Raises TypeError where it would change slugs behind the back of `save()`."""
        if "slug" in values:
            raise TypeError("A slug is changed by save(), which keeps the former address.")
        return super().update(**values)

    # As Django marks its own: no template calls it.
    update.alters_data = True  # type: ignore[attr-defined]


class Addressed(models.Model):
    """A row that is found by its slug. When the slug changes, whoever saves it, the former one leads on."""

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Keep the address that the row leaves; one to which it comes back is no former one any more."""
        written = kwargs.get("update_fields")
        if self._state.adding or (written is not None and "slug" not in written):
            super().save(*args, **kwargs)
            return
        with transaction.atomic(using=kwargs.get("using") or self._state.db):
            # The stored slug is asked for, not remembered: a colleague may have changed it since this row was read.
            rows: Any = type(self)._base_manager
            stored = rows.filter(pk=self.pk).values_list("slug", flat=True).first()
            super().save(*args, **kwargs)
            slug = self.slug  # type: ignore[attr-defined]
            if stored and stored != slug:
                self._leave(stored, slug)

    def left_by_others(self, base: str) -> set[str]:
        """The former addresses of other rows of this kind that begin in some way."""
        others = FormerAddress.objects.filter(model=label_of(self), slug__startswith=base).exclude(object_id=self.pk or 0)
        return set(others.values_list("slug", flat=True))

    def _leave(self, former: str, now: str) -> None:
        model = label_of(self)
        FormerAddress.objects.filter(model=model, slug=now, object_id=self.pk).delete()
        FormerAddress.objects.update_or_create(model=model, slug=former, defaults={"object_id": self.pk, "left_at": timezone.now()})


def formerly(model: Any, slug: str) -> models.Q:
    """The row that had an address part before, whatever it has now."""
    return models.Q(pk__in=FormerAddress.objects.filter(model=label_of(model), slug=slug).values("object_id"))


def now_at(rows: Any, slug: str) -> Any:
    """The one of some rows that had an address part before; None where none of them had."""
    return rows.filter(formerly(rows.model, slug)).first()


def onward(request: HttpRequest, place: Any) -> HttpResponsePermanentRedirect:
    """Lead the reader to where a row is now, with what the address asked for.

    Browsers would keep such an answer for good, and go in circles once a row has come back to its former address.
    """
    query = request.META.get("QUERY_STRING", "")
    address = place if isinstance(place, str) else place.get_absolute_url()
    response = HttpResponsePermanentRedirect(f"{address}?{query}" if query else address)
    response["Cache-Control"] = "no-cache"
    return response
