"""A confirmed record becomes drafts, all or nothing, once; what is there already stays, and no reader sees any of it."""

import dataclasses
import threading
from decimal import Decimal

import pytest
from django.core.management import call_command
from django.db import connection
from django.urls import reverse

from articles.captions import draft_caption
from articles.intake.filing import NotFiled, file
from articles.intake.proposal import twins
from articles.intake.record import CaptionLine, DirectiveLine, FigureLine, GroupLine, OfficialLine, Record, Titles
from articles.intake.report import Span
from articles.models import Article, AuditEntry, Edition, Evidence, Intake, IntakeState, PhotoSubject, Section
from meetings.models import Attendance, Beat, Conference, Directive, Figure, Official, Organisation, Post
from tests import factories
from tests.articles.intake.world import PRINTED, REPORT, SECOND, filed, needs_report, pasted, small_register
from tests.desk import member

pytestmark = pytest.mark.django_db


@pytest.fixture
def register():
    return small_register()


@pytest.fixture
def reporter(register):
    return member("Reporter")


def changed(record, part, line=None, **values):
    """A record with other values in a part of it, or in one of its lines."""
    old = getattr(record, part)
    if line is None:
        return dataclasses.replace(record, **{part: dataclasses.replace(old, **values)})
    lines = [dataclasses.replace(each, **values) if number == line else each for number, each in enumerate(old)]
    return dataclasses.replace(record, **{part: tuple(lines)})


def refused(record, intake, by):
    """What is said of a record that is not filed, by its place; nothing of it may be kept."""
    with pytest.raises(NotFiled) as refusal:
        file(record, intake, by=by)
    kept = [model.objects.count() for model in (Article, Edition, Conference, Official, Attendance, Figure, Directive, AuditEntry)]
    assert kept == [0] * 8
    assert Intake.objects.get(pk=intake.pk).state == IntakeState.OPEN
    return refusal.value.errors


def names(rows):
    return [str(row) for row in rows]


@needs_report
def test_the_printed_report_becomes_a_draft_with_every_fact(client):
    call_command("load_reference", verbosity=0)
    result = filed(PRINTED.read_text(encoding="utf-8"), member("Reporter"))
    conference, article = result.conference, result.article
    assert (conference.date, conference.part_of_day, conference.kind) == ("2018-05-29", "afternoon", "danh-gia-kiem-tra")
    assert (conference.host_province.slug, conference.cluster.slug) == ("lang-son", "mien-nui-bien-gioi-phia-bac")
    assert names(conference.organisers.all()) == ["Ban Chỉ đạo Trung ương thực hiện Quy chế dân chủ ở cơ sở"]
    assert [each.province.slug for each in conference.participations.all()] == [
        *("cao-bang", "lao-cai-truoc-2025", "dien-bien", "lai-chau", "ha-giang", "son-la", "lang-son")
    ]
    assert not conference.directives_complete
    mai, thanh, committee, leaders = conference.attendances.all()
    assert (str(mai), [role.slug for role in mai.roles.all()]) == ("Trương Thị Mai", ["chair", "concluding"])
    assert mai.title_list == [
        "Ủy viên Bộ Chính trị",
        "Bí thư Trung ương Đảng",
        "Trưởng Ban Dân vận Trung ương",
        "Trưởng Ban Chỉ đạo (BCĐ) Trung ương thực hiện QCDC",
    ]
    assert (str(thanh), [role.slug for role in thanh.roles.all()]) == ("Lâm Thị Phương Thanh", ["welcome", "attendee"])
    assert thanh.title_list == ["Ủy viên Trung ương Đảng", "Bí thư Tỉnh ủy"]
    assert thanh.province.slug == "lang-son"
    assert committee.group_name == "các đồng chí trong Ban Chỉ đạo tỉnh về thực hiện QCDC"
    assert leaders.group_name.startswith("lãnh đạo các huyện ủy")
    figures = [(each.value, each.percent, each.level, each.period_start, each.said_by_id) for each in conference.figures.all()]
    assert figures == [
        (Decimal(3), None, "province", "2017", thanh.pk),
        (Decimal(6), Decimal(54), "district", "2017", thanh.pk),
        (Decimal(200), Decimal(88), "commune", "2017", thanh.pk),
    ]
    directives = list(conference.directives.all())
    assert [each.number for each in directives] == list(range(1, 10))
    assert {each.issuer_id for each in directives} == {mai.pk}
    assert [each.addressee_provinces.count() for each in directives] == [7, 7, 7, 7, 7, 7, 0, 7, 7]
    assert directives[6].addressees_printed == "MTTQ và các đoàn thể"
    assert "phản viện xã hội" in directives[6].quote
    edition = article.working
    assert (edition.dateline_code, edition.dateline_place, edition.day_phrase) == ("LSO", "Lạng Sơn", "Chiều nay (29/5)")
    assert (edition.byline, edition.source) == ("PHÙNG KHIÊM", "Báo Lạng Sơn")
    assert edition.kicker.endswith(":")
    assert edition.plain_body.startswith("Chiều nay (29/5), tại Lạng Sơn")
    assert edition.evidence.count() == 16
    assert all(each.quote == edition.plain_body[each.start : each.end] for each in edition.evidence.all())
    assert [each["officials"][0]["name"] for each in article.intakes.get().captions] == ["Lâm Thị Phương Thanh", "Trương Thị Mai"]


