"""Who may do what in the admin, written down: every route, every action, every role. tests/test_rights.py tries it all.

The roles are letters: N staff without a group, R reporter, E editor, P publisher, A administrator, S superuser, and editors whose
work is limited to a section (s) or to provinces (p). Somebody who is not staff comes as far as the log-in, always.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.contrib import admin
from django.urls import URLResolver, get_resolver

from articles.workflow import TRANSITIONS

NOBODY, SUPER, STAFF = "", "S", "NREPASsp"
NEWSROOM = "REPASsp"
EDITORS = "EPASsp"
PUBLISHERS = "PAS"
OFFICE = "AS"


@dataclass(frozen=True)
class Desk:
    """What may be done to the rows of a model, by whom; `own` is what a reporter may besides do to a row of her own."""

    view: str = SUPER
    add: str = SUPER
    change: str = SUPER
    delete: str = SUPER
    limit: str = ""  # whom limits keep from a row that lies outside them


ARTICLE, CONFERENCE = "sp", "p"
REGISTER = Desk(view=NEWSROOM, add=EDITORS, change=EDITORS, delete=OFFICE)

DESKS = {
    "auth.user": Desk(view=OFFICE, add=OFFICE, change=OFFICE),
    "auth.group": Desk(view=OFFICE),
    "articles.article": Desk(view=EDITORS, add=NEWSROOM, change=EDITORS, delete=EDITORS, limit=ARTICLE),
    "articles.edition": Desk(view=EDITORS, add=NOBODY, change=NOBODY, delete=NOBODY, limit=ARTICLE),
    "articles.correction": Desk(view=EDITORS, add=NOBODY, change=NOBODY, delete=NOBODY, limit=ARTICLE),
    "articles.withdrawal": Desk(view=EDITORS, add=NOBODY, change=NOBODY, delete=NOBODY, limit=ARTICLE),
    "articles.auditentry": Desk(view=EDITORS, add=NOBODY, change=NOBODY, delete=NOBODY, limit=ARTICLE),
    "articles.evidence": Desk(view=EDITORS, add=NEWSROOM, change=EDITORS, delete=EDITORS, limit=ARTICLE),
    "articles.intake": Desk(view=EDITORS, add=NEWSROOM, change=EDITORS, delete=NOBODY, limit=ARTICLE),
    "articles.batch": Desk(view=EDITORS.replace("sp", ""), add=NEWSROOM, change=NOBODY, delete=NOBODY),
    "articles.photo": Desk(view=NEWSROOM, add=NEWSROOM, change=NEWSROOM, delete=EDITORS),
    "qcdc.notice": Desk(view=OFFICE, add=NOBODY, change=NOBODY, delete=NOBODY),
    "qcdc.page": Desk(view=PUBLISHERS, add=NOBODY, change=PUBLISHERS, delete=NOBODY),
    "articles.section": Desk(view=NEWSROOM, add=EDITORS, change=EDITORS, delete=OFFICE),
    "meetings.beat": Desk(view=OFFICE, add=OFFICE, change=OFFICE, delete=OFFICE),
    "meetings.conference": Desk(view=NEWSROOM, add=NEWSROOM, change=NEWSROOM, delete=EDITORS, limit=CONFERENCE),
    "meetings.attendance": Desk(view=NEWSROOM, add=NOBODY, change=NOBODY, delete=NOBODY, limit=CONFERENCE),
    "meetings.figure": Desk(view=NEWSROOM, add=NOBODY, change=NOBODY, delete=NOBODY, limit=CONFERENCE),
    "meetings.directive": Desk(view=NEWSROOM, add=NOBODY, change=NEWSROOM, delete=NEWSROOM, limit=CONFERENCE),
    "meetings.progress": Desk(view=NEWSROOM, add=NEWSROOM, change=NEWSROOM, delete=EDITORS, limit=CONFERENCE),
    "meetings.official": Desk(view=NEWSROOM, add=NEWSROOM, change=NEWSROOM, delete=EDITORS),
    "meetings.post": Desk(view=NEWSROOM, add=NEWSROOM, change=NEWSROOM, delete=EDITORS),
    "meetings.organisation": Desk(view=NEWSROOM, add=NEWSROOM, change=EDITORS, delete=OFFICE),
    "meetings.province": REGISTER,
    "meetings.region": REGISTER,
    "meetings.succession": REGISTER,
    "meetings.cluster": REGISTER,
    "meetings.series": REGISTER,
    "meetings.role": REGISTER,
    "meetings.theme": REGISTER,
    "meetings.indicator": REGISTER,
    "search.synonym": REGISTER,
    "webhooks.endpoint": Desk(view=OFFICE, add=OFFICE, change=OFFICE, delete=OFFICE),
    "webhooks.delivery": Desk(view=OFFICE, add=NOBODY, change=NOBODY, delete=NOBODY),
    "keys.key": Desk(view=OFFICE, add=OFFICE, change=OFFICE, delete=NOBODY),
    "axes.accessattempt": Desk(add=NOBODY),
    "axes.accesslog": Desk(add=NOBODY),
    "axes.accessfailurelog": Desk(add=NOBODY),
}

# What a reporter may do to what she wrote, which the table above keeps from her.
OWN = {
    "articles.article": {"view", "change", "delete"},
    "articles.edition": {"view"},
    "articles.correction": {"view"},
    "articles.evidence": {"view", "change", "delete"},
    "articles.intake": {"view", "change"},
}
# What everybody who may begin it may go on with, and nobody else.
OF_WHOEVER_BEGAN = {"articles.batch": {"view", "change"}}


@dataclass(frozen=True)
class Rule:
    """A route: on a row of which model, with which right of the table above, or by whom; `get` and `post` where they differ."""

    model: str = ""
    asks: str = ""
    post: str | None = None  # the right that a POST asks for; "refused" where there is nothing to post
    only_post: bool = False
    row: bool = True  # whether an address with changing parts is that of one row
    roles: str | None = None  # instead of a right: exactly these


def as_view(model: str) -> Rule:
    """A page to look at: whoever sees the row sees it, and there is nothing to post."""
    return Rule(model, "view", post="refused")


def as_change(model: str) -> Rule:
    return Rule(model, "change")


def posted(model: str, asks: str) -> Rule:
    """What is only ever posted."""
    return Rule(model, asks, only_post=True)


GUARDED = ("articles_article", "articles_intake", "meetings_conference", "qcdc_page")
ARTICLE_ROUTES = {
    "articles_article_story": as_view("articles.article"),
    "articles_article_story_csv": as_view("articles.article"),
    "articles_article_history": Rule("articles.article", roles=STAFF),  # leads to the story, which asks
    "articles_article_compare": as_view("articles.article"),
    "articles_article_restore": as_change("articles.article"),
    # The pages that ask before a step say to whoever sees the article why it is refused; tests/test_steps.py tries the steps.
    **{f"articles_article_{name}": Rule("articles.article", "view") for name in TRANSITIONS},
}
SECONDARY_ROUTES = {
    **{f"{model}_keep_new": posted(model.replace("_", "."), "add") for model in GUARDED},
    **{f"{model}_keep": posted(model.replace("_", "."), "change") for model in GUARDED},
    **{f"{model}_presence": posted(model.replace("_", "."), "view") for model in GUARDED},
    **{f"{model}_drop": Rule(model.replace("_", "."), roles=STAFF, only_post=True) for model in GUARDED},
    **{
        f"{model}_{page}": rule
        for model in ("articles_article", "meetings_conference", "meetings_directive", "meetings_official")
        for page, rule in {
            "export": Rule(model.replace("_", "."), "view", post="refused", row=False),
            "keep_filter": Rule(model.replace("_", "."), "view", only_post=True, row=False),
            "forget_filter": Rule(model.replace("_", "."), "view", only_post=True, row=False),
        }.items()
    },
    "articles_article_preview": as_view("articles.article"),
    "articles_article_preview_links": as_change("articles.article"),
    "articles_article_preview_revoke": posted("articles.article", "change"),
    "articles_article_unicode": as_change("articles.article"),
    "articles_article_word": as_change("articles.article"),
    "articles_article_word_add": Rule("articles.article", "add"),
    "articles_article_reports": Rule("articles.article", "view", post="refused", row=False),
    "articles_article_report": Rule("articles.article", "view", post="refused", row=False),
    "articles_article_report_file": Rule("articles.article", "view", post="refused", row=False),
    "articles_article_calendar": Rule("articles.article", "view", post="refused", row=False),
    "articles_batch_csv": as_view("articles.batch"),
    "articles_photo_upload": Rule("articles.photo", "add"),
    "articles_photo_words": as_change("articles.photo"),
}
CONFERENCE_ROUTES = {
    f"meetings_conference_{name}": Rule("meetings.conference", roles=PUBLISHERS) for name in ("publish", "unpublish", "withdraw")
}
ROUTES = {
    "index": Rule(roles=STAFF),
    "app_list": Rule(roles=NEWSROOM),
    "password_change": Rule(roles=STAFF),
    "password_change_done": Rule(roles=STAFF, post="refused"),
    "jsi18n": Rule(roles=STAFF, post="refused"),
    "view_on_site": Rule("articles.article", "view"),
    "auth_user_password_change": Rule("auth.user", "change"),
    "meetings_official_unmerge": Rule("meetings.official", roles=EDITORS),
    "keys_key_revoke": Rule("keys.key", roles=OFFICE),
    **{f"webhooks_endpoint_{name}": Rule("webhooks.endpoint", roles=OFFICE) for name in ("test", "retry", "pause", "resume", "secret")},
    **ARTICLE_ROUTES,
    **CONFERENCE_ROUTES,
    **SECONDARY_ROUTES,
}
# Open to anybody, or tried by tests of their own: the log-in, the log-out, and what stands for no page.
ELSEWHERE = {"login", "log-in-again", "logout", "autocomplete", "admin/(?P<url>.*)$"}

# Every action of every list, and who is offered it. `delete_selected` is offered to whoever may delete.
FILES = {"export_csv": NEWSROOM, "export_xlsx": NEWSROOM}
ACTIONS = {
    "articles.article": FILES
    | {"move_send": NEWSROOM, "move_return": EDITORS, "move_approve": EDITORS, "move_publish": PUBLISHERS, "move_unpublish": PUBLISHERS},
    "meetings.conference": FILES,
    "meetings.directive": FILES,
    "meetings.official": FILES | {"merge": EDITORS},
    "axes.accessattempt": {"cleanup_expired_attempts": SUPER},
}

# A form sent after the login has expired is not lost: the answer is the form that asks to log in, and the save goes on.
ASKS_TO_LOG_IN = {f"{model}_{page}" for model in GUARDED for page in ("add", "change")}


def admin_routes(resolver: Any = None, prefix: str = "") -> Iterator[tuple[str, str, Any]]:
    """Every route of the admin: its name, or its pattern where it has none; its address as a pattern; the route itself."""
    for pattern in (resolver or get_resolver()).url_patterns:
        address = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from admin_routes(pattern, address)
        elif address.startswith("admin/"):
            yield pattern.name or address, address, pattern


def rule_of(name: str) -> Rule | None:
    """What is written about a route, or about its kind; None where nothing is."""
    if name in ROUTES:
        return ROUTES[name]
    for model in DESKS:
        stem = model.replace(".", "_")
        if name == f"admin/{model.replace('.', '/')}/<path:object_id>/":
            return Rule(model, roles=STAFF)
        kinds = {
            "changelist": Rule(model, "view"),
            "add": Rule(model, "add"),
            "change": Rule(model, "view", post="change"),
            "delete": Rule(model, "delete"),
            "history": Rule(model, "view", post="view"),
            "simple_history": Rule(model, "view", post="refused"),
        }
        for kind, rule in kinds.items():
            if name == f"{stem}_{kind}":
                return rule
    return None


def allowed(rule: Rule, method: str, *, place: str, detail: bool) -> str:
    """The roles that a rule lets in, for a row that lies inside the limits, outside them, or is one's own."""
    if (method == "POST" and rule.post == "refused") or (method == "GET" and rule.only_post):
        return NOBODY
    asks = rule.post if method == "POST" and rule.post else rule.asks
    desk = DESKS.get(rule.model)
    roles = rule.roles if rule.roles is not None else getattr(desk, asks)
    if not desk or not detail or roles == STAFF:
        return roles if detail or rule.roles is not None or asks != "view" else _list_roles(rule.model, roles)
    if place == "outside":
        return "".join(role for role in roles if role not in desk.limit)
    if place == "own" and rule.roles is None and asks in OF_WHOEVER_BEGAN.get(rule.model, ()):
        return NEWSROOM
    if place == "own" and rule.roles is None and asks in OWN.get(rule.model, ()):
        return roles + "R"
    return roles


