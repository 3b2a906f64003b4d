"""Groups and rights in the words of the newsroom: Django keeps their names in the database, in English."""

from typing import Any

from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.utils.text import capfirst
from django.utils.translation import pgettext_lazy

GROUP_NAMES = {
    "Reporter": pgettext_lazy("group", "Reporter"),
    "Editor": pgettext_lazy("group", "Editor"),
    "Publisher": pgettext_lazy("group", "Publisher"),
    "Administrator": pgettext_lazy("group", "Administrator"),
}
ACTS = {
    "view": pgettext_lazy("right", "see"),
    "add": pgettext_lazy("right", "add"),
    "change": pgettext_lazy("right", "change"),
    "delete": pgettext_lazy("right", "delete"),
}
# What the machinery keeps for itself; a right to it would open no page.
HIDDEN_APPS = ["admin", "contenttypes", "sessions"]


def group_label(group: Group) -> str:
    """What a group is called in the newsroom."""
    return str(GROUP_NAMES.get(group.name, group.name))


def permission_label(permission: Permission) -> str:
    """A right as a sentence of two parts: on what, and what may be done."""
    model: Any = ContentType.objects.get_for_id(permission.content_type_id).model_class()
    if model is None:
        return permission.name
    act = permission.codename.removesuffix(f"_{model._meta.model_name}")
    words = ACTS.get(act) or dict(model._meta.permissions).get(permission.codename, permission.name)
    return f"{capfirst(model._meta.verbose_name_plural)}: {words}"


def shown_permissions() -> models.QuerySet[Permission]:
    """The rights that can be given one by one."""
    return (
        Permission.objects.select_related("content_type")
        .exclude(content_type__app_label__in=HIDDEN_APPS)
        .exclude(content_type__model__startswith="historical")
        .order_by("content_type__app_label", "content_type__model", "pk")
    )


# Wherever the admin puts one of them on a page: lists, heads, messages, fields to be seen only.
Group.add_to_class("__str__", group_label)
Permission.add_to_class("__str__", permission_label)