def test_nothing_that_was_filed_is_public(client, reporter):
    result = filed(REPORT, reporter)
    directive, official = Directive.objects.first(), Official.objects.first()
    hidden = [result.article, result.conference, directive, official]
    assert [client.get(row.get_absolute_url()).status_code for row in hidden] == [404] * 4
    for model in (Article, Conference, Attendance, Figure, Directive, Official, Post):
        assert not model.objects.published().exists()
    for door in ("home", "articles:list", "meetings:conference-list", "meetings:official-list", "meetings:directive-list"):
        page = client.get(reverse(door)).content.decode()
        assert not any(words in page for words in ("Trần Văn Thử", "Ba tỉnh thử", "rà soát các quy chế")), door
    assert (result.article.status, result.article.published_at, result.conference.publication) == ("draft", None, "draft")


def test_who_filed_it_stands_in_the_trail_and_in_the_history(reporter):
    result = filed(REPORT, reporter)
    entry = AuditEntry.objects.get()
    intake = Intake.objects.get()
    assert (entry.deed, entry.by, entry.details) == ("created", reporter, {"intake": intake.pk})
    rows = [result.conference, *Attendance.objects.all(), *Figure.objects.all(), *Directive.objects.all(), *Official.objects.all()]
    for row in rows:
        assert {(each.history_user, each.history_change_reason) for each in row.history.all()} == {(reporter, "intake")}
    assert (intake.state, intake.filed_by, intake.article, intake.conference) == ("filed", reporter, result.article, result.conference)
    assert (result.article.created_by, result.article.working.created_by) == (reporter, reporter)


def test_every_fact_holds_the_words_it_was_taken_from(reporter):
    edition = filed(REPORT, reporter).article.working
    held = edition.evidence.all()
    assert sum(each.attendance_id is not None for each in held) == 3
    assert sum(each.figure_id is not None for each in held) == 2
    assert sum(each.directive_id is not None for each in held) == 3
    assert all(edition.plain_body[each.start : each.end] == each.quote for each in held)


def test_words_that_an_editor_took_out_of_the_text_are_still_quoted(reporter):
    intake, record = pasted(REPORT, reporter)
    file(changed(record, "article", body="<p>Ba tỉnh thử gặp nhau. Tiếp tục rà soát các quy chế ở cơ sở.</p>"), intake, by=reporter)
    quotes = {each.quote: (each.start, each.end) for each in Evidence.objects.filter(directive__isnull=False)}
    assert quotes["MTTQ và các đoàn thể tiếp tục nâng cao chất lượng giám sát"] == (None, None)
    assert len(quotes) == 3