# Desks of their own making: the right is asked before the row, whatever the page.
RIGHT_FIRST = {"articles.intake", "articles.batch"}


def refusal(name: str, rule: Rule, method: str, *, role: str, place: str, detail: bool) -> str:
    """How a route refuses somebody: a status, or where she is led."""
    kind = name.rpartition("_")[2]
    is_version = name.endswith("_simple_history")
    if (method == "GET" and rule.only_post) or (method == "POST" and rule.post == "refused" and not is_version):
        return "405"
    if name == "app_list":
        return "404"
    if rule.roles is not None or not detail:
        return "403"
    unseen = not sees(role, rule.model, place)
    if kind in {"change", "delete"} and rule.model not in RIGHT_FIRST:
        asks = rule.post if method == "POST" and rule.post else rule.asks
        return _back(name, method) if unseen and _has_right(role, rule.model, asks) else "403"
    if kind == "history" and not is_version and unseen and rule.model.startswith("articles."):
        return "back"
    if rule.model in RIGHT_FIRST and kind != "presence":
        return "404" if unseen and _has_right(role, rule.model, rule.asks) else "403"
    return "404" if unseen else "403"


def sees(role: str, model: str, place: str) -> bool:
    """Whether somebody finds a row at all; of what no limit keeps from anybody, the right alone is asked."""
    desk = DESKS[model]
    if place == "outside" and role in desk.limit:
        return False
    if model in OF_WHOEVER_BEGAN:
        return place == "own" or role in desk.view
    if model == "articles.withdrawal" or not desk.limit:  # a notice of withdrawal is before everybody
        return True
    own = place == "own" and (role == "R" or model in RIGHT_FIRST)
    return own or role in (EDITORS + SUPER if model.startswith("articles.") else NEWSROOM)


def _has_right(role: str, model: str, asks: str) -> bool:
    """Whether somebody has a right on the rows of a model, whichever they are."""
    begins = role in NEWSROOM and asks in OF_WHOEVER_BEGAN.get(model, ())
    return begins or role in getattr(DESKS[model], asks) or (role == "R" and asks in OWN.get(model, ()))


def _back(name: str, method: str) -> str:
    """A row out of sight is as one that is gone: back to the first page; what was typed is offered on the page that adds a row."""
    return "kept" if method == "POST" and name in ASKS_TO_LOG_IN else "back"


def _list_roles(model: str, roles: str) -> str:
    """A list shows everybody her own; a reporter sees no row of another in it."""
    if model in OF_WHOEVER_BEGAN:
        return NEWSROOM
    return roles if model not in OWN else "".join({*roles, "R"})


def desks() -> dict[str, Any]:
    """The desks of the admin by the name of their model."""
    return {model._meta.label_lower: desk for model, desk in admin.site._registry.items()}
