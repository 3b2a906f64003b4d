"""Every noun of the record through the machines' door: lists, single records, links, values, pages, filters."""

import pytest

from articles.models import PhotoSubject
from meetings.models import Province
from tests import factories
from tests.api.world import ROOT, World, addresses

pytestmark = pytest.mark.django_db

NOUNS = [
    "articles",
    "conferences",
    "attendances",
    "figures",
    "directives",
    "progress",
    "officials",
    "posts",
    "organisations",
    "provinces",
    "successions",
    "regions",
    "clusters",
    "series",
    "themes",
    "indicators",
    "roles",
    "photos",
    "corrections",
]
WITH_SLUG = ["articles", "conferences", "officials", "organisations", "provinces", "clusters", "series", "themes", "indicators", "roles"]
WITH_PAGE = ["articles", "conferences", "directives", "officials", "organisations", "provinces", "clusters", "themes"]


@pytest.fixture
def get(client):
    def get(address, status=200):
        response = client.get(address if address.startswith("/") else f"/api/v1/{address}")
        assert response.status_code == status, address
        return response.json()

    return get


def ids(answer):
    return [row["id"] for row in answer["results"]]


def test_the_root_lists_every_collection(client, get):
    root = get("/api/v1/")
    assert sorted(root) == sorted(NOUNS)
    for address in root.values():
        assert get(address.removeprefix("http://testserver"))["results"] == []
    assert 'rel="service-desc"' in client.get("/api/v1/")["Link"]


@pytest.mark.parametrize("noun", NOUNS)
def test_a_record_is_found_in_its_list_by_its_id_and_by_its_slug(get, noun):
    world = World().grow(2)
    row = world[noun]
    listed = next(item for item in get(f"{noun}/")["results"] if item["id"] == row.pk)
    assert listed["url"] == f"{ROOT}{noun}/{row.pk}/"
    whole = get(f"{noun}/{row.pk}/")
    assert whole | listed == whole
    assert ("slug" in whole) == (noun in WITH_SLUG)
    assert ("web" in whole) == (noun in WITH_PAGE)
    if noun in WITH_SLUG:
        assert get(f"{noun}/{whole['slug']}/") == whole
    if noun in WITH_PAGE:
        assert whole["web"] == f"http://testserver{row.get_absolute_url()}"
    if noun == "regions":
        assert get(f"regions/{row.code}/") == whole


def test_every_address_in_a_whole_record_leads_somewhere(get):
    world = World().grow(2)
    ahead, seen = [f"{ROOT}{noun}/{world[noun].pk}/" for noun in NOUNS], set()
    while ahead:
        address = ahead.pop()
        if address not in seen:
            seen.add(address)
            ahead += addresses(get(address.removeprefix("http://testserver")))
    assert {address.removeprefix(ROOT).split("/")[0] for address in seen} == set(NOUNS)
    assert len(seen) > 60


def test_dates_are_as_exact_as_they_are_known(get):
    conference = factories.make_conference(date="2018-05")
    found = get(f"conferences/{conference.pk}/")
    assert [found[name] for name in ("date", "date_precision", "end_date", "end_date_precision")] == ["2018-05", "month", None, None]
    assert found["published_at"].endswith("+07:00")


@pytest.mark.parametrize(
    ("stored", "written"),
    [("54", "54"), ("28.77", "28.77"), ("100", "100"), ("0", "0"), ("0.5", "0.5"), ("-12.5000", "-12.5"), ("1E+3", "1000")],
)
def test_numbers_are_exact_and_without_idle_zeros(get, stored, written):
    figure = factories.make_figure(value=stored)
    found = get(f"figures/{figure.pk}/")
    assert found["value"] == written
    assert found["percent"] is None


def test_what_was_not_chosen_is_null(get):
    found = get(f"figures/{factories.make_figure(level='').pk}/")
    assert found["level"] is None
    assert found["qualifier"] is None
    assert found["unit"] == "cuộc"


