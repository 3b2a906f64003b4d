"""A row that changes its address is found under every address it ever had, by whoever may see it."""

import pytest
from django.apps import apps
from django.urls import reverse

from meetings.models import Conference
from qcdc.addresses import Addressed
from qcdc.models import FormerAddress
from tests import factories
from tests.desk import assert_saved, post_changed, sign_in

pytestmark = pytest.mark.django_db

ADDRESSED = [model for model in apps.get_models() if issubclass(model, Addressed)]


@pytest.mark.parametrize("model", ADDRESSED, ids=lambda model: model._meta.model_name)
def test_slugs_are_not_changed_behind_the_back_of_former_addresses(model):
    row = model(slug="moi")
    with pytest.raises(TypeError):
        model.objects.all().update(slug="moi")
    with pytest.raises(TypeError):
        model._default_manager.filter(pk=1).update(slug="moi")
    row.pk = 1
    with pytest.raises(TypeError):
        model.objects.bulk_update([row], ["slug"])


def public_official(**kwargs):
    official = factories.make_official(**kwargs)
    factories.make_attendance("chair", official=official)
    return official


PAGES = {
    "article": factories.make_article,
    "conference": factories.make_conference,
    "official": public_official,
    "province": factories.make_province,
    "organisation": factories.make_organisation,
    "cluster": factories.make_cluster,
    "theme": factories.make_theme,
}
REGISTERS = {
    "series": factories.make_series,
    "indicator": factories.make_indicator,
    "role": factories.make_role,
}
ROWS = PAGES | REGISTERS
pages = pytest.mark.parametrize("noun", PAGES)
rows = pytest.mark.parametrize("noun", ROWS)
secret = pytest.mark.parametrize("noun", ["article", "conference"])


def moved(row, *slugs):
    """The row under another slug, or under several, one after the other."""
    for slug in slugs:
        row.slug = slug
        row.save()
    return row


def api_address(row, slug):
    return reverse(f"api:{row._meta.model_name}-detail", args=[slug])


def page_address(row, slug):
    """The page of a row as if it had another slug."""
    return row.get_absolute_url().replace(f"/{row.slug}/", f"/{slug}/")


def assert_leads(response, place):
    assert response.status_code == 301
    assert response["Location"] == place
    assert response["Cache-Control"] == "no-cache"


@pages
@pytest.mark.parametrize("prefix", ["", "/en"])
def test_a_page_that_moved_is_led_to_with_what_was_asked(client, noun, prefix):
    row = PAGES[noun]()
    before = prefix + row.get_absolute_url()
    now = prefix + moved(row, "dia-chi-moi").get_absolute_url()
    assert_leads(client.get(f"{before}?page=1&q=a%20b"), f"{now}?page=1&q=a%20b")
    assert client.get(f"{before}?page=1", follow=True).status_code == 200


@pages
def test_a_chain_of_addresses_leads_straight_to_the_last(client, noun):
    row = moved(PAGES[noun](slug="mot"), "hai", "ba")
    for former in ("mot", "hai"):
        assert_leads(client.get(page_address(row, former)), row.get_absolute_url())
    assert client.get(page_address(row, "chua-tung-co")).status_code == 404


@rows
def test_the_api_leads_from_a_former_slug_to_the_record(client, noun):
    row = ROWS[noun]()
    former = row.slug
    moved(row, "hai", "dia-chi-moi")
    for slug in (former, "hai"):
        assert_leads(client.get(api_address(row, slug) + "?fields=id"), f"http://testserver{api_address(row, row.pk)}?fields=id")
    assert client.get(api_address(row, "dia-chi-moi")).json()["id"] == row.pk
    assert client.get(api_address(row, "chua-tung-co")).status_code == 404


@rows
def test_going_back_to_a_former_address_ends_the_redirect(client, noun):
    row = ROWS[noun]()
    first = row.slug
    moved(row, "tam-thoi", first)
    assert client.get(api_address(row, first)).status_code == 200
    assert list(FormerAddress.objects.values_list("slug", flat=True)) == ["tam-thoi"]
    assert client.get(api_address(row, "tam-thoi")).status_code == 301


@pages
def test_a_row_that_takes_the_former_address_of_another_has_it(client, noun):
    old = moved(PAGES[noun](slug="tranh-nhau"), "cho-moi")
    new = PAGES[noun](slug="tranh-nhau")
    assert client.get(page_address(new, "tranh-nhau")).status_code == 200
    assert client.get(api_address(new, "tranh-nhau")).json()["id"] == new.pk
    moved(new, "cho-khac")
    assert_leads(client.get(page_address(new, "tranh-nhau")), new.get_absolute_url())
    assert client.get(old.get_absolute_url()).status_code == 200


def test_an_address_that_is_made_up_takes_no_former_one_of_another():
    first = factories.make_organisation(name="Ban Thử")
    moved(first, "ban-thu-cu")
    assert factories.make_organisation(name="Ban Thử").slug == "ban-thu-2"
    first.slug = ""
    first.save()
    assert first.slug == "ban-thu"


@secret
def test_a_former_address_of_what_is_hidden_tells_nothing(client, noun):
    row = moved(PAGES[noun](slug="cu", published=False), "moi")
    for address in (page_address(row, "cu"), api_address(row, "cu"), page_address(row, "moi"), api_address(row, "moi")):
        assert client.get(address).status_code == 404
    client.force_login(factories.make_user("articles.see_drafts", "meetings.see_drafts"))
    assert_leads(client.get(page_address(row, "cu")), row.get_absolute_url())


