"""Who may do what in the admin, written down: every route, every action, every role. tests/test_rights.py tries it all.

The roles are letters: N staff without a group, R reporter, E editor, P publisher, A administrator, S superuser, and editors whose
work is limited to a section (s) or to provinces (p). Somebody who is not staff comes as far as the log-in, always.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.contrib import admin
from django.urls import URLResolver, get_resolver

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
    "articles.evidence": Desk(view=EDITORS, add=NEWSROOM, change=EDITORS, delete=EDITORS, limit=ARTICLE),
    "articles.photo": Desk(view=NEWSROOM, add=NEWSROOM, change=NEWSROOM, delete=EDITORS),
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
    "axes.accessattempt": Desk(add=NOBODY, change=NOBODY, delete=NOBODY),
    "axes.accesslog": Desk(add=NOBODY, change=NOBODY, delete=NOBODY),
    "axes.accessfailurelog": Desk(add=NOBODY, change=NOBODY, delete=NOBODY),
}

# What a reporter may do to what she wrote, which the table above keeps from her.
OWN = {"articles.article": {"view", "change", "delete"}, "articles.edition": {"view"}, "articles.evidence": {"view", "change", "delete"}}


@dataclass(frozen=True)
class Rule:
    """A route: on a row of which model, with which right of the table above, or by whom; `get` and `post` where they differ."""

    model: str = ""
    asks: str = ""
    post: str | None = None  # the right that a POST asks for; "refused" where there is nothing to post
    roles: str | None = None  # instead of a right: exactly these
    post_roles: str | None = None
    ok: frozenset[int] = frozenset({200, 302})


def as_view(model: str) -> Rule:
    """A page to look at: whoever sees the row sees it, and there is nothing to post."""
    return Rule(model, "view", post="refused")


def as_change(model: str) -> Rule:
    return Rule(model, "change")


def act(model: str, roles: str) -> Rule:
    """A page that asks before an act: for those who see the row and have the right."""
    return Rule(model, "view", roles=roles)


ARTICLE_ROUTES = {
    "articles_article_story": as_view("articles.article"),
    "articles_article_story_csv": as_view("articles.article"),
    "articles_article_compare": as_view("articles.article"),
    "articles_article_restore": as_change("articles.article"),
    **{f"articles_article_{name}": act("articles.article", EDITORS) for name in ("send", "take-back", "set-aside")},
    **{f"articles_article_{name}": act("articles.article", EDITORS) for name in ("return", "approve")},
    **{
        f"articles_article_{name}": act("articles.article", PUBLISHERS)
        for name in ("approve-and-publish", "publish", "schedule", "unschedule", "correct", "unpublish", "withdraw")
    },
}
CONFERENCE_ROUTES = {f"meetings_conference_{name}": act("meetings.conference", PUBLISHERS) for name in ("publish", "unpublish", "withdraw")}
ROUTES = {
    "index": Rule(roles=STAFF),
    "app_list": Rule(roles=STAFF),
    "password_change": Rule(roles=STAFF),
    "password_change_done": Rule(roles=STAFF),
    "jsi18n": Rule(roles=STAFF),
    "view_on_site": Rule(roles=STAFF),
    "auth_user_password_change": Rule("auth.user", "change"),
    "meetings_official_unmerge": as_change("meetings.official"),
    **ARTICLE_ROUTES,
    **CONFERENCE_ROUTES,
}
# Open to anybody, or tried by tests of their own: the log-in, the log-out, and what stands for no page.
ELSEWHERE = {"login", "logout", "autocomplete", "admin/(?P<url>.*)$"}

# Every action of every list, and who is offered it. `delete_selected` is offered to whoever may delete.
ACTIONS = {"meetings.official": {"merge": NEWSROOM}}


def admin_routes(resolver: Any = None, prefix: str = "") -> Iterator[tuple[str, str, Any]]:
    """Every route of the admin: its name, or its pattern where it has none; its address as a pattern; the route itself."""
    for pattern in (resolver or get_resolver()).url_patterns:
        address = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from admin_routes(pattern, address)
        elif address.startswith("admin/"):
            yield pattern.name or address, address, pattern


def rule_of(name: str, address: str) -> Rule | None:
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
    if method == "POST" and rule.post == "refused":
        return NOBODY
    asks = rule.post if method == "POST" and rule.post else rule.asks
    desk = DESKS.get(rule.model)
    roles = rule.roles if rule.roles is not None else getattr(desk, asks)
    if method == "POST" and rule.post_roles is not None:
        roles = rule.post_roles
    if not desk or not detail or roles == STAFF:
        return roles if detail or rule.roles is not None or asks != "view" else _list_roles(rule.model, roles)
    if place == "outside":
        return "".join(role for role in roles if role not in desk.limit)
    if place == "own" and rule.roles is None and asks in OWN.get(rule.model, ()):
        return roles + "R"
    return roles


def _list_roles(model: str, roles: str) -> str:
    """A list shows everybody her own; a reporter sees no row of another in it."""
    return roles if model not in OWN else "".join({*roles, "R"})


def desks() -> dict[str, Any]:
    """The desks of the admin by the name of their model."""
    return {model._meta.label_lower: desk for model, desk in admin.site._registry.items()}
