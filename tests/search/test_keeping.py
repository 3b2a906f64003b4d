"""The index holds what readers may see, at every moment, whoever wrote and however."""

import datetime
import io

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.utils import timezone

from articles.models import Article, Edition
from meetings.models import Conference, Directive, Official, Participation, Province
from qcdc.search.finding import search
from qcdc.search.models import Due, Entry
from tests import factories
from tests.search.world import name_of

pytestmark = pytest.mark.django_db

WORD = "Lục bình"


def found(words: str = WORD) -> list[str]:
    return [name_of(hit) for hit in search(words).hits]


def test_a_save_is_found_at_once():
    article = factories.make_article(slug="bai", headline=WORD)
    assert found() == ["article bai"]
    draft = article.open_draft()
    draft.headline = "Hoa súng"
    draft.save()
    assert found() == ["article bai"]
    assert found("hoa súng") == []
    draft.go_live(timezone.now())
    assert found() == []
    assert found("hoa súng") == ["article bai"]


def test_what_is_written_past_every_save_is_found():
    province = factories.make_province(name=WORD, slug="luc-binh")
    conference = factories.make_conference(slug="hop")
    Participation.objects.bulk_create([Participation(conference=conference, province=province)])
    assert found() == ["province luc-binh", "conference hop"]
    Conference.objects.filter(pk=conference.pk).update(title="Họp về hoa gạo", state="planned")
    assert found("hoa gạo") == ["conference hop"]
    with connection.cursor() as cursor:
        cursor.execute("UPDATE meetings_conference SET title = 'Hoa lài' WHERE id = %s", [conference.pk])
    assert found("hoa lài") == ["conference hop"]
    assert found("hoa gạo") == []
    Directive.objects.bulk_create([Directive(conference=conference, text=f"Trồng {WORD}", number=1)])
    assert found("trồng lục bình") == ["directive hop 1"]
    Directive.objects.all().delete()
    assert found("trồng lục bình") == []


@pytest.mark.parametrize(
    "hide",
    [
        lambda article, conference: (article.unpublish(), conference.unpublish()),
        lambda article, conference: (Article.objects.update(expires_at=timezone.now()), conference.withdraw("Rút")),
        lambda article, conference: [
            rows.objects.update(embargo_until=timezone.now() + datetime.timedelta(days=1)) for rows in (Article, Conference)
        ],
        lambda article, conference: (
            Edition.objects.update(live_from=timezone.now() + datetime.timedelta(days=1)),
            Conference.objects.update(published_at=timezone.now() + datetime.timedelta(days=1)),
        ),
    ],
    ids=["unpublished", "gone", "embargoed", "scheduled"],
)
def test_what_is_hidden_is_in_no_answer_count_facet_or_suggestion(client, hide):
    conference = factories.make_conference(title=f"Họp {WORD}")
    official = factories.make_official(name=f"Người {WORD}")
    factories.make_attendance("chair", conference=conference, official=official)
    factories.make_directive("doi-thoai", conference=conference, text=f"Trồng {WORD}")
    article = factories.make_article(headline=f"Bài {WORD}", conference=conference)
    assert search(WORD).count == 4
    hide(article, conference)
    result = search(WORD)
    assert (result.count, result.hits, result.facets, result.meant) == (0, [], {}, "")
    assert search("luc bin", typing=True).hits == []
    assert client.get("/api/v1/search/", {"q": WORD}).json()["facets"]["kind"] == []


def test_an_article_is_not_found_by_a_conference_that_is_still_hidden():
    official = factories.make_official(name="Trần Kín Tiếng")
    later = timezone.now() + datetime.timedelta(days=1)
    conference = factories.make_conference(published_at=later)
    factories.make_attendance("chair", conference=conference, official=official)
    factories.make_article(slug="bai", headline=WORD, conference=conference)
    facet = [[f"#o{official.pk}"]]
    assert search(WORD, facets=facet).count == 0
    assert "o" not in search(WORD).facets
    after = later + datetime.timedelta(seconds=1)
    assert search(WORD, facets=facet, now=after).count == 1
    assert search(WORD, now=after).count == search(WORD).count == 1


def test_people_are_found_under_every_record_of_theirs():
    one, two = factories.make_official(name="Nguyễn Lục Bình", slug="mot"), factories.make_official(name="Nguyễn Thị Sen", slug="hai")
    factories.make_attendance("chair", conference=factories.make_conference(slug="hop"), official=one)
    assert found() == ["official mot", "conference hop"]
    one.merge_into(two)
    assert found() == ["official hai", "conference hop"]
    assert found("thị sen") == ["official hai", "conference hop"]
    one.unmerge()
    assert found() == ["official mot", "conference hop"]
    assert found("thị sen") == []
    Official.objects.filter(pk=one.pk).update(name="Nguyễn Hoa Mai")
    assert found("hoa mai") == ["official mot", "conference hop"]