def test_of_two_places_with_the_same_words_the_one_that_was_meant_is_held(reporter):
    intake, record = pasted(REPORT, reporter)
    place = intake.text.rindex("Trần Văn Thử")
    record = changed(record, "officials", 0, span=Span(place, place + len("Trần Văn Thử")))
    edition = file(record, intake, by=reporter).article.working
    held = edition.evidence.filter(attendance__official__name="Trần Văn Thử").get()
    assert (held.quote, held.start) == ("Trần Văn Thử", edition.plain_body.rindex("Trần Văn Thử"))


def test_the_captions_wait_for_their_photos(reporter):
    filed(REPORT, reporter)
    intake = Intake.objects.get()
    official = Official.objects.get(name="Lê Thị Mẫu")
    assert intake.captions == [
        {
            "text": "Đồng chí Lê Thị Mẫu, Bí thư Tỉnh ủy Lạng Sơn phát biểu chào mừng hội nghị",
            "credit": "",
            "officials": [{"pk": official.pk, "name": "Lê Thị Mẫu"}],
        }
    ]


def test_a_photo_of_the_people_of_a_caption_is_offered_its_words(reporter):
    article = filed(REPORT, reporter).article
    photo, other = factories.make_photo(caption=""), factories.make_photo(caption="")
    factories.place(photo, article)
    factories.place(other, article)
    PhotoSubject.objects.create(photo=photo, official=Official.objects.get(name="Lê Thị Mẫu"))
    PhotoSubject.objects.create(photo=other, official=Official.objects.get(name="Trần Văn Thử"))
    assert draft_caption(photo) == "Đồng chí Lê Thị Mẫu, Bí thư Tỉnh ủy Lạng Sơn phát biểu chào mừng hội nghị"
    assert draft_caption(other) == "Đồng chí Trần Văn Thử."


def test_a_photo_that_came_with_the_report_stands_under_its_caption(reporter):
    photo = factories.make_photo(caption="", created_by=reporter)
    intake, record = pasted(REPORT, reporter)
    caption = CaptionLine("Toàn cảnh hội nghị thử", "Bút Danh", officials=("p1", "p2"), photo=photo.pk)
    article = file(dataclasses.replace(record, captions=(caption,)), intake, by=reporter).article
    placement = article.working.placements.get()
    assert (placement.photo, placement.caption, placement.credit) == (photo, "Toàn cảnh hội nghị thử", "Bút Danh")
    assert names(each.official for each in photo.subjects.all()) == ["Trần Văn Thử", "Lê Thị Mẫu"]
    assert Intake.objects.get().captions == []


def test_an_article_without_a_conference_is_filed_alone(reporter):
    intake, record = pasted(REPORT, reporter)
    result = file(Record(article=record.article), intake, by=reporter)
    assert (result.conference, result.article.without_conference, Conference.objects.count()) == (None, True, 0)


# --- what the newsroom has already


def test_pasting_a_report_twice_is_noticed_whatever_its_spaces_and_case(reporter):
    first = filed(REPORT, reporter).article
    intake, record = pasted(REPORT.replace(" ", "  ") + "\n\n", reporter)
    found = twins(intake.text, record, by=reporter, but=intake)
    assert ([each.article for each in found.intakes], list(found.articles)) == ([first], [first])
    assert [each.conference for each in found.conferences] == [first.conference]
    found = twins(REPORT.upper(), record, by=reporter, but=intake)
    assert [each.article for each in found.intakes] == [first]


def test_a_copy_with_another_count_of_views_is_known_by_its_headline(reporter):
    first = filed(REPORT, reporter).article
    intake, record = pasted(f"{REPORT}\nLượt xem: 6562\n", reporter)
    found = twins(intake.text, record, by=reporter, but=intake)
    assert (found.intakes, list(found.articles)) == ((), [first])


