"""What somebody has typed and not yet saved: kept beside the row, and offered back."""

from datetime import timedelta
from typing import Any

from django.db import transaction
from django.forms.utils import ErrorDict, ErrorList
from django.http import QueryDict
from django.utils import timezone

from qcdc.models import KeptForm, label_of
from qcdc.sent import Sent, as_data, line_numbers

# A letter takes up to three bytes: five megabytes of a form at the most.
MOST_LETTERS = 5 * 1024 * 1024 // 3
MOST = 40
OFFERED = 5
LASTS = timedelta(days=30)


@transaction.atomic
def keep(user: Any, model: Any, object_id: int | None, sent: Sent) -> KeptForm:
    """Keep what was sent, in place of what was kept of the same form before. The oldest forms of a user make room."""
    what = {
        "model": label_of(model),
        "object_id": object_id,
        "revision": sent.revision or 0,
        "fields": sent.fields,
        "kept_at": timezone.now(),
    }
    kept, _created = KeptForm.objects.update_or_create(user=user, token=sent.token, defaults=what)
    KeptForm.objects.filter(kept_at__lt=timezone.now() - LASTS).delete()
    surplus = KeptForm.objects.filter(user=user).order_by("-kept_at", "-pk").values_list("pk", flat=True)[MOST:]
    KeptForm.objects.filter(pk__in=list(surplus)).delete()
    return kept


def forget(user: Any, token: str) -> None:
    """The form was saved or is not wanted any more."""
    if token:
        KeptForm.objects.filter(user=user, token=token).delete()


def kept_for(user: Any, model: Any, object_id: int | None) -> list[KeptForm]:
    """What this user typed into the forms of a row, or of a row to be, the latest first."""
    return list(
        KeptForm.objects.filter(user=user, model=label_of(model), object_id=object_id, kept_at__gt=timezone.now() - LASTS).order_by(
            "-kept_at", "-pk"
        )[:OFFERED]
    )


def kept_form(user: Any, model: Any, object_id: int | None, token: str) -> KeptForm | None:
    return KeptForm.objects.filter(user=user, model=label_of(model), object_id=object_id, token=token).first()


def own(user: Any, model: Any, token: str) -> KeptForm | None:
    return KeptForm.objects.filter(user=user, model=label_of(model), token=token).first()


def headline_of(kept: KeptForm) -> str:
    """The first words of a kept form, to tell it from another."""
    names = {"headline", "title", "name"}
    return next((str(value)[:120] for name, value in kept.fields if name in names and value), "")


def as_new(data: QueryDict, parents: dict[str, str]) -> QueryDict:
    """The fields of a form whose row is gone, for the page that adds one: its lines are new, too."""
    for key in [key for key in data if key.endswith("-INITIAL_FORMS")]:
        prefix = key.removesuffix("-INITIAL_FORMS")
        data[key] = "0"
        for number in line_numbers(data, prefix):
            data[f"{prefix}-{number}-id"] = data[f"{prefix}-{number}-{parents.get(prefix, 'id')}"] = ""
    return data


class Restored:
    """A form that shows what was kept, without a word about what is not finished."""

    kept_data: QueryDict

    def __init__(self, data: Any = None, files: Any = None, *args: Any, **kwargs: Any) -> None:
        super().__init__(self.kept_data, None, *args, **kwargs)  # type: ignore[call-arg]
        self._errors = ErrorDict()


def hush(formset: Any) -> None:
    """Have lines show what was kept without checking it."""
    for form in formset.forms:
        form._errors = ErrorDict()
    formset._errors = [form._errors for form in formset.forms]
    formset._non_form_errors = ErrorList()


def data_of(kept: KeptForm) -> QueryDict:
    return as_data(kept.fields)