def test_an_article_is_read_in_its_live_edition(get):
    conference = factories.make_conference()
    article = factories.make_article(
        conference=conference,
        headline="Bản đầu",
        body="<p>Một <strong>hai</strong></p>",
        dateline_code="LSO",
        day_phrase="Chiều nay (29/5)",
    )
    photo = factories.make_photo(caption="Chú thích riêng")
    PhotoSubject.objects.create(photo=photo, official=factories.make_attendance(conference=conference).official)
    PhotoSubject.objects.create(photo=photo, official=factories.make_official(name="Người Chưa Công Bố"))
    factories.place(photo, article, caption="Chú thích trong bài")
    factories.make_correction(article=article, date=factories.moment(days=-2).date(), wrong="Ngày mai")
    draft = article.open_draft()
    draft.headline = "Bản nháp"
    draft.save()

    found = get(f"articles/{article.slug}/")
    assert found["headline"] == "Bản đầu"
    assert found["edition"] == 1
    assert found["section"] is None
    assert found["dateline"] == {"code": "LSO", "place": "", "day": "Chiều nay (29/5)"}
    assert found["body"] == "<p>Một <strong>hai</strong></p>"
    assert found["body_text"] == "Một hai"
    assert found["conference"]["name"] == conference.title
    assert found["corrections"] == []
    (shown,) = found["photos"]
    assert shown["caption"] == "Chú thích trong bài"
    assert [size["name"] for size in shown["renditions"]] == ["w480", "w960", "w1600"]
    assert shown["renditions"][0]["url"].startswith("http://testserver/anh/")
    assert len(shown["officials"]) == len(get("photos/")["results"][0]["officials"]) == 1


def test_an_article_says_its_section_which_the_filter_takes(get):
    article = World().grow(1)["articles"]
    assert get(f"articles/{article.pk}/")["section"] == {"slug": "thoi-su", "name": "Thời sự"}
    assert ids(get("articles/?section=thoi-su")) == [article.pk]


def test_a_hidden_conference_is_no_link_of_its_article(get):
    article = factories.make_article(conference=factories.make_conference(published=False))
    assert get(f"articles/{article.pk}/")["conference"] is None
    assert get("articles/")["results"][0]["conference"] is None


def test_an_article_without_an_edition_in_force_is_not_there(get):
    article = factories.make_article()
    article.editions.update(live_from=factories.moment(days=-1))
    factories.make_correction(article=article)
    assert get("articles/")["count"] == get("corrections/")["count"] == 0
    get(f"articles/{article.pk}/", status=404)


def test_a_person_is_one_record_whichever_was_entered(client, get):
    current = factories.make_official(name="Nguyễn Thị Đứng Tên")
    merged = factories.make_official(merged_into=current)
    attendance = factories.make_attendance(official=merged, titles="Bí thư\nChủ tịch")
    assert ids(get("officials/")) == [current.pk]
    for address in (f"officials/{merged.pk}/", f"officials/{merged.slug}/"):
        response = client.get(f"/api/v1/{address}")
        assert (response.status_code, response["Location"]) == (301, f"{ROOT}officials/{current.pk}/")
        assert response["Access-Control-Allow-Origin"] == "*"
    found = get(f"attendances/{attendance.pk}/")
    assert found["official"] == {"id": current.pk, "name": "Nguyễn Thị Đứng Tên", "url": f"{ROOT}officials/{current.pk}/"}
    assert found["titles"] == ["Bí thư", "Chủ tịch"]
    assert ids(get(f"attendances/?official={current.slug}")) == [attendance.pk]


def test_a_merged_record_of_somebody_hidden_leads_nowhere(get):
    current = factories.make_official()
    merged = factories.make_official(merged_into=current)
    get(f"officials/{merged.pk}/", status=404)
    get(f"officials/{current.pk}/", status=404)


def test_somebody_not_yet_public_is_not_named_as_absent(get):
    absent = factories.make_official(name="Người Chưa Công Bố")
    attendance = factories.make_attendance(stands_in_for=absent)
    assert get(f"attendances/{attendance.pk}/")["stands_in_for"] is None
    factories.make_attendance(official=absent)
    assert get(f"attendances/{attendance.pk}/")["stands_in_for"]["id"] == absent.pk


def test_a_province_counts_only_what_is_published(get):
    province = factories.make_province()
    for published in (True, False):
        conference = factories.make_conference(published=published, host_province=province)
        factories.take_part(conference, province)
        factories.make_figure(conference=conference, province=province)
        factories.make_directive(conference=conference).addressee_provinces.add(province)
    assert get(f"provinces/{province.pk}/")["counts"] == {"hosted": 1, "taken_part": 1, "directives": 1, "figures": 1}


def test_units_of_one_name_stand_in_one_order(get):
    """Where no date is known sorts differently in SQLite and PostgreSQL."""
    old = factories.make_province(name="Lạng Sơn", valid_to="2025-07-01")
    new = factories.make_province(name="Lạng Sơn", valid_from="2025-07-01")
    older = Province.objects.create(name="Lạng Sơn", slug="cu", valid_from="1946-01-01", valid_to="1975-01-01")
    directive = factories.make_directive()
    directive.addressee_provinces.set([older, old, new])
    assert ids(get("provinces/")) == [new.pk, older.pk, old.pk]
    assert [link["id"] for link in get(f"directives/{directive.pk}/")["addressee_provinces"]] == [new.pk, older.pk, old.pk]