def test_a_colleague_is_told_that_the_words_were_filed_and_sees_no_draft_of_others(reporter):
    filed(REPORT, reporter)
    colleague = member("Reporter")
    intake, record = pasted(REPORT, colleague)
    found = twins(intake.text, record, by=colleague, but=intake)
    assert [each.pasted_by for each in found.intakes] == [reporter]
    assert found.articles == ()
    assert list(Intake.objects.for_editor(colleague)) == [intake]
    assert Intake.objects.for_editor(member("Editor")).count() == 2


def test_a_second_paper_finds_the_conference_and_adds_only_what_is_new(reporter):
    first = filed(REPORT, reporter).conference
    before = {name: getattr(first, name) for name in ("title", "summary", "venue", "directives_complete", "host_province_id")}
    before_lines = list(first.attendances.values_list("pk", "titles", "order"))
    intake, record = pasted(SECOND, reporter)
    found = twins(intake.text, record, by=reporter, but=intake).conferences[0]
    assert (found.conference, found.is_sure, len(found.reasons)) == (first, True, 4)
    result = file(changed(record, "conference", existing=first.pk, title="Tên khác", venue="Chỗ khác"), intake, by=reporter)
    conference = Conference.objects.get()
    assert (result.conference, result.held_back) == (conference, ())
    assert {name: getattr(conference, name) for name in before} == before
    assert list(conference.attendances.values_list("pk", "titles", "order"))[:3] == before_lines
    assert names(conference.attendances.all()) == ["Trần Văn Thử", "Lê Thị Mẫu", "lãnh đạo các huyện ủy, thành ủy", "Vũ Đức Giả"]
    assert [each.number for each in conference.directives.all()] == [1, 2, 3, 4]
    assert conference.directives.last().text.startswith("Thường xuyên kiểm tra")
    assert conference.figures.count() == 2
    assert conference.revision == first.revision + 1
    assert conference.articles.count() == 2
    chair = conference.attendances.get(official__name="Trần Văn Thử")
    assert [each.edition.article for each in chair.evidence.order_by("pk")] == list(conference.articles.order_by("pk"))
    assert conference.directives.get(number=1).evidence.count() == 2


def test_a_public_conference_takes_the_article_and_no_line_that_readers_would_see_at_once(client, reporter):
    first = filed(REPORT, reporter).conference
    first.publish()
    intake, record = pasted(SECOND, reporter)
    result = file(changed(record, "conference", existing=first.pk), intake, by=reporter)
    assert result.held_back == (("officials", 1), ("directives", 1))
    assert Intake.objects.get(pk=intake.pk).held_back == [["officials", 1], ["directives", 1]]
    assert not Official.objects.filter(name="Vũ Đức Giả").exists()
    assert (first.directives.count(), first.attendances.count(), result.article.conference) == (3, 3, first)
    page = client.get(first.get_absolute_url()).content.decode()
    assert "Trần Văn Thử" in page
    assert "Vũ Đức Giả" not in page
    assert result.article.working.headline not in page


def test_a_conference_of_another_day_is_not_offered(reporter):
    filed(REPORT, reporter)
    intake, record = pasted(SECOND.replace("29/5/2018", "30/5/2018"), reporter)
    assert twins(intake.text, record, by=reporter, but=intake).conferences == ()


def test_the_like_in_another_province_on_the_same_day_is_never_sure(register, reporter):
    first = filed(REPORT, reporter).conference
    Conference.objects.update(host_province=register.cao_bang)
    _intake, record = pasted(SECOND, reporter)
    (found,) = twins(SECOND, record, by=reporter).conferences
    assert (found.conference, found.is_sure) == (first, False)


def test_a_conference_known_to_the_month_is_offered_behind_one_of_the_day(reporter, register):
    same = {"host_province": register.lang_son, "published": False}
    vague = factories.make_conference(date="2018-05", **same)
    exact = factories.make_conference(**same)
    _intake, record = pasted(REPORT, reporter)
    assert [each.conference for each in twins(REPORT, record, by=reporter).conferences] == [exact, vague]


# --- once, and by whom


