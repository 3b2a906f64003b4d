"""The readers' pages, read through the demo record."""

import re
from html import unescape

import pytest
from django.core.management import call_command

from articles.models import Article, Section
from meetings.models import Conference, Official
from tests import factories
from tests.reading import words

pytestmark = pytest.mark.django_db


@pytest.fixture
def demo():
    call_command("load_reference", verbosity=0)
    call_command("load_demo")
    return Conference.objects.get()


def text_of(client, address: str, status: int = 200) -> str:
    """What a reader reads on a page."""
    response = client.get(address)
    assert response.status_code == status, address
    visible = re.sub(r"<head>.*?</head>|<[^>]*>", " ", words(response), flags=re.DOTALL)
    return " ".join(unescape(visible).split())


def test_the_conference_page_tells_the_whole_record(client, demo):
    text = text_of(client, demo.get_absolute_url())
    for fact in [
        "29/05/2018",
        "Lạng Sơn",
        "Ban Chỉ đạo Trung ương thực hiện Quy chế dân chủ ở cơ sở",
        "Trương Thị Mai",
        "Ủy viên Bộ Chính trị",
        "Lâm Thị Phương Thanh",
        "các đồng chí trong Ban Chỉ đạo tỉnh về thực hiện QCDC",
        "Hà Giang",
        "54 %",
        "88 %",
        "200 cuộc",
        "phản viện xã hội",
        "Chủ trì",
        "Phát biểu kết luận",
    ]:
        assert fact in text, fact
    assert text.count("các tỉnh") >= 8


def test_the_other_pages_lead_to_and_from_the_record(client, demo):
    mai = Official.objects.get(name="Trương Thị Mai")
    text = text_of(client, mai.get_absolute_url())
    assert "04/02/2016 – 04/2021" in text
    assert "Trưởng Ban Chỉ đạo (BCĐ) Trung ương thực hiện QCDC" in text
    assert demo.title in text
    old = text_of(client, "/tinh-thanh/lao-cai-truoc-2025/")
    assert demo.title in old
    assert "01/07/2025" in old
    new = text_of(client, "/tinh-thanh/lao-cai/")
    assert "Yên Bái" in new
    directive = demo.directives.get(number=7)
    text = text_of(client, directive.get_absolute_url())
    assert "MTTQ và các đoàn thể" in text
    assert "phản viện xã hội" in text
    article = Article.objects.get()
    text = text_of(client, article.get_absolute_url())
    assert demo.title in text
    assert "Phùng Khiêm" in text
    assert "hình vẽ minh họa, không phải ảnh chụp" in text


def test_the_same_page_stands_in_english_under_its_prefix(client, demo):
    address = demo.get_absolute_url()
    assert '<html lang="en">' in words(client.get(f"/en{address}"))
    assert "Who chaired and spoke" in text_of(client, f"/en{address}")
    assert "Who chaired and spoke" not in text_of(client, address)
    assert "Supervision and social criticism" in text_of(client, f"/en{address}")
    assert "Supervision and social criticism" not in text_of(client, address)


def test_the_language_does_not_depend_on_the_browser(client, demo):
    assert '<html lang="vi">' in words(client.get("/", headers={"accept-language": "en"}))


def test_the_switch_leads_to_the_same_list_in_the_other_language(client, demo):
    assert 'href="/en/chi-dao/?year=2018"' in words(client.get("/chi-dao/?year=2018"))
    assert 'href="/chi-dao/?year=2018"' in words(client.get("/en/chi-dao/?year=2018"))


NARROWED = [
    ("/chi-dao/?year=2018", "Năm dân vận chính quyền 2018", None),
    ("/chi-dao/?theme=giam-sat", "giám sát và phản biện", "Năm dân vận"),
    ("/chi-dao/?province=cao-bang", "Năm dân vận", "MTTQ và các đoàn thể tiếp tục"),
    ("/chi-dao/?q=phan+bien", "giám sát và phản biện", "Năm dân vận"),
    ("/chi-dao/?official=truong-thi-mai", "Năm dân vận", None),
    ("/chi-dao/?state=none", "Năm dân vận", None),
    ("/chi-dao/?state=done", "chi-dao", "Năm dân vận"),
    ("/hoi-nghi/?province=lao-cai", "biên giới phía Bắc", None),
    ("/hoi-nghi/?province=an-giang", "hoi-nghi", "Lạng Sơn</span>"),
    ("/hoi-nghi/?cluster=mien-nui-bien-gioi-phia-bac&kind=danh-gia-kiem-tra", "Lạng Sơn</span>", None),
    ("/can-bo/?role=welcome", "Lâm Thị Phương Thanh</a>", "Trương Thị Mai</a>"),
    ("/can-bo/?province=lang-son", "Lâm Thị Phương Thanh</a>", "Trương Thị Mai</a>"),
    ("/can-bo/?q=truong+thi+mai", "Trương Thị Mai</a>", "Lâm Thị Phương Thanh</a>"),
    ("/tinh-thanh/", "Lạng Sơn</a>", "Hà Giang</a>"),
    ("/tinh-thanh/?on=30/06/2025", "Hà Giang</a>", "Hà Tây</a>"),
    ("/tinh-thanh/?on=2008-07-31", "Hà Tây</a>", None),
    ("/tinh-thanh/?q=dac+lac", "Đắk Lắk</a>", "Lạng Sơn</a>"),
    ("/tin-bai/?official=lam-thi-phuong-thanh&year=2018", "Bảy tỉnh biên giới", None),
    ("/tin-bai/?year=2019", "tin-bai", "Bảy tỉnh biên giới phía Bắc"),
    ("/tim-kiem/?q=truong+thi+mai", "<mark>Trương</mark> <mark>Thị</mark> <mark>Mai</mark></a>", None),
    ("/tim-kiem/?q=khong+co+gi", "tim-kiem", "Trương Thị Mai</a>"),
]


