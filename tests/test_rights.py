"""Every address and every action of the admin, tried by every role, against what tests/rights.py says."""

from collections import Counter
from types import SimpleNamespace
from typing import Any

import pytest
from axes.models import AccessAttempt, AccessFailureLog, AccessLog
from django.contrib.admin import AdminSite
from django.contrib.auth.models import Group
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.template.backends.django import Template
from django.test import Client
from django.urls import reverse

from articles.models import Article, Batch, Correction, Deed, Edition, Evidence, Intake, PreviewLink, Section, Withdrawal
from articles.workflow import record
from meetings.models import Beat, Conference, Progress, Succession
from qcdc.management.commands.create_groups import create_groups
from qcdc.models import KeptForm, Notice, Page, SavedFilter
from qcdc.search.models import Synonym
from qcdc.webhooks.models import Endpoint
from tests import factories
from tests.desk import MODEL_BACKEND
from tests.rights import (
    ACTIONS,
    ASKS_TO_LOG_IN,
    DESKS,
    ELSEWHERE,
    OF_WHOEVER_BEGAN,
    OWN,
    ROUTES,
    admin_routes,
    allowed,
    desks,
    refusal,
    rule_of,
)

pytestmark = pytest.mark.django_db

GROUPS = {"N": "", "R": "Reporter", "E": "Editor", "P": "Publisher", "A": "Administrator", "S": "", "s": "Editor", "p": "Editor"}
NAMES = dict(
    zip("NREPASsp", ["nobody", "reporter", "editor", "publisher", "administrator", "superuser", "section", "province"], strict=True)
)
# For whom it makes a difference where a row lies: those with limits, and those who come at what they wrote alone.
LIMITED, OWNERS = "sp", "NR"
CELLS = [*((role, place) for role in NAMES for place in ("inside", "own")), *((role, "outside") for role in LIMITED)]


def make_rows(section, province, author=None) -> dict[str, Any]:
    """One row of each model: drafts of a conference and an article, with all that hangs on them."""
    conference = factories.make_conference(published=False, host_province=province)
    figure = factories.make_figure(conference=conference)
    directive = factories.make_directive(conference=conference)
    where = {"conference": conference, "section": section, "created_by": author}
    article = factories.make_article(published=False, **where)
    Edition.objects.create(article=article, number=2, stage="set-aside", headline="Bản hai")
    gone, corrected = (factories.make_article(**where) for _each in range(2))
    gone.withdraw(reason="Theo lệnh")
    Article.objects.filter(pk=corrected.pk).update(state="draft")
    rows = [
        *(conference, figure, directive, article, article.editions.get(number=1), article.section, gone.withdrawal),
        *(
            factories.make_attendance(conference=conference),
            factories.make_progress(directive=factories.make_directive(conference=conference)),
        ),
        *(factories.make_correction(article=corrected), factories.make_photo(), factories.make_post(), factories.make_organisation()),
        Evidence.objects.create(edition=article.editions.get(number=1), figure=figure, quote="Nội dung"),
        *(factories.make_province(), factories.make_region(), factories.make_cluster(), factories.make_series()),
        *(factories.make_role(), factories.make_theme(), factories.make_indicator(), factories.make_official()),
        Intake.objects.create(text="Hội nghị thử", pasted_by=author, article=article),
        Succession.objects.create(predecessor=factories.make_province(), successor=province, kind="merged", date="2020-01-01"),
        Beat.objects.create(user=factories.make_user()),
    ]
    found = {row._meta.label_lower: row for row in rows}
    attempts = [AccessAttempt.objects.create(username=f"x{conference.pk}", failures_since_start=1)]
    attempts += [model.objects.create(username="x") for model in (AccessLog, AccessFailureLog)]
    found |= {row._meta.label_lower: row for row in attempts}
    found["articles.batch"] = Batch.objects.create(name="bai.zip", started_by=author)
    found["articles.auditentry"] = record(article, Deed.EDITED, author)
    found["qcdc.page"] = Page.objects.create(slug=f"trang-{conference.pk}", title="Thử", body="<p>Thử</p>")
    found["search.synonym"] = Synonym.objects.create(short=f"T{conference.pk}", whole="Thử")
    found["keys.key"] = factories.make_key(owner=author or factories.make_user())[0]
    found["webhooks.endpoint"] = Endpoint.objects.create(name="Thử", url=f"https://127.0.0.1/{conference.pk}")
    found["webhooks.delivery"] = found["webhooks.endpoint"].deliveries.create(
        cursor="x.1", kind="test", state="sent", status=200, milliseconds=80
    )
    found["qcdc.notice"] = Notice.objects.create(to="a@example.org", subject="Thử", body="Thử")
    return found | {"auth.user": factories.make_user(), "auth.group": Group.objects.create(name=f"Nhóm {conference.pk}")}


