"""What the tests of the admin share: who sits at a desk, forms opened, changed and sent, and what the answer says."""

import html
import io
from typing import Any

from django.contrib.auth.models import Group
from django.contrib.messages import get_messages
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from PIL import Image

from meetings.models import Conference, Succession
from qcdc.management.commands.create_groups import create_groups
from tests import factories
from tests.admin_forms import fields_of

MODEL_BACKEND = "django.contrib.auth.backends.ModelBackend"


def member(*groups: str) -> Any:
    """An account in some groups of the newsroom."""
    if not Group.objects.exists():  # A test with transactions of its own ends with a flush.
        create_groups()
    user = factories.make_user()
    user.groups.set(Group.objects.filter(name__in=groups))
    return user


def sign_in(client: Client, *groups: str) -> Any:
    """Have a new member of some groups sit at the client; who it is."""
    user = member(*groups)
    client.force_login(user, backend=MODEL_BACKEND)
    return user


def address_of(page: str, row: Any, *args: Any) -> str:
    """The address of one of the admin's pages of a row or of its model."""
    return reverse(f"admin:{row._meta.app_label}_{row._meta.model_name}_{page}", args=args)


def change_address(row: Any) -> str:
    return address_of("change", row, row.pk)


def act_address(row: Any, act: str) -> str:
    """The page that asks before an act: publish, unpublish, withdraw, unmerge."""
    return address_of(act, row, row.pk)


def form_address(row: Any) -> str:
    """Where a row is changed, or where a row of a model is added."""
    return address_of("add", row) if isinstance(row, type) else change_address(row)


def open_form(client: Client, row: Any) -> dict[str, Any]:
    """What the browser of somebody would send back unchanged: of a row's page, or of the page to add to a model."""
    page = client.get(form_address(row))
    assert page.status_code == 200
    return fields_of(page, form_id(row))


def form_id(row: Any) -> str:
    return f"{row._meta.model_name}_form"


def send_form(client: Client, row: Any, data: dict[str, Any]) -> Any:
    return client.post(form_address(row), data)


def post_changed(client: Client, row: Any, **changes: Any) -> Any:
    """Open the page of a row, type something else into some fields, and send it."""
    return send_form(client, row, open_form(client, row) | changes)


def assert_saved(response: Any) -> None:
    """The form was taken."""
    assert response.status_code == 302, errors_of(response)


def errors_of(response: Any) -> dict[str, list[str]]:
    """What a refused form says, by the name of the field as it was posted; what it says of fields to be seen stands on the page."""
    assert response.status_code == 200, response.status_code
    context = response.context
    forms = [context["adminform"].form] if "adminform" in context else [context["form"]]
    formsets = [inline.formset for inline in context.get("inline_admin_formsets", [])]
    page = html.unescape(response.content.decode())
    said = {formset.prefix: [str(message) for message in formset.non_form_errors()] for formset in formsets if formset.non_form_errors()}
    for form in [*forms, *(line for formset in formsets for line in formset.forms)]:
        for name, errors in form.errors.items():
            words = said[form.add_prefix(name)] = [str(message) for message in errors]
            hidden = name in form.fields and form[name].is_hidden
            assert hidden or [message for message in words if html.unescape(message) not in page] == []
    return said


def typed_but_lost(response: Any, row: Any, data: dict[str, Any]) -> dict[str, Any]:
    """What was sent and does not stand in the refused form."""
    shown = fields_of(response, form_id(row))
    return {name: value for name, value in data.items() if name != "csrfmiddlewaretoken" and shown.get(name) != value}


def notices_of(response: Any) -> list[str]:
    """What the next page will say at its head."""
    return [str(message) for message in get_messages(response.wsgi_request)]


def found(client: Client, model: Any, words: str = "") -> list[Any]:
    """The rows that the list of a model shows for some words."""
    return list(client.get(address_of("changelist", model), {"q": words} if words else {}).context["cl"].result_list)


def delete(client: Client, *rows: Any) -> Any:
    """Delete a row on its page, or several from their list, and confirm."""
    if len(rows) == 1:
        return client.post(address_of("delete", rows[0], rows[0].pk), {"post": "yes"})
    chosen = {"action": "delete_selected", "_selected_action": [row.pk for row in rows], "post": "yes"}
    return client.post(address_of("changelist", rows[0]), chosen)


def swapped(data: dict[str, Any], one: str, other: str) -> dict[str, Any]:
    """The form with two fields that have changed places."""
    return data | {one: data[other], other: data[one]}


def queries_of(client: Client, address: str, data: dict[str, Any] | None = None) -> int:
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address, data).status_code == 200
    return len(captured)


def assert_list_stays_quick(client: Client, model: Any) -> None:
    """The list of a model needs no more queries for six rows than for one."""
    fill_the_desks()
    client.get(address_of("changelist", model))
    before = queries_of(client, address_of("changelist", model))
    for _round in range(5):
        fill_the_desks()
    assert queries_of(client, address_of("changelist", model)) == before


def suggestions(client: Client, model: str, field: str, term: str = "") -> list[str]:
    """What a field to choose from offers for some words."""
    response = client.get("/admin/autocomplete/", asked(model, field, term))
    assert response.status_code == 200
    return [result["text"] for result in response.json()["results"]]


def asked(model: str, field: str, term: str = "") -> dict[str, str]:
    """What the page asks for the rows to choose from in a field."""
    return {"term": term, "app_label": "meetings", "model_name": model, "field_name": field}


def drawn(kind: str, **options: Any) -> bytes:
    """A small picture in a format of Pillow's, with what a camera writes into it as options."""
    buffer = io.BytesIO()
    Image.new("RGB", (60, 40), (9, 9, 9)).save(buffer, kind, **options)
    return buffer.getvalue()


def big_conference(people: int = 0, directives: int = 0, figures: int = 0) -> Conference:
    """A draft with as many lines of each kind, every field of theirs that names another row filled."""
    conference = factories.make_conference(published=False)
    provinces = [factories.make_province() for _ in range(7)]
    organisation = factories.make_organisation()
    factories.take_part(conference, *provinces)
    factories.organise(conference, organisation)
    present = []
    for number in range(people):
        post = factories.make_post()
        line = {"official": post.official, "post": post, "province": provinces[0], "organisation": organisation}
        present.append(
            factories.make_attendance("chair", "welcome", conference=conference, titles="Một\nHai", order=10 * number + 10, **line)
        )
    for number in range(directives):
        directive = factories.make_directive("tuyen-truyen", "doi-thoai", conference=conference, issuer=present[number % people])
        directive.addressee_provinces.set(provinces[:3])
        directive.addressee_organisations.set([organisation])
    for number in range(figures):
        line = {"said_by": present[number % people], "province": provinces[1], "order": 10 * number + 10}
        factories.make_figure(conference=conference, **line)
    return conference


def fill_the_desks() -> None:
    """One more row, or several, for every list of the admin."""
    conference = big_conference(1, 1, 1)
    factories.make_progress(directive=conference.directives.get())
    factories.make_article(published=False, conference=conference)
    article = factories.make_article(conference=conference)
    factories.place(factories.make_photo(), article)
    factories.make_correction(article=article)
    factories.make_article().withdraw(reason="Lệnh")
    before, after = factories.make_province(), factories.make_province()
    Succession.objects.create(predecessor=before, successor=after, kind="merged", date="2020-01-01")
