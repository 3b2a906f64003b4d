"""What keeps a record from being filed, gathered at the fields where an editor can mend it."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import models
from django.utils.translation import gettext as _

Where = tuple[str, int | None, str]
"""A part of the record ("article", "officials" …), the line in it from 0 (None where it has no lines), the field or "__all__"."""

LARGEST = 2**63 - 1


class NotFiled(Exception):
    """Why a record was not filed, at the fields where it has to be mended. Nothing of it was kept."""

    def __init__(self, errors: Mapping[Where, list[str]]) -> None:
        self.errors = dict(errors)
        super().__init__("; ".join(message for messages in self.errors.values() for message in messages))


class Refusals:
    """The refusals of one record, as they are met."""

    def __init__(self) -> None:
        self.errors: dict[Where, list[str]] = {}

    def add(self, part: str, line: int | None, field: str, *messages: Any) -> None:
        said = self.errors.setdefault((part, line, field), [])
        said.extend(text for message in messages if (text := str(message)) not in said)

    def checks(
        self, row: models.Model, part: str, line: int | None = None, *, names: Mapping[str, str] | None = None, but: Iterable[str] = ()
    ) -> bool:
        """Whether a row is whole. `names` says which field of the record a field of the row comes from; `but` is not looked at."""
        try:
            row.full_clean(exclude=set(but))
        except ValidationError as refusal:
            for field, messages in refusal.message_dict.items():
                name = "__all__" if field == NON_FIELD_ERRORS else (names or {}).get(field, field)
                self.add(part, line, name, *messages)
            return False
        return True

    def pick(self, rows: Mapping[Any, Any], key: Any, part: str, line: int | None, field: str) -> Any:
        """The row of a key that was posted, or None; one that is not there is refused."""
        if key is None or key == "":
            return None
        found = rows.get(key) if isinstance(key, (int, str)) else None
        if found is None:
            self.add(part, line, field, _("This choice is no longer in the register. Choose again."))
        return found

    def raise_any(self) -> None:
        """Raises NotFiled where something was refused."""
        if self.errors:
            raise NotFiled(self.errors)


def rows_by_pk(rows: Any, keys: Iterable[Any]) -> dict[int, Any]:
    """The rows of some keys, in one query; what is no key of any database is left out."""
    wanted = {key for key in keys if isinstance(key, int) and not isinstance(key, bool) and 0 < key <= LARGEST}
    return {row.pk: row for row in rows.filter(pk__in=wanted)} if wanted else {}
