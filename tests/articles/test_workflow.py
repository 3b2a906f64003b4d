"""The table of transitions: who may do what from where, what stands in the way, and what the trail keeps."""

import threading

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, connection, transaction
from django.utils.translation import gettext as _

from articles import workflow
from articles.checks import AMBER, RED, checks_of
from articles.models import Article, AuditEntry, Deed, Edition, Status
from articles.workflow import TRANSITIONS, Refused, note_edit, offered, perform
from tests import factories
from tests.desk import member

pytestmark = pytest.mark.django_db

WHOLE = {"headline": "Tin thử", "lead": "Mở đầu.", "body": "<p>Nội dung.</p>", "source": "Nguồn thử"}


def make_draft(by=None, stage="draft", **words):
    """A draft with everything that publishing asks for, written by somebody and brought to a stage."""
    article = factories.make_article(published=False, created_by=by, without_conference=True, **WHOLE | words)
    article.editions.update(created_by=by, stage=stage)
    return Article.objects.get(pk=article.pk)


def refusals_of(error):
    return " ".join(str(message) for message in error.value.messages)


def test_an_article_goes_from_reporter_to_reader_and_each_step_is_in_the_trail():
    reporter, editor, publisher = member("Reporter"), member("Editor"), member("Publisher")
    article = make_draft(reporter)
    for name, by, status in [
        ("send", reporter, Status.IN_REVIEW),
        ("return", editor, Status.DRAFT),
        ("send", reporter, Status.IN_REVIEW),
        ("approve", editor, Status.APPROVED),
        ("publish", publisher, Status.PUBLISHED),
    ]:
        perform(article, name, by, **({"comment": "Thêm số liệu"} if name == "return" else {}))
        assert article.status == status
    assert Article.objects.published().get() == article
    deeds = list(article.trail.order_by("pk").values_list("deed", "by", "comment"))
    assert [deed for deed, _by, _comment in deeds] == ["sent", "returned", "sent", "approved", "published"]
    assert deeds[1] == ("returned", editor.pk, "Thêm số liệu")


STANDINGS = {
    "draft": lambda: make_draft(),
    "in review": lambda: make_draft(stage="in-review"),
    "approved": lambda: make_draft(stage="approved"),
    "scheduled": lambda: factories.make_article(at=factories.moment(days=-1)),
    "published": lambda: factories.make_article(),
    "withdrawn": lambda: factories.make_article(state="withdrawn"),
    "draft beside a live edition": lambda: with_draft(factories.make_article()),
    "draft beside a scheduled edition": lambda: with_draft(factories.make_article(at=factories.moment(days=-1))),
    "taken back": lambda: taken_back(),
    "next edition scheduled": lambda: next_scheduled(),
    "draft set aside": lambda: aside(),
    "without an edition": lambda: Article.objects.create(slug="khong-co-ban"),
}


def with_draft(article):
    article.open_draft()
    return article


def taken_back():
    article = factories.make_article()
    article.unpublish()
    return article


def next_scheduled():
    article = with_draft(factories.make_article())
    article.publish(at=factories.moment(days=-1))
    return article


def aside():
    article = with_draft(factories.make_article())
    article.set_draft_aside()
    return article


@pytest.mark.parametrize("standing", STANDINGS)
def test_lists_and_pages_agree_where_an_article_stands(standing):
    article = STANDINGS[standing]()
    assert Article.objects.with_status().get(pk=article.pk).status_now == article.status


@pytest.mark.parametrize("name", TRANSITIONS)
@pytest.mark.parametrize("standing", STANDINGS)
def test_a_transition_is_made_only_from_where_it_begins(standing, name):
    article, chief = STANDINGS[standing](), factories.make_user(is_superuser=True)
    if TRANSITIONS[name].starts_from(article):
        return
    before = article.status
    with pytest.raises(Refused):
        perform(article, name, chief)
    assert Article.objects.get(pk=article.pk).status == before
    assert not AuditEntry.objects.exists()


@pytest.mark.parametrize("name", TRANSITIONS)
def test_nobody_without_the_right_makes_a_transition(name):
    transition = TRANSITIONS[name]
    outsider = factories.make_user("articles.view_article", "articles.see_drafts")
    starts = [make() for standing, make in STANDINGS.items() if standing != "without an edition"]
    started = [article for article in starts if transition.starts_from(article)]
    assert started, "a transition that begins nowhere"
    for article in started:
        before = article.status
        with pytest.raises(Refused, match=str(_("“%(act)s” is not among your rights.") % {"act": transition.label})):
            perform(article, name, outsider)
        assert Article.objects.get(pk=article.pk).status == before


def test_nobody_approves_her_own_text_and_is_told_who_can(settings):
    writer, other = member("Editor"), member("Editor")
    article = make_draft(writer, stage="in-review")
    with pytest.raises(Refused) as refused:
        perform(article, "approve", writer)
    assert other.username in refusals_of(refused)
    assert writer.username not in refusals_of(refused)
    perform(article, "approve", other)
    assert article.status == Status.APPROVED