def test_lists_narrow_by_the_words_of_their_address(client, demo):
    for address, there, absent in NARROWED:
        text = re.sub(r"<form.*?</form>", "", unescape(words(client.get(address))), flags=re.DOTALL)
        assert there in text, address
        assert not absent or absent not in text, address


def test_officials_stand_by_given_name(client, demo):
    text = text_of(client, "/can-bo/")
    assert text.index("Trương Thị Mai") < text.index("Lâm Thị Phương Thanh")


def test_a_filter_that_is_no_such_thing_is_said_at_its_field(client):
    response = client.get("/chi-dao/?year=abc")
    assert response.status_code == 400
    assert "filters__error" in words(response)


def test_pages_keep_their_filters(client):
    for _ in range(30):
        factories.make_conference()
    text = unescape(words(client.get("/hoi-nghi/?year=2018")))
    assert 'href="?year=2018&page=2"' in text
    assert "26–30" in text_of(client, "/hoi-nghi/?year=2018&page=2")
    assert client.get("/hoi-nghi/?page=3").status_code == 404


def test_a_conference_under_a_wrong_year_is_redirected(client):
    conference = factories.make_conference()
    response = client.get(f"/hoi-nghi/1999/{conference.slug}/")
    assert response.status_code == 301
    assert response["Location"] == conference.get_absolute_url()


def test_a_merged_official_leads_to_the_one_who_stands(client):
    attendance = factories.make_attendance("chair", official=factories.make_official(name="Trần Văn Cũ"), titles="Bí thư thử")
    attendance.official.merged_into = factories.make_official(name="Trần Văn Mới")
    attendance.official.save()
    response = client.get(attendance.official.get_absolute_url())
    assert response.status_code == 301
    text = text_of(client, response["Location"])
    assert "Trần Văn Mới" in text
    assert "Bí thư thử" in text
    assert "Trần Văn Cũ" not in text_of(client, "/can-bo/")


def test_a_directive_under_another_name_is_redirected(client):
    directive = factories.make_directive(text="Nâng cao trách nhiệm")
    for address in (f"/chi-dao/{directive.pk}/", f"/chi-dao/{directive.pk}-khac/"):
        response = client.get(address)
        assert response.status_code == 301
        assert response["Location"] == f"/chi-dao/{directive.pk}-nang-cao-trach-nhiem/"


def test_a_withdrawn_article_leaves_a_notice(client):
    article = factories.make_article(headline="Bài đã gỡ")
    article.withdraw(reason="Theo yêu cầu của cơ quan chủ quản")
    text = text_of(client, article.get_absolute_url(), status=410)
    assert "Theo yêu cầu của cơ quan chủ quản" in text
    assert "Bài đã gỡ" not in text


def test_a_correction_stands_with_its_article(client):
    correction = factories.make_correction(wrong="sáu cuộc", right="chín cuộc")
    text = text_of(client, correction.article.get_absolute_url())
    assert "sáu cuộc" in text
    assert "chín cuộc" in text


def test_an_empty_site_has_every_page(client):
    for address in (
        "/",
        "/hoi-nghi/",
        "/hoi-nghi/2018/",
        "/can-bo/",
        "/tinh-thanh/",
        "/ban-do/",
        "/chi-dao/",
        "/chu-de/",
        "/to-chuc/",
        "/cum/",
        "/so-lieu/",
        "/tin-bai/",
        "/tim-kiem/",
        "/gioi-thieu/",
    ):
        assert text_of(client, address)


def test_a_page_asked_for_again_is_answered_304(client, demo):
    first = client.get(demo.get_absolute_url())
    again = client.get(demo.get_absolute_url(), headers={"if-none-match": first["ETag"]})
    assert again.status_code == 304


def test_articles_are_read_by_their_section(client):
    section = Section.objects.create(name="Dân vận")
    article = factories.make_article(section=section, headline="Bài trong chuyên mục")
    factories.make_article(headline="Bài ở ngoài")
    for address in ("/tin-bai/", "/tin-bai/moi.atom", "/tin-bai/tin-bai.csv", "/api/v1/articles/"):
        text = words(client.get(f"{address}?section={section.slug}"))
        assert article.headline in text, address
        assert "Bài ở ngoài" not in text, address
    assert f'href="/tin-bai/?section={section.slug}"' in client.get(article.get_absolute_url()).text
