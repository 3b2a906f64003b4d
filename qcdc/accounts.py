"""The accounts of the newsroom: who may log in, in which groups, for which sections and provinces.

Nobody gives away what she does not have herself: not a right, not a group, not the freedom from a limit.
"""

from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.auth.admin import GroupAdmin, UserAdmin
from django.contrib.auth.forms import UserChangeForm
from django.contrib.auth.models import Group, Permission
from django.contrib.auth.models import User as Account
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from articles.models import Section
from articles.models.rights import sections_of
from articles.models.trail import name_of
from meetings.models import Beat, provinces_of
from qcdc.desk import Desk
from qcdc.lines import QuickInline
from qcdc.permissions import GROUP_NAMES, shown_permissions
from qcdc.vietnamese import fold


def rights_of(row: Any) -> set[int]:
    """The permissions that an account, active or not, or a group holds."""
    if isinstance(row, Group):
        return set(row.permissions.values_list("pk", flat=True))
    return set(row.user_permissions.values_list("pk", flat=True)) | set(
        Permission.objects.filter(group__user=row).values_list("pk", flat=True)
    )


def is_limited(person: Any) -> bool:
    return bool(sections_of(person) or provinces_of(person))


def may_manage(person: Any, row: Any = None) -> bool:
    """Whether somebody may change an account or a group at all: it holds no right that she lacks, and she works without limits."""
    if person.is_superuser:
        return True
    if is_limited(person) or getattr(row, "is_superuser", False):
        return False
    return row is None or rights_of(row) <= rights_of(person)


class Grants:
    """Choices of groups and rights: never more than the giver has."""

    def formfield_for_manytomany(self, db_field: Any, request: Any = None, **kwargs: Any) -> Any:
        giver = request.user
        if db_field.name == "groups":
            kwargs["queryset"] = Group.objects.order_by("pk")
            if not giver.is_superuser:
                too_much = Group.permissions.through.objects.exclude(permission__in=rights_of(giver))
                kwargs["queryset"] = kwargs["queryset"].exclude(pk__in=too_much.values("group"))
        elif db_field.name in {"user_permissions", "permissions"}:
            kwargs["queryset"] = shown_permissions()
            if not giver.is_superuser:
                kwargs["queryset"] = kwargs["queryset"].filter(pk__in=rights_of(giver))
        return super().formfield_for_manytomany(db_field, request, **kwargs)  # type: ignore[misc]

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_change_permission(request, obj) and may_manage(request.user, obj)  # type: ignore[misc]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return super().has_add_permission(request) and may_manage(request.user)  # type: ignore[misc]

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        allowed = super().has_delete_permission(request, obj) and may_manage(request.user, obj)  # type: ignore[misc]
        return allowed and obj != request.user


