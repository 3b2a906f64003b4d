"""What the reader is told is the register as it is, in a number of queries that does not grow with it."""

import pytest
from django.core.management import call_command

from articles.intake.register import Register, gazetteer
from tests import factories
from tests.articles.intake import gazetteers
from tests.articles.intake.world import DAY, small_register

pytestmark = pytest.mark.django_db


def test_the_reader_is_told_of_the_register_what_the_reference_data_say():
    call_command("load_reference", verbosity=0)
    told, expected = gazetteer(), gazetteers.register()
    assert {each.slug: (each.name, set(each.aliases), each.valid_from, each.valid_to, each.is_city) for each in told.provinces} == {
        each.slug: (each.name, set(each.aliases), each.valid_from, each.valid_to, each.is_city) for each in expected.provinces
    }
    for part in ("clusters", "themes", "indicators"):
        assert set(getattr(told, part)) == set(getattr(expected, part))
    assert ("LSO", "Lạng Sơn") in told.papers


def test_the_names_of_merged_records_lead_to_the_one_that_stands():
    standing = factories.make_official(name="Trần Văn Thử", aliases="Trần Thử\n")
    merged = factories.make_official(name="Trần Văn Thứ", aliases="Tư Thử")
    merged.merge_into(standing)
    (known,) = gazetteer().officials
    assert (known.id, known.name, set(known.aliases)) == (str(standing.pk), "Trần Văn Thử", {"Trần Thử", "Trần Văn Thứ", "Tư Thử"})


def test_the_queries_do_not_grow_with_the_register(django_assert_num_queries):
    small_register()
    with django_assert_num_queries(7):
        gazetteer()
    for number in range(5):
        factories.make_official()
        factories.make_organisation(kind="press", abbreviation=f"B{number}", province=factories.make_province())
        factories.make_cluster()
    with django_assert_num_queries(7):
        gazetteer()


@pytest.mark.parametrize(
    ("printed", "expected"),
    [
        ("Ban Chỉ đạo Trung ương thực hiện quy chế dân chủ ở cơ sở (QCDC)", "committee"),
        ("BCĐ T.Ư thực hiện QCDC", "committee"),
        ("Ban Chỉ đạo Trung ương thực hiện dân chủ ở cơ sở", "committee"),
        ("MTTQ", "front"),
        ("Ủy ban TƯ MTTQ Việt Nam", "front"),
        ("Uỷ ban Trung ương Mặt trận Tổ quốc Việt Nam", "front"),
        ("Tỉnh uỷ", "party"),
        ("Tỉnh ủy Lạng Sơn", "party"),
        ("Bộ Tư pháp", None),
        ("…", None),
    ],
)
def test_a_body_is_known_by_its_names_short_forms_and_spellings(printed, expected):
    world = small_register()
    assert Register().organisation(printed, on=DAY, province=world.lang_son) == (getattr(world, expected) if expected else None)


def test_a_body_is_none_where_two_would_do_or_it_was_dissolved():
    factories.make_organisation(name="Hội Thử")
    factories.make_organisation(name="Hội thử")
    factories.make_organisation(name="Ban Thử", dissolved="2018-05")
    assert Register().organisation("Hội thử", on=DAY) is None
    assert Register().organisation("Ban Thử", on=DAY) is not None
    assert Register().organisation("Ban Thử", on=DAY.replace(month=6)) is None


def test_a_body_printed_without_its_place_is_of_no_other_province():
    world = small_register()
    department = factories.make_organisation(name="Sở Nội vụ", level="province", province=world.cao_bang)
    other = factories.make_organisation(name="Sở Tư pháp Cao Bằng", level="province", province=world.cao_bang)
    register = Register()
    assert register.organisation("Sở Nội vụ", on=DAY, province=world.lang_son) is None
    assert register.organisation("Sở Nội vụ", on=DAY) is None
    assert register.organisation("Sở Nội vụ", on=DAY, province=world.cao_bang) == department
    assert register.organisation("Sở Tư pháp", on=DAY, province=world.cao_bang) == other
    assert register.organisation("Sở Tư pháp Cao Bằng", on=DAY, province=world.lang_son) == other


def test_a_unit_that_ended_is_known_where_the_text_gives_no_day_and_one_unit_bore_the_name():
    gone = factories.make_province(name="Hà Giang", valid_to=DAY.replace(year=2025))
    register = Register()
    assert register.province("Hà Giang", gone.slug, on=None) == gone
    assert register.province("Hà Giang", gone.slug, on=DAY.replace(year=2026)) is None
    assert register.provinces_in("nguyên Bí thư Tỉnh ủy Hà Giang", on=DAY.replace(year=2026)) == [gone]


def test_a_province_is_the_unit_of_the_day():
    world = small_register()
    register = Register()
    assert register.province("Lào Cai", on=DAY) == world.lao_cai
    assert register.province("Lào Cai", world.lao_cai.slug, on=DAY.replace(year=2026)) == world.new_lao_cai
    assert register.provinces_in("Phó Bí thư Tỉnh ủy Cao Bằng và đồng chí ở Lào Cai", on=DAY) == [world.cao_bang, world.lao_cai]
