"""What the feeds of conferences and directives tell of a record that was withdrawn."""

from xml.etree import ElementTree

import pytest
from django.urls import reverse

from meetings.models import Conference
from tests import factories
from tests.articles.test_withdrawal import ATOM, tombstones
from tests.reading import words

pytestmark = pytest.mark.django_db

CONFERENCES, DIRECTIVES = "/hoi-nghi/moi.atom", reverse("meetings:directive-feed")


@pytest.mark.parametrize("address", [CONFERENCES, DIRECTIVES])
def test_the_copies_are_told_that_a_record_is_gone(client, address):
    conference, stays = factories.make_conference(title="Hội nghị đã gỡ"), factories.make_conference()
    for each in (conference, stays):
        factories.make_directive(conference=each, text=f"Chỉ đạo của: {each.title}")
    entries = ElementTree.fromstring(client.get(address).content).findall(f"{ATOM}entry")
    known = next(entry.find(f"{ATOM}id").text for entry in entries if "đã gỡ" in entry.find(f"{ATOM}title").text)
    conference.withdraw("Rút theo yêu cầu")
    told, root = tombstones(client, address)
    assert {ref: said for ref, (_when, said) in told.items()} == {known: "Rút theo yêu cầu"}
    assert len(root.findall(f"{ATOM}entry")) == 1
    assert "đã gỡ" not in words(client.get(address))


def test_what_was_withdrawn_long_ago_is_forgotten_and_what_was_never_public_is_not_named(client):
    for day in range(30):
        Conference.objects.filter(pk=factories.make_conference().pk).update(published_at=factories.moment(days=day))
    old, fresh, draft = (factories.make_conference() for _each in range(3))
    for conference, days in ((old, 200), (fresh, 2)):
        conference.withdraw("Rút")
        Conference.objects.filter(pk=conference.pk).update(published_at=factories.moment(days=400), updated_at=factories.moment(days=days))
    draft.unpublish()
    assert tombstones(client, CONFERENCES)[0].keys() == {f"http://testserver/api/v1/conferences/{fresh.pk}/"}
