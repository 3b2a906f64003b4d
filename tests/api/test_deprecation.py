"""What of the API will go is said on its answers, in time and only where it concerns the one who asks."""

import datetime

import pytest

from qcdc.api import description
from qcdc.manners import deprecation
from qcdc.manners.deprecation import GOING, Going
from tests import factories

pytestmark = pytest.mark.django_db

DAY = datetime.datetime(2026, 11, 25, tzinfo=datetime.UTC)
END = datetime.datetime(2027, 11, 25, tzinfo=datetime.UTC)


@pytest.fixture
def going(monkeypatch):
    """Something of each sort that goes."""
    told = {"since": DAY, "sunset": END, "link": "/api/v1/docs/#conferences"}
    register = (
        Going("/api/v1/conferences/", parameter="q", **told),
        Going("/api/v1/themes/{id}/", field="name_en", **told),
        Going("/api/v1/regions/", **told | {"since": DAY - datetime.timedelta(days=30)}),
    )
    monkeypatch.setattr(deprecation, "GOING", register)
    description.cache_clear()
    yield
    description.cache_clear()


def test_an_answer_says_what_of_it_goes(client, going):
    theme = factories.make_theme()
    for address in ("conferences/?q=a", f"themes/{theme.pk}/", "regions/"):
        response = client.get(f"/api/v1/{address}")
        assert response["Sunset"] == "Thu, 25 Nov 2027 00:00:00 GMT"
        assert '<http://testserver/api/v1/docs/#conferences>; rel="deprecation"; type="text/html"' in response["Link"]
        assert {"Deprecation", "Sunset", "Link"} <= set(response["Access-Control-Expose-Headers"].split(", "))
    assert client.get("/api/v1/conferences/?q=a")["Deprecation"] == f"@{int(DAY.timestamp())}"
    assert client.get("/api/v1/regions/")["Deprecation"] == f"@{int(DAY.timestamp()) - 30 * 86400}"
    assert 'rel="self"' in client.get("/api/v1/regions/")["Link"]
    assert "Deprecation" in client.get("/api/v1/regions/?format=csv")
    assert "Deprecation" in client.get("/api/v1/regions/", headers={"Accept": "text/html"})


def test_what_stays_says_nothing(client, going):
    for address in ("conferences/", "conferences/?year=2018", "themes/", "nothing/"):
        response = client.get(f"/api/v1/{address}")
        assert "Deprecation" not in response
        assert "Sunset" not in response


def test_the_description_marks_it(going):
    paths, components = description()["paths"], description()["components"]["schemas"]
    marked = [each["name"] for each in paths["/api/v1/conferences/"]["get"]["parameters"] if each.get("deprecated")]
    assert marked == ["q"]
    assert paths["/api/v1/regions/"]["get"]["deprecated"]
    assert (
        components["Theme"]["properties"]["name_en"] | {"deprecated": True, "x-sunset": "2027-11-25"}
        == components["Theme"]["properties"]["name_en"]
    )


def test_the_register_names_what_there_is():
    for each in GOING:
        assert each.path in description()["paths"]
        assert each.since < each.sunset
