"""Who of the register is meant: proposed only where nothing speaks against it, and never between two."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from articles.intake.matching import Basis, match
from articles.intake.parser import parse
from articles.intake.register import gazetteer
from tests import factories
from tests.articles.intake.world import DAY, REPORT, small_register

pytestmark = pytest.mark.django_db

CHAIR, HOST = "Trần Văn Thử", "Lê Thị Mẫu"


@pytest.fixture
def world():
    return small_register()


def matched(text=REPORT):
    return match(parse(text, gazetteer()), on=DAY)


def chair(text=REPORT):
    return matched(text).officials[0]


def bases(found):
    return [(each.official, each.basis) for each in found.candidates]


def test_somebody_whom_the_register_does_not_know_is_new(world):
    assert [(each.name, each.candidates, each.choice) for each in matched().officials] == [(CHAIR, (), None), (HOST, (), None)]


def test_the_very_name_is_proposed_where_nothing_else_is_known(world):
    known = factories.make_official(name=CHAIR)
    assert (chair().choice, bases(chair())) == (known.pk, [(known.pk, Basis.EXACT)])


@pytest.mark.parametrize(
    ("name", "aliases", "basis"),
    [("Trần Văn Thử", "", Basis.EXACT), ("TRẦN VĂN THỬ", "", Basis.SAME_TONES), ("Trần Thử", "Trần Văn Thử", Basis.ALIAS)],
)
def test_a_name_in_other_letters_and_an_alias_are_proposed(world, name, aliases, basis):
    known = factories.make_official(name=name, aliases=aliases)
    assert (chair().choice, bases(chair())) == (known.pk, [(known.pk, basis)])


def test_a_name_with_other_marks_is_offered_and_proposed_only_with_its_post(world):
    known = factories.make_official(name="Trần Vân Thu")
    assert (chair().choice, bases(chair())) == (None, [(known.pk, Basis.FOLDED)])
    factories.make_post(official=known, title="Trưởng Ban Dân vận TƯ", start="2016", end="2021")
    assert chair().choice == known.pk


def test_of_two_with_one_name_the_one_whose_post_is_printed_is_proposed(world):
    one, other = factories.make_official(name=CHAIR), factories.make_official(name=CHAIR)
    assert chair().choice is None
    factories.make_post(official=other, title="Trưởng Ban Dân vận Trung ương", start="2016")
    assert (chair().choice, [each.official for each in chair().candidates]) == (other.pk, [other.pk, one.pk])
    factories.make_post(official=one, title="Trưởng ban Dân vận Trung ương")
    assert chair().choice is None


def test_a_namesake_in_another_post_is_offered_and_not_proposed(world):
    known = factories.make_official(name=HOST)
    factories.make_post(official=known, title="Bí thư Tỉnh ủy", province=world.cao_bang)
    host = matched().officials[1]
    assert (host.choice, [each.official for each in host.candidates], host.candidates[0].differ) == (None, [known.pk], True)


def test_a_namesake_named_before_with_other_titles_is_not_proposed(world):
    known = factories.make_official(name=CHAIR)
    before = factories.make_attendance("attendee", official=known, titles="Phó Chủ tịch UBND xã Thử")
    assert chair().choice is None
    before.titles = "Trưởng Ban Dân vận T.Ư"
    before.save()
    assert chair().choice == known.pk


def test_a_post_printed_without_its_province_is_that_of_the_host(world):
    known = factories.make_official(name=HOST)
    post = factories.make_post(official=known, title="Bí thư Tỉnh ủy Lạng Sơn", province=world.lang_son, start="2017-12", end="2021")
    old = factories.make_post(official=known, title="Phó Bí thư Tỉnh ủy Lạng Sơn", province=world.lang_son, end="2017-11")
    host = matched().officials[1]
    (held,) = host.chosen.posts
    assert (held.pk, held.is_printed, host.chosen.differ, host.chosen.unknown) == (post.pk, True, False, ())
    assert old.pk not in {each.pk for each in host.chosen.posts}


def test_titles_that_the_register_lacks_are_named(world):
    known = factories.make_official(name=CHAIR)
    factories.make_post(official=known, title="Trưởng Ban Dân vận Trung ương")
    assert chair().chosen.differ
    assert chair().chosen.unknown == ("Trưởng Ban Chỉ đạo Trung ương thực hiện QCDC",)


def test_a_merged_record_is_found_as_the_one_that_stands_with_the_posts_of_both(world):
    standing, merged = factories.make_official(name="Trần Thử"), factories.make_official(name=CHAIR)
    post = factories.make_post(official=merged, title="Trưởng Ban Dân vận Trung ương")
    merged.merge_into(standing)
    found = chair()
    assert (found.choice, bases(found)) == (standing.pk, [(standing.pk, Basis.ALIAS)])
    assert [(each.pk, each.official) for each in found.chosen.posts] == [(post.pk, merged.pk)]


def test_whoever_held_the_post_that_day_under_nearly_that_name_is_offered(world):
    holder = factories.make_official(name="Trần Đức Thử")
    factories.make_post(official=holder, title="Trưởng Ban Dân vận Trung ương", start="2016")
    other = factories.make_official(name="Phạm Đức Khác")
    factories.make_post(official=other, title="Trưởng Ban Dân vận Trung ương", start="2016")
    assert (chair().choice, bases(chair())) == (None, [(holder.pk, Basis.POST)])


def test_places_and_organisers_are_those_of_the_day(world):
    found = matched()
    assert (found.host, found.organisers) == (world.lang_son.pk, (world.committee.pk,))
    assert found.provinces == (world.cao_bang.pk, world.lao_cai.pk, world.lang_son.pk)


def test_the_queries_do_not_grow_with_the_people(world):
    def queries(text):
        report = parse(text, gazetteer())
        with CaptureQueriesContext(connection) as captured:
            match(report, on=DAY)
        return len(captured)

    factories.make_post(official=factories.make_official(name=CHAIR), title="Trưởng Ban Dân vận Trung ương")
    before = queries(REPORT)
    names = ["Vũ Thị Giả", "Đỗ Văn Mẫu", "Hồ Minh Thử", "Ngô Đình Giả", "Lý Thanh Mẫu"]
    for name in names:
        official = factories.make_official(name=name)
        factories.make_post(official=official, title="Phó Trưởng Ban Dân vận Trung ương")
        factories.make_attendance("attendee", official=official)
    more = "".join(f"; đồng chí {name}, Phó Trưởng Ban Dân vận Trung ương" for name in names)
    longer = REPORT.replace("; lãnh đạo các huyện ủy", f"{more}; lãnh đạo các huyện ủy")
    assert len(matched(longer).officials) == 7
    assert queries(longer) == before
