"""What is proposed before anybody has corrected it: every line with its words, and nothing that the text leaves open."""

import dataclasses

import pytest
from django.core.management import call_command

from articles.intake.entering import kind_and_level
from articles.intake.periods import period
from articles.intake.quoting import as_printed, place_in
from articles.intake.record import Record
from articles.intake.report import Span
from articles.intake.wording import wording
from tests import factories
from tests.articles.intake.test_reports import TEXTS
from tests.articles.intake.world import REPORT, SECOND, proposed, small_register

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    return small_register()


def test_the_article_keeps_the_words_as_printed_and_the_code_in_its_field(world):
    article = proposed(REPORT.replace("3 cuộc đối thoại", "3 cuộc đối thoại <b>lớn</b> & nhỏ")).article
    assert article.body.startswith("<p>Chiều 29/5/2018, tại Lạng Sơn")
    assert "&lt;b&gt;lớn&lt;/b&gt; &amp; nhỏ" in article.body
    assert (article.dateline_code, article.source, article.byline) == ("LSO", "Báo Lạng Sơn", "BÚT DANH THỬ")
    assert "phát biểu chào mừng hội nghị" not in article.body


def test_the_conference_is_proposed_with_the_rows_of_the_register(world):
    part = proposed(REPORT).conference
    assert part.title == "Hội nghị trao đổi kinh nghiệm thực hiện QCDC các tỉnh"
    assert (part.date, part.part_of_day) == ("2018-05-29", "afternoon")
    assert part.organisers == (world.committee.pk,)
    assert part.provinces == (world.cao_bang.pk, world.lao_cai.pk, world.lang_son.pk)
    assert (part.host_province, part.existing, part.directives_complete) == (world.lang_son.pk, None, True)


def test_every_line_has_the_words_it_was_read_from(world):
    record = proposed(REPORT)
    lines = (*record.officials, *record.groups, *record.figures, *record.directives)
    assert len(lines) == 8
    assert all(line.quote == as_printed(REPORT, line.span) for line in lines)


def test_the_people_come_for_the_body_and_the_province_that_are_meant(world):
    chair, host = proposed(REPORT).officials
    assert (chair.organisation, chair.province) == (world.committee.pk, None)
    assert (host.organisation, host.province, host.roles) == (world.party.pk, world.lang_son.pk, ("welcome", "attendee"))
    (leaders,) = proposed(REPORT).groups
    assert leaders.province == world.lang_son.pk


def test_nobody_comes_for_a_body_of_which_she_is_only_a_member(world):
    bureau = factories.make_organisation(name="Bộ Chính trị", kind="party-body")
    text = REPORT.replace("Lê Thị Mẫu, Bí thư Tỉnh ủy;", "Lê Thị Mẫu, Ủy viên Bộ Chính trị, Chủ tịch Hội Thử;")
    assert bureau.pk not in {each.organisation for each in proposed(text).officials}


def test_a_new_body_gets_its_province_where_it_is_printed_without(world):
    for printed, name in [
        ("Sở Nội vụ", "Sở Nội vụ Lạng Sơn"),
        ("Ban Dân vận Tỉnh ủy", "Ban Dân vận Tỉnh ủy Lạng Sơn"),
        ("Huyện ủy Thử", None),
    ]:
        part = proposed(SECOND.replace("Ban Chỉ đạo Trung ương thực hiện QCDC tổ chức", f"{printed} tổ chức")).conference
        assert part.new_organisers == (name or printed,)


def test_somebody_of_another_province_is_not_taken_for_one_of_the_host(world):
    text = REPORT.replace("; lãnh đạo các huyện ủy, thành ủy.", ". Về phía tỉnh Cao Bằng có đồng chí Vũ Đức Giả, Phó Bí thư Tỉnh ủy.")
    guest = next(line for line in proposed(text).officials if line.name == "Vũ Đức Giả")
    assert (guest.province, guest.organisation) == (world.cao_bang.pk, None)


def test_figures_are_of_the_speakers_province_and_of_the_period(world):
    first, second = proposed(REPORT).figures
    assert {(each.indicator, each.province, each.said_by, each.period_start) for each in (first, second)} == {
        (world.dialogues.pk, world.lang_son.pk, "p2", "2017")
    }
    assert (first.value, first.percent, first.level, second.percent, second.level) == (3, None, "province", 54, "district")


def test_directives_name_their_issuer_addressees_and_themes(world):
    first, second, third = proposed(REPORT).directives
    everybody = (world.cao_bang.pk, world.lao_cai.pk, world.lang_son.pk)
    assert {each.issuer for each in (first, second, third)} == {"p1"}
    assert (first.addressees_printed, first.addressee_provinces, first.themes) == ("các tỉnh", everybody, ("tuyen-truyen",))
    assert second.addressee_provinces == everybody
    assert (third.addressees_printed, third.addressee_provinces) == ("MTTQ và các đoàn thể", ())
    assert third.addressee_organisations == (world.front.pk,)


