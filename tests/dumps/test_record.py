"""What stands in a dump is what the API answers, record by record, and the checksums are the same."""

import pytest

from qcdc.api import COLLECTIONS
from tests.api.world import World
from tests.dumps.shelf import dump, lines, table

pytestmark = pytest.mark.django_db


def test_every_record_of_the_world_is_as_the_api_answers_it(client, settings):
    settings.SITE_ADDRESS = "http://testserver"
    World().grow(2)
    made = dump()
    for name in COLLECTIONS:
        records = lines(made.folder, name)
        assert records, name
        for record in records:
            assert record == client.get(record["url"]).json()
        assert [int(row["id"]) for row in table(made.folder, name)] == [record["id"] for record in records]
    assert client.get("/api/v1/changes/?since=now").json()["next"] == made.manifest["cursor"]


def test_the_checksums_are_those_of_the_api(client):
    World().grow(1)
    made = dump()
    told = {each["noun"]: each for each in client.get("/api/v1/checksums/").json()["nouns"]}
    for name, summary in made.manifest["checksums"].items():
        assert summary == {part: told[name][part] for part in summary}, name