def test_who_sent_a_text_for_review_does_not_approve_it_either():
    writer, editor = member("Reporter"), member("Editor")
    article = make_draft(writer)
    perform(article, "send", editor)
    with pytest.raises(Refused):
        perform(article, "approve", editor)


def test_who_wrote_into_a_colleagues_draft_does_not_approve_it_and_who_mends_it_in_review_does():
    opener, helper, reviewer = member("Reporter"), member("Editor"), member("Editor")
    article = make_draft(opener)
    note_edit(article, helper, ["body"])
    perform(article, "send", opener)
    note_edit(article, reviewer, ["headline"])
    with pytest.raises(Refused):
        perform(article, "approve", helper)
    perform(article, "approve", reviewer)
    assert article.status == Status.APPROVED


def test_an_office_of_one_approves_its_own(settings):
    settings.ONE_PERSON_OFFICE = True
    writer = member("Editor", "Publisher")
    article = make_draft(writer, stage="in-review")
    perform(article, "approve-and-publish", writer)
    assert article.is_published


def test_only_the_author_takes_a_text_back():
    writer, editor = member("Reporter"), member("Editor")
    article = make_draft(writer, stage="in-review")
    with pytest.raises(Refused):
        perform(article, "take-back", editor)
    perform(article, "take-back", writer)
    assert article.status == Status.DRAFT


def test_red_checks_stand_in_the_way_and_are_named():
    article = make_draft(stage="approved", source="", lead="")
    Article.objects.update(without_conference=False)
    with pytest.raises(Refused) as refused:
        perform(article, "publish", member("Publisher"))
    assert {check.code for check in refused.value.checks} == {"no-lead", "no-source", "no-conference"}
    assert not Article.objects.published().exists()


def test_a_scheduled_article_appears_by_itself_and_can_be_called_off():
    publisher = member("Publisher")
    article = make_draft(stage="approved")
    entry = perform(article, "schedule", publisher, at=factories.moment(days=-1))
    assert (article.status, entry.deed, entry.moment) == (Status.SCHEDULED, Deed.SCHEDULED, article.published_at)
    perform(article, "unschedule", publisher)
    assert (article.status, article.published_at) == (Status.APPROVED, None)


def test_calling_off_the_next_edition_leaves_the_live_one_in_force():
    article = next_scheduled()
    live = article.live
    perform(article, "unschedule", member("Publisher"))
    live.refresh_from_db()
    assert (article.live, live.live_until, article.status) == (live, None, Status.APPROVED)
    assert article.is_published


def test_a_schedule_needs_a_moment_to_come():
    article = make_draft(stage="approved")
    for at in (None, factories.moment(days=1)):
        with pytest.raises(Refused):
            perform(article, "schedule", member("Publisher"), at=at)
    assert article.status == Status.APPROVED


def test_a_restored_edition_is_a_draft_and_the_open_draft_is_kept_aside():
    article = with_draft(factories.make_article(headline="Một"))
    article.draft.__class__.objects.filter(pk=article.draft.pk).update(headline="Đang viết")
    restored = article.restore(article.editions.get(number=1))
    assert (restored.headline, article.draft) == ("Một", restored)
    assert list(article.editions.filter(stage="set-aside").values_list("headline", flat=True)) == ["Đang viết"]
    assert article.live.headline == "Một"


def test_the_only_draft_of_an_article_is_not_set_aside():
    article = factories.make_article(state="published")
    Edition.objects.filter(article=article).update(live_from=None, stage="draft")
    with pytest.raises(Refused):
        perform(Article.objects.get(), "set-aside", factories.make_user(is_superuser=True))


def test_a_correction_and_a_withdrawal_are_kept_with_their_words():
    publisher, article = member("Publisher"), factories.make_article()
    perform(article, "correct", publisher, date="2018-06-01", kind="dinh-chinh", wrong="sai", right="đúng", place="top")
    perform(article, "withdraw", publisher, reason="Theo lệnh", ordered_by="Cơ quan", order_number="12/QĐ")
    kept = list(article.trail.order_by("pk").values_list("deed", "comment", "details"))
    assert kept == [
        ("corrected", "sai", {"right": "đúng"}),
        ("withdrawn", "Theo lệnh", {"ordered_by": "Cơ quan", "order_number": "12/QĐ"}),
    ]
    assert article.corrections.get().created_by == publisher


def test_the_buttons_offered_are_the_rows_of_the_table_with_their_refusals():
    reporter = member("Reporter")
    article = make_draft(reporter, stage="in-review")
    found = {transition.name: bool(refused) for transition, refused in offered(article, reporter)}
    assert found == {"take-back": False, "return": True, "approve": True, "approve-and-publish": True}


# The trail