class AccountForm(UserChangeForm):
    """An account, with the sections to which its work is limited."""

    sections = forms.ModelMultipleChoiceField(
        Section.objects.all(),
        label=_("limited to these sections"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Nothing ticked: no limit."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "sections" in self.fields and self.instance.pk:
            self.initial["sections"] = list(self.instance.sections.all())


class BeatInline(QuickInline, admin.StackedInline):
    """The provinces to which the work of an account is limited."""

    model = Beat
    formset: Any = forms.models.BaseInlineFormSet
    fields = ["provinces"]
    autocomplete_fields = ["provinces"]
    verbose_name_plural = _("limited to these provinces")


class GroupFilter(admin.SimpleListFilter):
    title = _("group")
    parameter_name = "group"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [(str(group.pk), str(group)) for group in Group.objects.order_by("pk")[:50]]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        value = self.value()
        chosen = value if value and value.isascii() and value.isdigit() and len(value) < 10 else None
        return queryset.filter(groups=chosen) if chosen else queryset


admin.site.unregister([Account, Group])


@admin.register(Account)
class AccountAdmin(Grants, Desk, UserAdmin):
    form = AccountForm
    list_display = ["username", "full_name", "groups_shown", "limits_shown", "is_active", "is_staff", "last_login"]
    list_filter = ["is_active", "is_staff", GroupFilter]
    search_fields = ["username", "first_name", "last_name", "email"]
    ordering = ["username"]
    filter_horizontal = ["user_permissions"]
    readonly_fields = ["last_login", "date_joined", "limits_shown"]
    fieldsets = [
        (None, {"fields": ["username", "password"]}),
        (_("Who it is"), {"fields": [("last_name", "first_name"), "email"]}),
        (_("What it may do"), {"fields": ["is_active", "is_staff", "is_superuser", "groups", "sections"]}),
        (_("Single rights, beside those of the groups"), {"fields": ["user_permissions"], "classes": ["collapse"]}),
        (_("Dates"), {"fields": [("last_login", "date_joined")]}),
    ]

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).prefetch_related("groups", "sections", "beat__provinces")

    def get_search_results(self, request: HttpRequest, queryset: Any, search_term: str) -> tuple[Any, bool]:
        words = fold(search_term.replace("\x00", " ")).split()
        known = ((row.pk, fold(f"{row.username} {row.last_name} {row.first_name} {row.email}")) for row in queryset)
        return (queryset.filter(pk__in=[pk for pk, text in known if all(w in text for w in words)]) if words else queryset), False

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        """Only a superuser sees the switch that makes one; one's own limits are to be seen, not to be changed."""
        hidden = set() if request.user.is_superuser else {"is_superuser"}
        shown: dict[Any, str] = (
            {"sections": "limits_shown"} if self._is_own(request, obj) or not self.has_change_permission(request, obj) else {}
        )
        return [
            (name, options | {"fields": [shown.get(field, field) for field in options["fields"] if field not in hidden]})
            for name, options in super().get_fieldsets(request, obj)
        ]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """Nobody locks herself out, and nobody but a superuser gives herself rights."""
        own = ["is_active", "is_staff", "is_superuser"] if obj == request.user else []
        if self._is_own(request, obj):
            own += ["groups", "user_permissions"]
        return [*self.readonly_fields, *own]

    def get_inlines(self, request: HttpRequest, obj: Any) -> Any:
        return [BeatInline] if obj and not self._is_own(request, obj) and self.has_change_permission(request, obj) else []

    @staticmethod
    def _is_own(request: HttpRequest, obj: Any) -> bool:
        return obj == request.user and not request.user.is_superuser

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        if "sections" in form.cleaned_data:
            form.instance.sections.set(form.cleaned_data["sections"])

    @admin.display(description=_("name"), ordering="last_name")
    def full_name(self, obj: Any) -> str:
        return name_of(obj) if obj.get_full_name() else "—"

    @admin.display(description=_("groups"))
    def groups_shown(self, obj: Any) -> str:
        return ", ".join(str(group) for group in obj.groups.all()) or "—"

    @admin.display(description=_("limited to"))
    def limits_shown(self, obj: Any) -> str:
        beat = getattr(obj, "beat", None)
        names = [*(str(section) for section in obj.sections.all()), *(str(each) for each in (beat.provinces.all() if beat else []))]
        return ", ".join(names) or "—"


@admin.register(Group)
class NewsroomGroupAdmin(Grants, Desk, GroupAdmin):
    list_display = ["shown_name"]
    search_fields = ["name"]
    ordering = ["pk"]
    filter_horizontal = ["permissions"]
    fields = ["name", "permissions"]

    @admin.display(description=_("group"), ordering="name")
    def shown_name(self, obj: Any) -> str:
        return str(obj)

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """The name of a group of the house is how the site knows it; shown is what it is called."""
        return ["shown_name" if obj and obj.name in GROUP_NAMES else "name", "permissions"]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return ["shown_name"]

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_delete_permission(request, obj) and not (obj and obj.name in GROUP_NAMES)