def test_the_front_of_a_provincial_conference_is_not_that_of_the_centre(world):
    text = SECOND.replace("Ban Chỉ đạo Trung ương thực hiện QCDC tổ chức", "Tỉnh ủy Lạng Sơn tổ chức").replace(
        "thường xuyên kiểm tra", "MTTQ tiếp tục nâng cao chất lượng giám sát; thường xuyên kiểm tra"
    )
    assert not any(each.addressee_organisations for each in proposed(text).directives)


def test_a_text_without_a_conference_is_an_article_alone(world):
    record = proposed("Tin ngắn thử\n\nTrời hôm nay nắng đẹp ở miền núi.")
    assert (record.conference, record.officials) == (None, ())
    assert "Trời hôm nay nắng đẹp" in record.article.body


def test_every_report_gives_a_record_whose_quotes_stand_in_its_text():
    call_command("load_reference", verbosity=0)
    for name, path in TEXTS.items():
        text = path.read_text(encoding="utf-8")
        record = proposed(text)
        keys = {line.key for line in record.officials}
        assert isinstance(record, Record), name
        for line in (*record.officials, *record.groups, *record.figures, *record.directives):
            assert line.quote, name
            assert line.quote == as_printed(text, line.span), name
        assert {each.said_by for each in record.figures} | {each.issuer for each in record.directives} <= keys | {""}, name
        assert dataclasses.asdict(record), name


def test_a_post_of_the_register_gives_province_and_body(world):
    official = factories.make_official(name="Lê Thị Mẫu")
    post = factories.make_post(official=official, title="Bí thư Tỉnh ủy Lạng Sơn", province=world.lang_son, organisation=world.party)
    line = proposed(REPORT).officials[1]
    assert (line.official, line.post, line.titles) == (official.pk, post.pk, ("Bí thư Tỉnh ủy",))


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("năm 2017", ("2017", "")),
        ("6 tháng đầu năm 2018", ("2018-01", "2018-06")),
        ("9 tháng đầu năm", ("2018-01", "2018-09")),
        ("sáu tháng cuối năm 2017", ("2017-07", "2017-12")),
        ("quý I/2018", ("2018-01", "2018-03")),
        ("quý IV", ("2018-10", "2018-12")),
        ("quý VI", ("", "")),
        ("giai đoạn 2015-2018", ("2015", "2018")),
        ("từ năm 2015 đến năm 2018", ("2015", "2018")),
        ("5 năm qua", ("", "")),
    ],
)
def test_periods_are_read_as_exactly_as_they_are_said(words, expected):
    assert period(words, "2018-05-29") == expected


def test_a_half_year_without_any_year_is_left_open():
    assert period("6 tháng đầu năm") == ("", "")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Trưởng Ban Chỉ đạo (BCĐ) Trung ương thực hiện QCDC", "Trưởng ban Chỉ đạo T.Ư thực hiện Quy chế dân chủ ở cơ sở"),
        ("Chủ tịch UBND tỉnh", "Chủ tịch Uỷ ban nhân dân tỉnh"),
        ("Chủ tịch UBTƯ MTTQ Việt Nam", "Chủ tịch Ủy ban Trung ương Mặt trận Tổ quốc Việt Nam"),
    ],
)
def test_two_ways_of_printing_one_name_are_one_wording(one, other):
    assert wording(one) == wording(other)


def test_the_ministry_of_justice_is_not_of_the_centre():
    assert wording("Bộ Tư pháp") == "bo tu phap"


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Ban Chỉ đạo thực hiện QCDC tỉnh Cao Bằng", ("steering-committee", "province")),
        ("Ủy ban MTTQ Việt Nam tỉnh Sơn La", ("front", "province")),
        ("Ban Dân vận Tỉnh ủy Cao Bằng", ("party-body", "province")),
        ("Huyện ủy Vạn Ninh", ("party-committee", "district")),
        ("UBND xã Cao Minh", ("government", "commune")),
        ("Sở Nội vụ Lai Châu", ("agency", "province")),
        ("Bộ Tư pháp", ("ministry", "central")),
        ("Hội đồng thử", ("other", "central")),
    ],
)
def test_what_a_new_body_is_follows_from_its_name(name, expected):
    assert kind_and_level(name) == expected


def test_a_quotation_is_found_over_the_end_of_a_paragraph_and_not_where_it_does_not_stand():
    assert place_in("Một hai\nba bốn", "hai ba", "Một hai ba bốn", Span(4, 10)) == (4, 10)
    assert place_in("Một hai", "ba", "ba", Span(0, 2)) is None
    assert place_in("Một hai", "", "", None) is None