@pytest.mark.parametrize("change", [{"comment": "khác"}, {"deed": "approved"}, {"by_name": "Ai khác"}])
def test_the_trail_is_changed_by_nobody_not_even_in_the_database(change):
    article = make_draft()
    entry = workflow.record(article, Deed.CREATED, None, edition=article.working)
    entry.comment = "khác"
    with pytest.raises(ValidationError):
        entry.save()
    with pytest.raises(DatabaseError), transaction.atomic():
        AuditEntry.objects.update(**change)
    with pytest.raises(ValidationError):
        entry.delete()
    with pytest.raises(ValidationError):
        AuditEntry.objects.all().delete()
    assert AuditEntry.objects.get().comment == ""


def test_the_trail_outlives_its_article_and_its_people():
    writer = factories.make_user(first_name="Lan", last_name="Trần")
    article = make_draft(writer)
    workflow.record(article, Deed.CREATED, writer, edition=article.working)
    number, name = article.pk, writer.get_full_name()
    writer.delete()
    entry = AuditEntry.objects.get()
    assert (entry.by, entry.by_name, entry.article_number, entry.headline) == (None, name, number, "Tin thử")


@pytest.mark.django_db(transaction=True)
def test_of_two_transitions_at_once_one_wins_and_the_other_is_told():
    one, other = member("Editor"), member("Editor")
    article = make_draft(stage="in-review")
    start, outcomes = threading.Barrier(2), []

    def act(name, by, **given):
        start.wait()
        try:
            perform(Article.objects.get(pk=article.pk), name, by, **given)
            outcomes.append(name)
        except Refused:
            outcomes.append("refused")
        finally:
            connection.close()

    acts = [threading.Thread(target=act, args=("approve", one)), threading.Thread(target=act, args=("approve", other))]
    for each in acts:
        each.start()
    for each in acts:
        each.join()
    assert sorted(outcomes) == ["approve", "refused"]
    assert AuditEntry.objects.count() == 1


# Checks


def codes(article, level):
    return {check.code for check in checks_of(article) if check.level == level}


def test_a_whole_article_has_nothing_against_it():
    assert checks_of(make_draft()) == []


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ({"headline": " "}, "no-headline"),
        ({"lead": ""}, "no-lead"),
        ({"source": ""}, "no-source"),
        ({"body": ""}, "no-body"),
        ({"body": '<p>Xem <a href="">đây</a></p>'}, "empty-link"),
        ({"body": '<p>Xem <a href="#">đây</a></p>'}, "empty-link"),
        ({"body": '<p>Xem <a href="/tin-bai/">  </a></p>'}, "empty-link"),
    ],
)
def test_what_is_red(words, code):
    assert codes(make_draft(**words), RED) == {code}


def test_a_photo_needs_caption_credit_and_description():
    article = make_draft()
    factories.place(factories.make_photo(credit=""), article)
    assert [(check.code, check.target) for check in checks_of(article)] == [("photo-words", "#placements-0")]


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ({"headline": "Dài " * 30}, "long-headline"),
        ({"headline": "HỘI NGHỊ TỔNG KẾT QUY CHẾ DÂN CHỦ"}, "capital-headline"),
        ({"body": "<p>Thực hiện QCDC ở cơ sở.</p>"}, "abbreviation"),
    ],
)
def test_what_is_amber(words, code):
    assert codes(make_draft(**words), AMBER) == {code}


@pytest.mark.parametrize("text", ["Quy chế dân chủ (QCDC) và QCDC", "UBND, HĐND", "khóa XIII", "QCDC (quy chế dân chủ)"])
def test_an_abbreviation_that_is_explained_or_known_is_no_matter(text):
    assert codes(make_draft(body=f"<p>{text}.</p>"), AMBER) == set()


def on_conference(**conference):
    meeting = factories.make_conference(**conference)
    article = make_draft()
    Article.objects.update(without_conference=False, conference=meeting)
    article.refresh_from_db()
    return article, meeting


def test_a_title_that_the_register_does_not_know_for_that_day_is_said():
    article, meeting = on_conference(date="2018-05-29")
    official = factories.make_official()
    factories.make_post(official=official, title="Trưởng ban thử", start="2016")
    factories.make_attendance("chair", conference=meeting, official=official, titles="Trưởng Ban thử")
    assert codes(article, AMBER) == set()
    meeting.attendances.update(titles="Phó Trưởng ban thử")
    assert codes(article, AMBER) == {"title"}


def test_a_province_that_did_not_exist_that_day_is_said():
    article, meeting = on_conference(date="2018-05-29")
    factories.take_part(meeting, factories.make_province(valid_from="2025-07-01"))
    assert codes(article, AMBER) == {"province"}


def test_two_records_that_may_be_one_person_are_said_once():
    article, meeting = on_conference()
    for name in ("Nguyễn Hòa Thử", "Nguyễn Hoà Thử"):
        factories.make_attendance(conference=meeting, official=factories.make_official(name=name))
    assert [check.code for check in checks_of(article)] == ["namesake"]
