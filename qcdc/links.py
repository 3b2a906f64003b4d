"""The addresses of the API: how records point at one another, at their lists and at their pages."""

from collections.abc import Callable, Collection
from operator import attrgetter
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.http import HttpRequest
from django.urls import reverse
from django.utils import translation
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.views import APIView

from qcdc import asking
from qcdc.fields import ProseField
from qcdc.glossary import MEANINGS
from qcdc.partial_dates import PartialDateField
from qcdc.problems import asked_language
from qcdc.values import ChoiceValue, NumberValue, PartialDateValue, ProseValue

ADDRESSES = "addresses of collections"
Name = str | Callable[[Any], str]


def collection(context: Any, noun: str) -> str:
    """The absolute address of the list of a noun."""
    known: dict[str, str] = context.setdefault(ADDRESSES, {})
    if noun not in known:
        known[noun] = context["request"].build_absolute_uri(reverse(f"api:{noun}-list"))
    return known[noun]


def address(context: Any, noun: str, pk: int) -> str:
    """The absolute address of a record in the API."""
    return f"{collection(context, noun)}{pk}/"


def on_site(context: Any, path: Callable[[], str]) -> str:
    """The absolute address of something outside the API, in the language that has no prefix."""
    with translation.override(settings.LANGUAGE_CODE):
        return str(context["request"].build_absolute_uri(path()))


def link(context: Any, item: Any, name: str) -> dict[str, Any]:
    """Another record in few words."""
    return {"id": item.pk, "name": name, "url": address(context, item._meta.model_name, item.pk)}


class LinkSerializer(serializers.Serializer):
    """Another record in few words: its id, what it is called, and its address in the API."""

    id = serializers.IntegerField(read_only=True, help_text="Stays the same for as long as the record lives.")
    name = serializers.CharField(read_only=True, help_text="What the record is called.")
    url = serializers.URLField(read_only=True, help_text="Its address in the API.")


@extend_schema_field(LinkSerializer)
class Link(serializers.Field):
    """A link to another record, named by an attribute or a function; `of` leads to it from a row in between."""

    def __init__(self, name: Name = "", of: str = "", **kwargs: Any) -> None:
        self.name = attrgetter(name or f"{of}.name".lstrip(".")) if isinstance(name, str) else name
        self.of = attrgetter(of) if of else None
        super().__init__(**{"read_only": True} | kwargs)

    def to_representation(self, value: Any) -> dict[str, Any]:
        item = self.of(value) if self.of else value
        return link(self.context, item, str(self.name(value)))


def links(source: str, name: Name = "", of: str = "", **kwargs: Any) -> serializers.ListField:
    """Links to each of some records."""
    return serializers.ListField(child=Link(name, of, read_only=False), source=source, read_only=True, **kwargs)


@extend_schema_field(OpenApiTypes.URI)
class SelfLink(serializers.Field):
    """The record's own address in the API."""

    def __init__(self, source: str = "*") -> None:
        super().__init__(source=source, read_only=True, help_text="The record's own address in the API.")

    def to_representation(self, value: Any) -> str:
        return address(self.context, value._meta.model_name, value.pk)


@extend_schema_field(OpenApiTypes.URI)
class WebLink(serializers.Field):
    """The address of the page on which readers see the record."""

    def __init__(self) -> None:
        super().__init__(source="*", read_only=True, help_text="The address of the page on which readers see the record.")

    def to_representation(self, value: Any) -> str:
        return on_site(self.context, value.get_absolute_url)


@extend_schema_field(OpenApiTypes.URI)
class CollectionLink(serializers.Field):
    """The address of the list that holds what belongs to the record, narrowed by one filter."""

    def __init__(self, noun: str, name: str, by: str = "slug") -> None:
        self.noun, self.name, self.by = noun, name, by
        super().__init__(source="*", read_only=True, help_text="The address of the list of them.")

    def to_representation(self, value: Any) -> str:
        return f"{collection(self.context, self.noun)}?{self.name}={getattr(value, self.by)}"


class Record(serializers.ModelSerializer):
    """A row of the record as the API writes it: read-only, with its own address."""

    serializer_field_mapping: ClassVar[dict[type[models.Field], type[serializers.Field]]] = {
        **serializers.ModelSerializer.serializer_field_mapping,
        models.DecimalField: NumberValue,
        PartialDateField: PartialDateValue,
        ProseField: ProseValue,
    }
    serializer_choice_field = ChoiceValue

    url = SelfLink()

    def get_fields(self) -> dict[str, Any]:
        """A word means the same in every collection, so its description is written once."""
        fields: dict[str, Any] = super().get_fields()
        for name, field in fields.items():
            field.help_text = field.help_text or MEANINGS.get(name)
        return fields

    def to_representation(self, instance: Any) -> Any:
        """The members of the row; on the day that the context names, where it names one."""
        row = super().to_representation(instance)
        return self.on_the_day(row, instance) if "day" in self.context else row

    def on_the_day(self, row: dict[str, Any], instance: Any) -> dict[str, Any]:
        """The members as they were true on `context["day"]`."""
        return row

    def build_standard_field(self, field_name: Any, model_field: Any) -> Any:
        """What is left empty is null where it is no text; the help for editors stays with the editors."""
        field_class, kwargs = super().build_standard_field(field_name, model_field)
        if model_field.blank and issubclass(field_class, (ChoiceValue, PartialDateValue)):
            kwargs["allow_null"] = True
        kwargs.pop("help_text", None)
        return field_class, kwargs

    def include_extra_kwargs(self, kwargs: Any, extra_kwargs: Any) -> Any:
        """Every field is read-only, and so present in every answer."""
        return super().include_extra_kwargs(kwargs, extra_kwargs | {"read_only": True})


class OpenView(APIView):
    """A view of the API: what it refuses, it refuses in the language asked for; the record is the same in every language."""

    parameters: ClassVar[frozenset[str]] = frozenset()

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """Refuse a request for what this address does not know, rather than answer another one."""
        super().initial(request, *args, **kwargs)
        asking.check(request, self.known())

    def known(self) -> Collection[str]:
        """The parameters that this address takes."""
        return self.parameters

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        with translation.override(asked_language(request)):
            return super().dispatch(request, *args, **kwargs)