def test_a_second_click_gives_the_first_result(reporter):
    intake, record = pasted(REPORT, reporter)
    first = file(record, intake, by=reporter)
    stale = Intake.objects.get(pk=intake.pk)
    second = file(record, stale, by=reporter)
    assert (first.is_new, second.is_new, second.article, second.conference) == (True, False, first.article, first.conference)
    assert (Article.objects.count(), Conference.objects.count(), AuditEntry.objects.count()) == (1, 1, 1)


def test_an_intake_whose_draft_was_erased_is_filed_anew(reporter):
    intake, record = pasted(REPORT, reporter)
    result = file(record, intake, by=reporter)
    result.article.delete_by(reporter)
    result.conference.delete()
    again = file(record, Intake.objects.get(), by=reporter)
    assert (again.is_new, Article.objects.get(), Conference.objects.get()) == (True, again.article, again.conference)


def test_a_dropped_report_is_not_filed(reporter):
    intake, record = pasted(REPORT, reporter)
    Intake.objects.update(state=IntakeState.DROPPED)
    with pytest.raises(NotFiled):
        file(record, intake, by=reporter)


@pytest.mark.django_db(transaction=True)
def test_two_clicks_at_once_file_one_draft():
    small_register()
    by = member("Reporter")
    intake, record = pasted(REPORT, by)
    start, outcomes = threading.Barrier(2), []

    def click():
        start.wait()
        try:
            outcomes.append(file(record, Intake.objects.get(pk=intake.pk), by=by))
        except Exception as error:  # noqa: BLE001 (whatever it is, the test shall show it)
            outcomes.append(error)
        finally:
            connection.close()

    clicks = [threading.Thread(target=click) for _ in range(2)]
    for each in clicks:
        each.start()
    for each in clicks:
        each.join()
    article = Article.objects.get()
    assert {each.article for each in outcomes} == {article}
    assert sorted(each.is_new for each in outcomes) == [False, True]
    assert Conference.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_reports_of_one_headline_at_once_are_both_filed():
    small_register()
    by = member("Reporter")
    pairs = [pasted(text, by) for text in (REPORT, f"{REPORT}\nLượt xem: 1\n")]
    start, outcomes = threading.Barrier(2), []

    def click(intake, record):
        start.wait()
        try:
            outcomes.append(file(record, intake, by=by).article.slug)
        finally:
            connection.close()

    clicks = [threading.Thread(target=click, args=pair) for pair in pairs]
    for each in clicks:
        each.start()
    for each in clicks:
        each.join()
    assert sorted(outcomes) == ["ba-tinh-thu-trao-doi-kinh-nghiem-dan-chu", "ba-tinh-thu-trao-doi-kinh-nghiem-dan-chu-2"]


def test_nobody_files_the_report_of_another_reporter(reporter):
    intake, record = pasted(REPORT, reporter)
    errors = refused(record, intake, member("Reporter"))
    assert list(errors) == [("__all__", None, "__all__")]
    assert file(record, intake, by=member("Editor")).article.created_by != reporter


def test_what_is_not_among_somebodys_rights_is_said_where_it_is_asked(register):
    by = factories.make_user("articles.add_intake")
    intake, record = pasted(REPORT, by)
    errors = refused(changed(record, "conference", new_organisers=("Hội thử",)), intake, by)
    assert {("article", None, "__all__"), ("conference", None, "__all__"), ("conference", None, "new_organisers")} <= errors.keys()
    assert ("officials", 0, "official") in errors


def test_a_beat_keeps_from_conferences_of_other_provinces(register):
    other = factories.make_conference(published=False, host_province=register.cao_bang, date="2018-05-29")
    by = member("Editor")
    Beat.objects.create(user=by).provinces.add(register.lang_son)
    by = type(by).objects.get(pk=by.pk)
    intake, record = pasted(REPORT, by)
    assert twins(REPORT, record, by=by).conferences == ()
    with pytest.raises(NotFiled) as refusal:
        file(changed(record, "conference", existing=other.pk), intake, by=by)
    assert list(refusal.value.errors) == [("conference", None, "existing")]
    assert not other.attendances.exists()