@pytest.fixture(scope="module")
def office(django_db_setup, django_db_blocker):
    """Somebody of each role, and the rows that they may or may not come at; made once, as every test leaves them as they were."""
    with django_db_blocker.unblock(), transaction.atomic():
        create_groups()
        section, other = Section.objects.create(name="Dân vận"), Section.objects.create(name="Văn hóa")
        province, elsewhere = factories.make_province(), factories.make_province()
        people = {role: factories.make_user(is_superuser=role == "S") for role in NAMES}
        for role, user in people.items():
            user.groups.set(Group.objects.filter(name=GROUPS[role]))
        section.staff.add(people["s"])
        Beat.objects.create(user=people["p"]).provinces.add(province)
        places = {"inside": make_rows(section, province), "outside": make_rows(other, elsewhere)}
        own = {role: make_rows(section, province, people[role]) for role in people}
        clients = {role: signed_in(user) for role, user in people.items()}
        yield {
            role: SimpleNamespace(role=role, user=user, client=clients[role], places=places | {"own": own[role]})
            for role, user in people.items()
        }
        transaction.set_rollback(True)


def signed_in(user: Any) -> Client:
    client = Client(raise_request_exception=False)
    client.force_login(user, backend=MODEL_BACKEND)
    return client


@pytest.fixture(params=NAMES, ids=NAMES.get)
def world(request, office):
    """Somebody of one role at the admin, with rows inside her limits, outside them, and of her own."""
    return office[request.param]


@pytest.fixture
def unrendered(monkeypatch):
    """Pages without their words and the list of desks beside them: whether somebody is let in is decided before they are written."""
    monkeypatch.setattr(Template, "render", lambda *given, **named: "")
    monkeypatch.setattr(AdminSite, "each_context", lambda *given: {})


def arguments(name: str, route: Any, rule: Any, rows: dict[str, Any], by: Any = None) -> dict[str, Any] | list[Any]:
    """What stands in the changing parts of an address."""
    row = rows.get(rule.model)
    if name.endswith("simple_history"):
        return [row.pk, row.history.first().pk]
    known = {"object_id": row and row.pk, "pk": row and row.pk, "id": row and row.pk, "number": 1, "token": "a" * 36, "link": 1}
    if name == "view_on_site":
        known |= {"content_type_id": ContentType.objects.get_for_model(Article).pk, "object_id": rows["articles.article"].pk}
    known |= {"name": "tac-gia", "form": "csv"}
    if name.endswith("_forget_filter"):
        known["pk"] = SavedFilter.objects.create(
            user=by or factories.make_user(), model=rule.model, name=f"x{SavedFilter.objects.count()}", query="q=x"
        ).pk
    if name.endswith("_drop"):
        known["token"] = f"{KeptForm.objects.count():020x}"
        KeptForm.objects.create(user=by or factories.make_user(), model=rule.model, token=known["token"])
    if name == "articles_article_preview_revoke":
        known["link"] = PreviewLink.make(row, by=None, days=1).pk
    if name == "app_list":
        known["app_label"] = "articles"
    if name == "auth_user_password_change":
        known["id"] = row.pk
    return {part: known[part] for part in route.pattern.converters or route.pattern.regex.groupindex}


IN = dict.fromkeys((200, 201, 204, 302, 400), "in")
# A form that is kept while somebody types says which form it is.
MARKS = {"form_token": "tests-of-all-rights", "form_revision": "0"}
QUERIES = {"articles_article_compare": "?a=1&b=2"}


def address_for(name: str, address: str, route: Any, rule: Any, rows: dict[str, Any], by: Any = None) -> str:
    if route.name is None:
        return "/" + address.replace("<path:object_id>", str(rows[rule.model].pk))
    given = arguments(name, route, rule, rows, by)
    found = reverse(f"admin:{name}", args=given) if isinstance(given, list) else reverse(f"admin:{name}", kwargs=given)
    return found + QUERIES.get(name, "")


def outcome(response: Any) -> str:
    """What an answer means: let in, to the log-in, back to the first page, offered on the page that adds a row, or refused in some way."""
    location = response.headers.get("Location", "")
    if location.startswith("/admin/login/"):
        return "log in"
    if response.status_code == 302 and location == "/admin/":
        return "back"
    if "/add/?kept=" in location:
        return "kept"
    return IN.get(response.status_code, str(response.status_code))


def tried(client: Client, method: str, address: str) -> str:
    """The outcome of a request, whose effects are undone."""
    with transaction.atomic():
        response = client.get(address) if method == "GET" else client.post(address, MARKS)
        if response.status_code == 200 and response.streaming:
            b"".join(response.streaming_content)
        transaction.set_rollback(True)
    return outcome(response)


def watched() -> list[tuple[str, str, Any, Any]]:
    return [(name, address, route, rule_of(name)) for name, address, route in admin_routes() if name not in ELSEWHERE]


def test_every_route_of_the_admin_is_in_the_table():
    names = {part for name, address, _route in admin_routes() for part in (name, address)}
    assert sorted(name for name, _address, _route, rule in watched() if rule is None) == [], (
        "routes of the admin that tests/rights.py lacks"
    )
    assert sorted({*ROUTES, *ELSEWHERE} - names) == [], "routes in tests/rights.py that are no longer there"
    assert desks().keys() == DESKS.keys()


def test_no_two_routes_of_the_admin_share_a_name():
    counted = Counter(name for name, _address, _route in admin_routes())
    assert [name for name, times in counted.items() if times > 1] == []


