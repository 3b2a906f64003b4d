"""The groups of the newsroom, and what each may do."""

from typing import Any

from django.contrib.auth.models import Group, Permission
from django.core.management.base import BaseCommand

RECORD = ["official", "post", "conference", "attendance", "figure", "directive", "progress", "organiser", "participation", "linkuppoint"]
REGISTERS = ["province", "provincealias", "succession", "organisation", "cluster", "series", "theme", "indicator", "role", "region"]
LINES = ["organiser", "participation", "linkuppoint", "attendance", "figure", "directive"]


def may(app: str, models: list[str], *acts: str) -> set[str]:
    return {f"{app}.{act}_{model}" for model in models for act in acts}


REPORTER = (
    may("articles", ["article", "photo"], "view", "add", "change")
    | may("articles", ["placement", "photosubject", "evidence"], "view", "add", "change", "delete")
    | may("articles", ["article"], "delete")
    | may("articles", ["intake"], "view", "add")
    | may("meetings", RECORD, "view", "add", "change")
    | may("meetings", LINES, "delete")
    | may("meetings", REGISTERS, "view")
    | may("search", ["synonym"], "view")
    | may("meetings", ["organisation"], "add")
    | {"meetings.see_drafts", "articles.view_correction", "articles.view_edition", "articles.view_section"}
)
EDITOR = (
    REPORTER
    | may("meetings", REGISTERS, "add", "change")
    | may("search", ["synonym"], "add", "change")
    | may("meetings", ["provincealias", "progress", "post", "official", "conference"], "delete")
    | may("articles", ["photo"], "delete")
    | may("articles", ["intake"], "change")
    | may("articles", ["section"], "view", "add", "change")
    | {"articles.see_drafts", "articles.review_article", "articles.view_auditentry", "articles.view_withdrawal"}
    | {"meetings.change_public_conference"}
)
PUBLISHER = EDITOR | {
    "articles.publish_article",
    "articles.withdraw_article",
    "articles.change_correction",
    "articles.add_correction",
    "meetings.publish_conference",
    "qcdc.view_page",
    "qcdc.change_page",
}
ADMINISTRATOR = (
    PUBLISHER
    | may("articles", ["section"], "delete")
    | may("meetings", ["beat"], "view", "add", "change", "delete")
    | may("meetings", REGISTERS, "delete")
    | may("search", ["synonym"], "delete")
    | may("auth", ["user"], "view", "add", "change")
    | may("auth", ["group"], "view")
    | may("qcdc", ["notice"], "view")
    | may("keys", ["key"], "view", "add", "change")
    | may("webhooks", ["endpoint"], "view", "add", "change", "delete")
    | may("webhooks", ["delivery"], "view")
)
GROUPS = {"Reporter": REPORTER, "Editor": EDITOR, "Publisher": PUBLISHER, "Administrator": ADMINISTRATOR}


def create_groups() -> None:
    """Make the groups, or give them back what they should have; what an administrator added stays."""
    ours = Permission.objects.filter(content_type__app_label__in=["articles", "meetings", "auth", "qcdc", "search", "keys", "webhooks"])
    known = {f"{permission.content_type.app_label}.{permission.codename}": permission for permission in ours.select_related("content_type")}
    for name, permissions in GROUPS.items():
        Group.objects.get_or_create(name=name)[0].permissions.add(*(known[permission] for permission in permissions))


class Command(BaseCommand):
    help = "Make the groups Reporter, Editor, Publisher and Administrator with their permissions."

    def handle(self, *args: Any, **options: Any) -> None:
        create_groups()
        self.stdout.write("Groups: Reporter, Editor, Publisher, Administrator.")