def test_a_list_is_read_page_by_page(get):
    regions = [factories.make_region(order=number) for number in range(5)]
    read, address = [], "/api/v1/regions/?limit=2"
    while address:
        page = get(address)
        assert page["count"] == 5
        read += ids(page)
        address = (page["next"] or "").removeprefix("http://testserver")
    assert read == [region.pk for region in regions]
    assert page["prev"]


FILTERED = {
    "conferences": (
        "q=thu year=2018 kind=khac state=held province={provinces} cluster={clusters} series={series} official={officials}"
        " organisation={organisations}"
    ),
    "articles": "q=thu year=YEAR conference={conferences.pk} province={provinces} official={officials} theme={themes}",
    "attendances": "conference={conferences.pk} official={officials} province={provinces} role={roles}",
    "figures": "year=2017 indicator={indicators} level=province province={provinces} conference={conferences.pk}",
    "directives": (
        "q=thu year=2018 province={provinces} theme={themes} official={officials} state=in-progress"
        " organisation={organisations} addressee={organisations}"
    ),
    "progress": "directive={directives.pk} province={provinces} state=in-progress",
    "officials": "q=thu province={provinces} role={roles} organisation={organisations}",
    "posts": "official={officials} province={provinces} on=2016-08-01",
    "organisations": "q=thu kind=other level=central province={provinces}",
    "provinces": "q=thu on=2018-05-29 region={regions} kind=tinh",
    "successions": "province={provinces} kind=merged",
    "clusters": "q=thu province={provinces}",
    "photos": "article={articles.pk}",
    "corrections": "article={articles.pk}",
}


@pytest.mark.parametrize("noun", FILTERED)
def test_each_filter_finds_what_it_is_about(get, noun):
    world = World().grow(1)
    year = str(world["articles"].published_at.year)
    for asked in FILTERED[noun].replace("YEAR", year).split():
        name, _, value = asked.partition("=")
        if value.startswith("{"):
            key, _, pk = value.strip("{}").partition(".")
            value = world[key].pk if pk else getattr(world[key], "slug", None) or world[key].code
        assert world[noun].pk in ids(get(f"{noun}/?{name}={value}")), asked


def test_a_filter_leaves_out_the_rest(get):
    here, elsewhere = factories.make_province(), factories.make_province()
    conference = factories.make_conference(host_province=here)
    factories.make_conference(host_province=elsewhere)
    assert ids(get(f"conferences/?province={here.slug}")) == [conference.pk]
    assert ids(get(f"conferences/?province={here.slug}&year=2019")) == []
    assert ids(get(f"successions/?province={here.slug}")) == []


def test_the_parts_of_a_body_are_found(get):
    whole = factories.make_organisation()
    part = factories.make_organisation(parent=whole)
    assert ids(get(f"organisations/?parent={whole.slug}")) == [part.pk]


def test_an_official_is_found_by_slug_or_by_name(get):
    """A slug that is somebody's means that person alone."""
    official = factories.make_official(name="Trương Thị Mai", slug="truong-thi-mai")
    namesake = factories.make_official(name="Trương Thị Mai Hoa")
    first, second = (factories.make_attendance(official=person) for person in (official, namesake))
    assert ids(get("attendances/?official=truong-thi-mai")) == [first.pk]
    assert sorted(ids(get("attendances/?official=truong+thi+mai"))) == [first.pk, second.pk]


def test_a_filter_by_a_hidden_row_tells_no_more_than_one_by_an_unknown_row(get):
    hidden = factories.make_conference(published=False)
    official = factories.make_attendance(conference=hidden).official
    article = factories.make_article(published=False)
    factories.place(factories.make_photo(), article)

    def told(address):
        return {name: value for name, value in get(address).items() if name != "self"}

    assert told(f"figures/?conference={hidden.pk}") == told("figures/?conference=987654")
    assert get(f"photos/?article={article.pk}")["count"] == get(f"corrections/?article={article.pk}")["count"] == 0
    for noun in ("attendances", "conferences", "articles", "directives", "posts"):
        assert told(f"{noun}/?official={official.slug}") == told(f"{noun}/?official=khong-co-ai")