def test_a_new_spelling_of_a_province_reaches_what_was_held_there():
    old = factories.make_province(name="Sông Cũ", slug="cu", valid_to="2025-07-01")
    new = factories.make_province(name="Sông Mới", slug="moi", valid_from="2025-07-01")
    factories.make_conference(slug="hop", host_province=old)
    assert found("sông mới") == ["province moi"]
    edge = old.went_to.create(successor=new, kind="merged", date="2025-07-01")
    assert found("sông mới") == ["province moi", "conference hop", "province cu"]
    assert found("sông cũ") == ["province cu", "province moi", "conference hop"]
    old.aliases.create(name=WORD)
    assert "conference hop" in found()
    edge.delete()
    assert found("sông mới") == ["province moi"]


def test_what_no_reader_finds_is_not_noted():
    article = factories.make_article(published=False, headline=WORD)
    article.save()
    assert not Due.objects.exists()
    Article.objects.filter(pk=article.pk).update(state="published", published_at=timezone.now())
    assert Due.objects.exists()
    Due.objects.all().delete()
    Article.objects.filter(pk=article.pk).update(state="draft")
    assert Due.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_the_notes_are_worked_off_when_the_transaction_is_through():
    with transaction.atomic():
        factories.make_article(slug="bai", headline=WORD)
        assert Due.objects.exists()
    assert not Due.objects.exists()
    assert Entry.objects.get().kind == "article"


@pytest.mark.django_db(transaction=True)
def test_what_is_undone_is_not_found():
    with transaction.atomic():
        factories.make_article(headline=WORD)
        transaction.set_rollback(True)
    assert found() == []
    assert not Due.objects.exists()


def test_the_index_is_built_anew_and_verified():
    factories.make_article(slug="bai", headline=WORD, conference=factories.make_conference())
    search(WORD)
    call_command("rebuild_index", "--check", stdout=io.StringIO())
    before = set(Entry.objects.values_list("place", "checksum"))
    Entry.objects.filter(kind="article").update(checksum=0)
    with pytest.raises(CommandError):
        call_command("rebuild_index", "--check", stdout=io.StringIO(), stderr=io.StringIO())
    call_command("rebuild_index", stdout=io.StringIO())
    assert set(Entry.objects.values_list("place", "checksum")) == before
    call_command("rebuild_index", "--check", stdout=io.StringIO())
    assert found() == ["article bai"]


def test_an_index_of_what_is_no_more_is_built_from_nothing():
    conference = factories.make_conference(title=WORD, slug="hop")
    for colour in ("xanh", "nau", "tim", "hong"):
        Conference.objects.filter(pk=conference.pk).update(title=f"{WORD} {colour}")
        assert found(f"luc binh {colour}") == ["conference hop"]
    told = io.StringIO()
    call_command("rebuild_index", stdout=told)
    assert ("what is no more" in told.getvalue()) == (connection.vendor == "sqlite")
    assert found("luc binh hong") == ["conference hop"]
    assert found("luc binh nau") == []
    told = io.StringIO()
    call_command("rebuild_index", stdout=told)
    assert "what is no more" not in told.getvalue()


def test_what_is_read_in_another_language_is_kept_in_that_of_the_record():
    from django.utils import translation

    factories.make_province(name=WORD)
    with translation.override("en"):
        search(WORD)
    call_command("rebuild_index", "--check", stdout=io.StringIO())
    assert Province.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_flushed_register_leaves_no_words_behind():
    former = factories.make_conference(title="Hội nghị ở Lai Châu", date="2018-05-29")
    assert search("lai chau").count == 1
    call_command("flush", interactive=False, verbosity=0)
    factories.make_conference(pk=former.pk, title="Hội nghị khác", date="2018-05-29")
    assert search("lai chau").count == 0
    assert search("khac").count == 1


@pytest.mark.django_db(transaction=True)
def test_words_met_before_a_flush_are_offered_again_after_it():
    factories.make_conference(title=WORD)
    assert search("luc bimh").meant == "luc binh"
    call_command("flush", interactive=False, verbosity=0)
    factories.make_conference(title=WORD)
    assert search("luc bimh").meant == "luc binh"