@pytest.mark.parametrize(("role", "place"), CELLS, ids=lambda part: NAMES.get(part, part))
def test_every_address_answers_as_the_table_says(office, unrendered, role, place):
    world = office[role]
    rows, wrong = world.places[place], []
    for name, address, route, rule in watched():
        if rule is None:
            continue  # test_every_route_of_the_admin_is_in_the_table names it
        detail = bool(rule.model) and rule.row and ("<" in address or "([^/]+)" in address)
        if place != "inside" and not (detail and (DESKS[rule.model].limit or rule.model in {*OWN, *OF_WHOEVER_BEGAN})):
            continue  # the same wherever the row lies
        if place == "own" and role not in OWNERS and rule.model not in OF_WHOEVER_BEGAN:
            continue  # the same whoever wrote it
        if role in LIMITED and rule.model and role not in DESKS[rule.model].limit:
            continue  # an editor like another
        for method in ("GET", "POST"):
            enters = role in allowed(rule, method, place=place, detail=detail)
            expected = "in" if enters else refusal(name, rule, method, role=role, place=place, detail=detail)
            found = tried(world.client, method, address_for(name, address, route, rule, rows, world.user))
            if found != expected:
                wrong.append(f"{method} {name}: {expected} expected, {found}")
    assert wrong == []


def test_every_page_can_be_written_for_somebody_who_may_see_it(office):
    world, unwritten = office["S"], []
    for name, address, route, rule in watched():
        if rule is not None and "S" in allowed(rule, "GET", place="inside", detail=True):
            found = tried(world.client, "GET", address_for(name, address, route, rule, world.places["inside"], world.user))
            if found != "in":
                unwritten.append(f"{name}: {found}")
    assert unwritten == []


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_nobody_comes_past_the_log_in_without_an_account_of_the_staff(client, office, unrendered, method):
    rows, reader = office["N"].places["inside"], signed_in(factories.make_user(is_staff=False))
    for name, address, route, rule in watched():
        if rule is not None:
            for stranger in (client, reader):
                found = tried(stranger, method, address_for(name, address, route, rule, rows))
                assert found == ("403" if method == "POST" and name in ASKS_TO_LOG_IN else "log in"), name


def test_every_action_is_offered_to_whom_the_table_names(world, rf):
    request = rf.get("/admin/")
    request.user = world.user
    for label, desk in desks().items():
        written = {"delete_selected": DESKS[label].delete} | ACTIONS.get(label, {})
        assert {name for _function, name, _label in desk._get_base_actions()} <= written.keys(), f"{label}: actions that the table lacks"
        if desk.has_view_permission(request):
            offered = desk.get_actions(request).keys()
            expected = {
                name for name, roles in written.items() if world.role in roles or (name == "delete_selected" and may_delete(world, label))
            }
            assert offered == expected, label


def may_delete(world: Any, label: str) -> bool:
    """A reporter deletes drafts of her own, so her list offers it; each row is asked about."""
    return world.role == "R" and label in {"articles.article", "articles.evidence"}


def snapshot() -> list[Any]:
    """The rows that an action could touch."""
    return [list(model.objects.order_by("pk").values()) for model in (Article, Edition, Conference, Progress, Correction, Withdrawal)]


def test_an_action_that_is_not_offered_does_nothing(world, rf):
    request = rf.get("/admin/")
    request.user = world.user
    before, rows = snapshot(), world.places["inside"]
    for label, desk in desks().items():
        offered = desk.get_actions(request) if desk.has_view_permission(request) else {}
        for name in {"delete_selected", *ACTIONS.get(label, {})} - offered.keys():
            row = rows[label]
            data = {"action": name, "_selected_action": [row.pk], "post": "yes", "comment": "x", "stays": row.pk, "confirmed": "yes"}
            world.client.post(reverse(f"admin:{row._meta.app_label}_{row._meta.model_name}_changelist"), data)
    assert snapshot() == before


def test_fields_to_choose_from_ask_for_the_right_to_see_what_they_offer(world):
    """The search of a field of any form, lines included."""
    for label, desk in desks().items():
        for holder in [desk, *(inline(desk.model, desk.admin_site) for inline in desk.inlines)]:
            for field in holder.autocomplete_fields:
                target = holder.model._meta.get_field(field).remote_field.model._meta.label_lower
                asked = {"term": "", "app_label": holder.opts.app_label, "model_name": holder.opts.model_name, "field_name": field}
                with transaction.atomic():
                    status = world.client.get(reverse("admin:autocomplete"), asked).status_code
                may_see = world.role in DESKS[target].view or (world.role == "R" and target in {"articles.edition", "articles.article"})
                assert (status == 200) == may_see, (label, field)
                assert status in {200, 403}


def test_what_is_not_there_is_not_there_for_anybody(world):
    changed = "403" if world.role == "N" else "back"
    answers = {
        "nothing/": "404",
        "articles/nothing/": "404",
        "articles/article/999999/publish/": "404",
        "articles/article/x/change/": changed,
    }
    assert {address: outcome(world.client.get(f"/admin/{address}")) for address in answers} == answers