def test_whoever_works_for_one_section_files_into_it_and_no_other(reporter):
    own, other = Section.objects.create(name="Mục thử"), Section.objects.create(name="Mục khác")
    own.staff.add(reporter)
    intake, record = pasted(REPORT, reporter)
    assert list(refused(changed(record, "article", section=other.pk), intake, reporter)) == [("article", None, "section")]
    assert file(record, intake, by=reporter).article.section == own


# --- the register


def test_titles_may_be_taken_from_the_register_or_make_new_posts(register, reporter):
    known = factories.make_official(name="Trần Văn Thử")
    post = factories.make_post(official=known, title="Trưởng Ban Dân vận Trung ương", organisation=register.commission, start="2016")
    factories.make_post(official=known, title="Chức vụ đã thôi", end="2010")
    intake, record = pasted(REPORT, reporter)
    chair = record.officials[0]
    assert (chair.official, chair.post, chair.organisation) == (known.pk, post.pk, register.commission.pk)
    record = changed(record, "officials", 0, titles_choice=Titles.AS_REGISTERED)
    record = changed(record, "officials", 1, titles_choice=Titles.NEW_POST)
    conference = file(record, intake, by=reporter).conference
    first, second = conference.attendances.filter(official__isnull=False)
    assert (first.titles, first.post, first.official) == ("Trưởng Ban Dân vận Trung ương", post, known)
    assert "Trưởng Ban Chỉ đạo" in first.quote
    entered = second.official.posts.get()
    assert (entered.title, entered.province, entered.organisation) == ("Bí thư Tỉnh ủy", register.lang_son, register.party)
    assert (entered.source, entered.start, second.post) == ("Báo Lạng Sơn, 2018-05-29", "", entered)
    assert Post.objects.count() == 3


def test_a_post_that_the_register_has_is_not_entered_again(register, reporter):
    known = factories.make_official(name="Lê Thị Mẫu")
    factories.make_post(official=known, title="Bí thư Tỉnh ủy Lạng Sơn", province=register.lang_son)
    intake, record = pasted(REPORT, reporter)
    file(changed(record, "officials", 1, titles_choice=Titles.NEW_POST), intake, by=reporter)
    assert Post.objects.count() == 1


def test_titles_of_the_register_are_refused_for_somebody_it_does_not_know(reporter):
    intake, record = pasted(REPORT, reporter)
    errors = refused(changed(record, "officials", 1, titles_choice=Titles.AS_REGISTERED), intake, reporter)
    assert list(errors) == [("officials", 1, "titles_choice")]


def test_a_merged_record_stands_for_the_one_it_was_merged_into(reporter):
    known, old = factories.make_official(name="Trần Văn Thử"), factories.make_official(name="Trần Văn Thứ")
    old.merge_into(known)
    intake, record = pasted(REPORT, reporter)
    conference = file(changed(record, "officials", 0, official=old.pk), intake, by=reporter).conference
    assert conference.attendances.first().official == known


def test_bodies_that_the_register_lacks_are_entered_once(register, reporter):
    intake, record = pasted(REPORT, reporter)
    fresh = ("Ban Dân vận Tỉnh ủy Lạng Sơn", "Ban Dân vận  Tỉnh ủy Lạng Sơn", "Tỉnh ủy Lạng Sơn")
    conference = file(changed(record, "conference", new_organisers=fresh), intake, by=reporter).conference
    committee, commission, party = (each.organisation for each in conference.organisers.all())
    assert (committee, party) == (register.committee, register.party)
    assert (commission.name, commission.kind, commission.level) == (fresh[0], "party-body", "province")
    assert commission.province == register.lang_son
    assert Organisation.objects.count() == 6


# --- what cannot be filed


