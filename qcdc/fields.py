"""Model fields that keep the laws of the house: NFC text, sort keys in binary order, folded search text."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.db import models
from django_prose_editor.fields import ProseEditorField

from qcdc import prose, vietnamese


def binary_collation(parameters: Any, connection: Any) -> Any:
    """Have PostgreSQL compare a text column byte by byte, as SQLite does, so that both give one order."""
    if connection.vendor == "postgresql":
        parameters["collation"] = "C"
    return parameters


class _NFC(models.Field):
    """Text that is NFC whoever saves it: forms, files, API, shell, update()."""

    def to_python(self, value: Any) -> Any:
        value = super().to_python(value)
        return vietnamese.nfc(value) if isinstance(value, str) else value

    def get_prep_value(self, value: Any) -> Any:
        value = super().get_prep_value(value)
        return vietnamese.nfc(value) if isinstance(value, str) else value

    def pre_save(self, model_instance: models.Model, add: bool) -> Any:
        value = super().pre_save(model_instance, add)
        if isinstance(value, str):
            value = vietnamese.nfc(value)
            setattr(model_instance, self.attname, value)
        return value


class TextFormField(forms.CharField):
    """Several lines as the register keeps them: browsers end lines with two characters, the register with one."""

    def to_python(self, value: Any) -> Any:
        return one_newline(vietnamese.nfc(super().to_python(value) or ""))


def one_newline(text: str) -> str:
    """The text with its lines ended by a line feed alone."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


class NFCCharField(_NFC, models.CharField):
    """One line of Vietnamese text."""


class NFCTextField(_NFC, models.TextField):
    """Several lines of Vietnamese text."""

    def get_prep_value(self, value: Any) -> Any:
        value = super().get_prep_value(value)
        return one_newline(value) if isinstance(value, str) else value

    def formfield(self, **kwargs: Any) -> Any:
        return super().formfield(**{"form_class": TextFormField, **kwargs})


class ProseField(ProseEditorField):
    """Rich text, sanitised when it is saved, whoever saves it."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.update(extensions=prose.EXTENSIONS, sanitize=prose.clean)
        super().__init__(*args, **kwargs)

    def get_prep_value(self, value: Any) -> Any:
        value = super().get_prep_value(value)
        return prose.clean(value) if isinstance(value, str) else value

    def pre_save(self, model_instance: models.Model, add: bool) -> Any:
        value = super().pre_save(model_instance, add)
        if isinstance(value, str):
            value = prose.clean(value)
            setattr(model_instance, self.attname, value)
        return value


class AddressField(models.URLField):
    """A web address; one typed without its scheme is taken as https."""

    def formfield(self, **kwargs: Any) -> Any:
        return super().formfield(**{"assume_scheme": "https", **kwargs})


class SortKeyField(models.CharField):
    """The place of a row in Vietnamese order, computed from another field at every save."""

    def __init__(self, *args: Any, of: str = "name", by: Callable[[str], str] = vietnamese.sort_key, **kwargs: Any) -> None:
        self.of, self.by = of, by
        options: dict[str, Any] = {"max_length": 1000, "editable": False, "default": "", "db_index": True} | kwargs
        super().__init__(*args, **options)

    def deconstruct(self) -> Any:
        name, path, args, kwargs = super().deconstruct()
        return name, path, args, kwargs | {"of": self.of, "by": self.by}

    def db_parameters(self, connection: Any) -> Any:
        return binary_collation(super().db_parameters(connection), connection)

    def pre_save(self, model_instance: models.Model, add: bool) -> str:
        key = self.by(str(getattr(model_instance, self.of)))[: self.max_length]
        setattr(model_instance, self.attname, key)
        return key


class FoldedField(models.TextField):
    """What a row is found by: the folded text of some of its attributes, computed at every save."""

    def __init__(self, *args: Any, of: tuple[str, ...] = (), **kwargs: Any) -> None:
        self.of = tuple(of)
        options: dict[str, Any] = {"editable": False, "default": "", "blank": True} | kwargs
        super().__init__(*args, **options)

    def deconstruct(self) -> Any:
        name, path, args, kwargs = super().deconstruct()
        return name, path, args, kwargs | {"of": self.of}

    def pre_save(self, model_instance: models.Model, add: bool) -> str:
        text = " ".join(vietnamese.fold(str(getattr(model_instance, name) or "")) for name in self.of)
        setattr(model_instance, self.attname, text)
        return text


class AutoSlugField(models.SlugField):
    """A readable, unique address part; left empty, it is made from another field when first saved."""

    def __init__(self, *args: Any, of: str = "name", **kwargs: Any) -> None:
        self.of = of
        kwargs = {"max_length": 100, "unique": True, "blank": True} | kwargs
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> Any:
        name, path, args, kwargs = super().deconstruct()
        return name, path, args, kwargs | {"of": self.of, "max_length": self.max_length, "unique": self.unique}

    def pre_save(self, model_instance: models.Model, add: bool) -> Any:
        value = getattr(model_instance, self.attname)
        if not value:
            value = self.unused(model_instance, str(getattr(model_instance, self.of)))
            setattr(model_instance, self.attname, value)
        return value

    def unused(self, model_instance: models.Model, text: str) -> str:
        """An address part made from some text that no other row has, numbered from 2 where it is taken."""
        model = type(model_instance)
        base = vietnamese.slug(text, max_length=80) or str(model._meta.model_name)
        taken = set(
            model._base_manager.filter(**{f"{self.attname}__startswith": base})
            .exclude(pk=model_instance.pk)
            .values_list(self.attname, flat=True)
        )
        # Former addresses lead to other rows: one that is made up here takes none of theirs, one that is typed may.
        if hasattr(model_instance, "left_by_others"):
            taken |= model_instance.left_by_others(base)
        return next(name for name in _numbered(base) if name not in taken)


def _numbered(base: str) -> Any:
    yield base
    number = 2
    while True:
        yield f"{base}-{number}"
        number += 1


def matching(queryset: Any, words: str, *fields: str) -> Any:
    """Narrow a queryset to rows whose folded text (in any of the fields) holds every word, marks and case aside."""
    for word in vietnamese.fold(words).split()[:12]:
        anywhere = models.Q()
        for field in fields or ("search_text",):
            anywhere |= models.Q((f"{field}__contains", word[:60]))
        queryset = queryset.filter(anywhere)
    return queryset