def test_a_former_address_of_an_unseen_official_tells_nothing(client):
    official = moved(factories.make_official(slug="cu"), "moi")
    assert client.get("/can-bo/cu/").status_code == 404
    assert client.get(api_address(official, "cu")).status_code == 404


@secret
def test_a_former_address_of_what_was_withdrawn_answers_410(client, noun):
    row = moved(PAGES[noun](slug="cu"), "moi")
    row.withdraw("Theo lệnh") if noun == "conference" else row.withdraw(reason="Theo lệnh")
    for address in (page_address(row, "cu"), api_address(row, "cu")):
        response = client.get(address)
        assert response.status_code == 410
        assert "Theo lệnh" in response.content.decode()


@secret
def test_a_draft_that_takes_an_address_hides_nobody_elses(client, noun):
    """Nor does a withdrawn row's former address speak for a row that stands there."""
    row = moved(PAGES[noun](slug="cu"), "moi")
    PAGES[noun](slug="cu", published=False)
    assert_leads(client.get(page_address(row, "cu")), row.get_absolute_url())
    gone = moved(PAGES[noun](slug="thu-hoi"), "thu-hoi-moi")
    gone.withdraw("Theo lệnh") if noun == "conference" else gone.withdraw(reason="Theo lệnh")
    stands = PAGES[noun](slug="thu-hoi")
    assert client.get(stands.get_absolute_url()).status_code == 200
    assert client.get(api_address(stands, "thu-hoi")).status_code == 200


def test_the_year_in_the_address_of_a_conference_leads_on(client):
    conference = factories.make_conference(slug="tong-ket", date="2018-05-29")
    before = conference.get_absolute_url()
    conference.date = "2019-05-29"
    conference.save()
    assert_leads(client.get(f"{before}?x=1"), "/hoi-nghi/2019/tong-ket/?x=1")
    moved(conference, "tong-ket-nam")
    assert_leads(client.get(before), "/hoi-nghi/2019/tong-ket-nam/")


def test_a_merged_official_leads_on_from_former_addresses_too(client):
    stands = public_official(slug="dung")
    merged = moved(public_official(slug="cu"), "moi")
    merged.merge_into(stands)
    for slug in ("cu", "moi"):
        assert_leads(client.get(f"/can-bo/{slug}/"), stands.get_absolute_url())
        assert_leads(client.get(api_address(merged, slug)), f"http://testserver{api_address(stands, stands.pk)}")


def test_a_slug_changed_by_a_colleague_meanwhile_is_kept_too(client):
    article = factories.make_article(slug="mot")
    mine, yours = (type(article).objects.get(pk=article.pk) for _ in range(2))
    moved(yours, "hai")
    moved(mine, "ba")
    for slug in ("mot", "hai"):
        assert_leads(client.get(f"/tin-bai/{slug}/"), "/tin-bai/ba/")


def test_a_save_that_does_not_write_the_slug_leaves_no_former_address():
    conference = factories.make_conference(slug="mot")
    conference.slug = "khong-ghi"
    conference.save(update_fields=["title"])
    Conference.objects.get(pk=conference.pk).save()
    assert not FormerAddress.objects.exists()


def test_the_desk_keeps_former_addresses(client):
    article = factories.make_article(slug="truoc", published=True)
    sign_in(client, "Editor", "Publisher")
    assert_saved(post_changed(client, article, slug="sau"))
    client.logout()
    assert_leads(client.get("/tin-bai/truoc/"), "/tin-bai/sau/")


def test_a_directive_keeps_what_was_asked(client):
    directive = factories.make_directive(text="Nâng cao trách nhiệm")
    assert_leads(client.get(f"/chi-dao/{directive.pk}/?in=1"), f"{directive.get_absolute_url()}?in=1")


@pytest.mark.parametrize("former", [False, True])
def test_a_link_to_a_narrowed_list_outlives_a_change_of_slug(client, former):
    """By the former slug a list holds what it holds by the present one."""
    made = {
        "province": factories.make_province(),
        "official": factories.make_official(),
        "theme": factories.make_theme("chu-de"),
        "role": factories.make_role("chu-tri"),
        "cluster": factories.make_cluster(),
        "series": factories.make_series(),
    }
    conference = factories.make_conference(cluster=made["cluster"], series=made["series"], host_province=made["province"], title="Có mặt")
    factories.make_attendance("chu-tri", conference=conference, official=made["official"])
    factories.make_directive("chu-de", conference=conference, text="Có mặt").addressee_provinces.add(made["province"])
    factories.make_article(conference=conference, headline="Có mặt")
    asked = {noun: row.slug for noun, row in made.items()}
    for noun, row in made.items():
        moved(row, f"{noun}-moi")
    asked = asked if former else {noun: row.slug for noun, row in made.items()}
    for address in (
        "/hoi-nghi/?province={province}&cluster={cluster}&official={official}",
        "/chi-dao/?theme={theme}&province={province}",
        "/tin-bai/?theme={theme}&official={official}",
        "/api/v1/conferences/?series={series}&province={province}",
        "/api/v1/attendances/?role={role}&official={official}",
    ):
        response = client.get(address.format(**asked))
        assert response.status_code == 200, address
        text = response.content.decode()
        assert "Có mặt" in text, address
    assert client.get("/chi-dao/?theme=chua-tung-co").status_code == 400