def test_everything_that_is_wrong_is_said_at_once_at_its_field(register, reporter):
    intake, record = pasted(REPORT, reporter)
    record = changed(record, "article", headline="", byline="x" * 201, source_url="javascript:alert(1)")
    record = changed(record, "conference", date="", kind="tiec", provinces=(register.lang_son.pk, 987654))
    record = changed(record, "officials", 0, official=987654)
    record = changed(record, "officials", 1, roles=("vai-la",), post=987654)
    record = changed(record, "groups", 0, headcount=-3, qualifier="lots")
    record = changed(record, "figures", 0, indicator=None)
    record = changed(record, "figures", 1, value=None, percent=Decimal("-4"), period_start="bao giờ", said_by="ai-do")
    record = changed(record, "directives", 0, text=" ", themes=("la",), due_date="2019", due_by_next=True)
    record = changed(record, "directives", 1, addressee_organisations=(register.front.pk, 987654))
    errors = refused(record, intake, reporter)
    assert errors.keys() == {
        *(("article", None, field) for field in ("headline", "byline", "source_url")),
        *(("conference", None, field) for field in ("date", "kind", "provinces")),
        *(("officials", 0, "official"), ("officials", 1, "roles"), ("officials", 1, "post")),
        *(("groups", 0, field) for field in ("headcount", "qualifier")),
        ("figures", 0, "indicator"),
        *(("figures", 1, field) for field in ("percent", "period_start", "said_by")),
        *(("directives", 0, field) for field in ("text", "themes", "__all__")),
        ("directives", 1, "addressee_organisations"),
    }
    assert all(message and isinstance(message, str) for messages in errors.values() for message in messages)


def test_a_province_that_did_not_exist_that_day_is_refused(register, reporter):
    intake, record = pasted(REPORT, reporter)
    assert register.lao_cai.pk in record.conference.provinces
    errors = refused(changed(record, "conference", provinces=(register.new_lao_cai.pk,)), intake, reporter)
    assert list(errors) == [("conference", None, "provinces")]
    errors = refused(changed(record, "conference", host_province=register.new_lao_cai.pk), intake, reporter)
    assert list(errors) == [("conference", None, "host_province")]


def test_one_person_on_two_lines_is_refused(reporter):
    factories.make_official(name="Trần Văn Thử")
    intake, record = pasted(REPORT, reporter)
    known = record.officials[0].official
    with pytest.raises(NotFiled) as refusal:
        file(changed(record, "officials", 1, official=known), intake, by=reporter)
    assert list(refusal.value.errors) == [("officials", 1, "__all__")]
    assert not Conference.objects.exists()


@pytest.mark.parametrize("number", [10**30, -1, 0, True, "1; DROP TABLE", 1.5, [1]])
def test_what_is_no_key_of_a_row_is_refused_and_raises_nothing_else(reporter, number):
    intake, record = pasted(REPORT, reporter)
    with pytest.raises(NotFiled):
        file(changed(record, "conference", existing=number), intake, by=reporter)


def test_hostile_words_are_filed_as_harmless_text(register, reporter):
    evil = "<script>alert(1)</script>\x00\ud800\u202e=1+1"
    intake, record = pasted(f"{REPORT}\x00\ud83d", reporter)
    record = changed(record, "article", headline=evil, body=f"<p>{evil}<img src=x onerror=alert(1)></p>", byline=evil)
    record = dataclasses.replace(
        changed(record, "conference", title=evil, venue=evil, link_ups=f"{evil}\n\n{evil}", new_organisers=(evil,)),
        officials=(OfficialLine("p1", evil, titles=(evil, "\n"), quote=evil, span=Span(-5, 10**9)),),
        groups=(GroupLine(evil, span=Span(9, 2)),),
        figures=(FigureLine(evil, register.dialogues.pk, Decimal(3), unit="\x00", said_by="p1"),),
        directives=(DirectiveLine(evil, evil, issuer="p1", addressees_printed=evil, legal_reference=evil),),
        captions=(CaptionLine(evil, evil, ("p1", "không có"), photo=10**30),),
    )
    result = file(record, intake, by=reporter)
    edition = result.article.working
    assert "<script" not in edition.body
    assert "onerror" not in edition.body
    assert "\x00" not in edition.headline
    assert result.conference.link_up_points.count() == 2
    assert Intake.objects.get().captions[0]["officials"][0]["pk"] == Official.objects.get().pk
