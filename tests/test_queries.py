"""The number of queries of a page does not grow with its rows."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from meetings.models import Conference, Official, Organisation, Province, Role, Theme
from qcdc.search.keeping import work_off
from tests import factories
from tests.reading import words

pytestmark = pytest.mark.django_db


@pytest.fixture
def first():
    """The rows whose pages are measured."""
    conference = factories.make_conference(
        host_province=factories.make_province(name="Tỉnh Đo"), summary="<p>Đo</p>", cluster=factories.make_cluster()
    )
    official = factories.make_official(name="Người Đo")
    add(conference, official, 2)
    return conference, official


def add(conference: Conference, official: Official, count: int) -> None:
    """Rows at the measured conference, and as many other conferences with the measured official and province."""
    province = conference.host_province
    for _ in range(count):
        fill(conference, factories.make_official(), factories.make_province())
        fill(factories.make_conference(host_province=province, cluster=conference.cluster), official, province)


def fill(conference: Conference, official: Official, province: Province) -> None:
    body = Organisation.objects.get_or_create(name="Ban Đo", province=conference.host_province)[0]
    if not conference.organisers.filter(organisation=body).exists():
        factories.organise(conference, body)
    factories.make_organisation(parent=body)
    conference.cluster.members.add(province)
    if not conference.participations.filter(province=province).exists():
        factories.take_part(conference, province)
    factories.organise(conference, factories.make_organisation())
    factories.make_post(official=official, organisation=factories.make_organisation(), province=province)
    attendance = factories.make_attendance(
        "chair", "concluding", conference=conference, official=official, province=province, organisation=body
    )
    factories.make_attendance("attendee", conference=conference, group_name="các đồng chí")
    factories.make_figure(conference=conference, province=conference.host_province, said_by=attendance)
    directive = factories.make_directive("tuyen-truyen", "doi-thoai", conference=conference, issuer=attendance)
    directive.addressee_provinces.add(conference.host_province)
    directive.addressee_organisations.add(factories.make_organisation(), body)
    factories.make_directive("doi-thoai", conference=conference, issuing_organisation=body)
    factories.make_progress(directive=directive, province=province, reported_at=conference)
    article = factories.make_article(conference=conference)
    factories.place(factories.make_photo(), article)
    factories.make_correction(article=article)


def test_queries_do_not_grow_with_rows(client, first):
    conference, official = first
    directive, article = conference.directives.first(), conference.articles.first()
    addresses = [
        "/",
        "/tim-kiem/?q=thu",
        "/hoi-nghi/",
        "/hoi-nghi/2018/",
        conference.get_absolute_url(),
        "/can-bo/",
        official.get_absolute_url(),
        "/tinh-thanh/",
        "/ban-do/",
        conference.host_province.get_absolute_url(),
        "/chi-dao/",
        directive.get_absolute_url(),
        Organisation.objects.get(name="Ban Đo").get_absolute_url(),
        "/to-chuc/",
        "/to-chuc/to-chuc.csv",
        conference.cluster.get_absolute_url(),
        "/cum/",
        "/cum/cum.csv",
        "/chu-de/",
        "/chu-de/doi-thoai/",
        "/so-lieu/",
        "/so-lieu/?indicator=doi-thoai&level=province&year=2017",
        "/can-bo/can-bo.csv",
        "/tinh-thanh/tinh-thanh.csv",
        "/tin-bai/",
        article.get_absolute_url(),
        article.photo_page(1),
        f"{article.get_absolute_url()}lich-su/",
        "/hoi-nghi/hoi-nghi.csv",
        "/chi-dao/chi-dao.csv",
        "/so-lieu/so-lieu.xlsx",
        "/tin-bai/tin-bai.csv",
        "/hoi-nghi/moi.atom",
        "/chi-dao/moi.atom",
        "/tin-bai/moi.atom",
        "/dinh-chinh/",
        "/dinh-chinh/?q=thu&kind=dinh-chinh",
        "/dinh-chinh/dinh-chinh.csv",
        "/dinh-chinh/moi.atom",
        "/sitemap.xml",
        "/sitemap-conferences.xml",
        "/sitemap-articles.xml",
        f"/chi-dao/?province={conference.host_province.slug}&official={official.slug}&theme=doi-thoai&state=in-progress&year=2018",
        f"/hoi-nghi/?province={conference.host_province.slug}&official={official.slug}&kind=khac&state=held",
        f"/can-bo/?province={conference.host_province.slug}&role=chair",
        f"/tin-bai/?province={conference.host_province.slug}&official={official.slug}&theme=doi-thoai",
    ]
    assert Role.objects.count() == 3
    assert Theme.objects.count() == 2
    work_off()
    before = {address: queries(client, address) for address in addresses}
    add(conference, official, 48)
    work_off()
    after = {address: queries(client, address) for address in addresses}
    assert {address: (before[address], after[address]) for address in addresses if after[address] > before[address]} == {}


def queries(client, address: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        response = client.get(address)
        assert response.status_code == 200, address
        words(response)
    return len(captured)
