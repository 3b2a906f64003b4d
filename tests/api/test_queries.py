"""No answer of the API takes more queries for more rows."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from qcdc.changes.store import settle
from tests.api.world import World

pytestmark = pytest.mark.django_db

ROWS = 50


def count(client, address: str) -> int:
    while not settle():
        pass
    with CaptureQueriesContext(
        connection,
    ) as captured:
        response = client.get(address)
    assert response.status_code == 200, address
    return len(captured)


def test_every_list_and_every_record_takes_the_same_queries_for_one_row_and_for_fifty(client):
    world = World().grow(1)
    doors = {f"/api/v1/{noun}/": noun for noun in world.rows} | {f"/api/v1/{noun}/{rows[0].pk}/": noun for noun, rows in world.rows.items()}
    assert len(doors) == 2 * 19
    one = {door: count(client, door) for door in doors}
    world.grow(ROWS - 1)
    fifty = {door: count(client, door) for door in doors}
    assert fifty == one
    for noun in world.rows:
        assert len(client.get(f"/api/v1/{noun}/").json()["results"]) == ROWS


def test_a_whole_conference_and_a_whole_article_hold_all_their_rows(client):
    """So that the test above measures what it says."""
    world = World().grow(3)
    conference = client.get(f"/api/v1/conferences/{world['conferences'].pk}/").json()
    assert [len(conference[name]) for name in ("provinces", "organisers", "link_up_points", "figures")] == [3, 3, 3, 3]
    assert len(conference["attendances"]) == 10
    assert len(conference["directives"]) == 6
    article = client.get(f"/api/v1/articles/{world['articles'].pk}/").json()
    assert [len(article[name]) for name in ("photos", "corrections", "progress")] == [3, 3, 3]
    province = client.get(f"/api/v1/provinces/{world['provinces'].pk}/").json()
    assert [len(province[name]) for name in ("aliases", "predecessors", "successors")] == [3, 3, 3]
    assert len(client.get(f"/api/v1/officials/{world['officials'].pk}/").json()["posts"]) == 4
    assert len(client.get(f"/api/v1/directives/{world['directives'].pk}/").json()["progress"]) == 4
    assert len(client.get(f"/api/v1/clusters/{world['clusters'].pk}/").json()["members"]) == 3


def test_filtered_lists_take_the_same_queries_too(client):
    world = World().grow(1)
    doors = [
        f"/api/v1/conferences/?province={world['provinces'].slug}&year=2018&q=thu",
        f"/api/v1/attendances/?official={world['officials'].slug}&role={world['roles'].slug}",
        f"/api/v1/directives/?theme={world['themes'].slug}&state=in-progress",
        f"/api/v1/articles/?theme={world['themes'].slug}&q=thu",
        f"/api/v1/photos/?article={world['articles'].pk}",
        "/api/v1/conferences/?expand=all",
        "/api/v1/conferences/?as_of=2019-01-02&expand=directives",
        *(f"/api/v1/{noun}/?as_of=2018-05-29" for noun in ("officials", "posts", "provinces", "organisations", "directives")),
    ]
    one = {door: count(client, door) for door in doors}
    world.grow(9)
    assert {door: count(client, door) for door in doors} == one
