"""The screen of a pasted report through its front door: what is pasted is kept, what is corrected is kept, what is confirmed is filed."""

import datetime

import pytest
from django.contrib.auth.models import Permission
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from articles.models import Article, Intake, IntakeState, Photo
from meetings.models import Attendance, Conference, Directive, Figure
from qcdc.models import KeptForm
from tests import factories
from tests.admin_forms import fields_of
from tests.articles.intake.world import PRINTED, REPORT, SECOND, needs_report, small_register
from tests.desk import MODEL_BACKEND, drawn, member, notices_of, queries_of, sign_in
from tests.word_files import paragraph, picture, word_file

pytestmark = pytest.mark.django_db

ADD = "/admin/articles/intake/add/"
LIST = "/admin/articles/intake/"


@pytest.fixture
def editor(client):
    small_register()
    return sign_in(client, "Editor")


@pytest.fixture
def intake(client, editor):
    """A report that was pasted through the page, and nothing more."""
    paste(client, REPORT)
    return Intake.objects.get()


def paste(client, text, **more):
    return client.post(ADD, fields_of(client.get(ADD), "intake_form") | {"text": text} | more)


def address(intake):
    return reverse("admin:articles_intake_change", args=[intake.pk])


def form_of(client, intake):
    return fields_of(client.get(address(intake)), "intake_form")


def send(client, intake, button="_keep", value="1", data=None, **changes):
    given = data if data is not None else form_of(client, intake)
    return client.post(address(intake), given | {name.replace("__", "-"): each for name, each in changes.items()} | {button: value})


def directives_in(data):
    return [data[f"directives-{number}-text"] for number in range(int(data["directives-TOTAL_FORMS"]))]


def number_of(words, data):
    return next(number for number, text in enumerate(directives_in(data)) if words in text)


# Pasting


def test_what_is_pasted_is_kept_at_once_and_read(client, editor):
    response = paste(client, REPORT)
    intake = Intake.objects.get()
    assert (response.status_code, response["Location"]) == (302, address(intake))
    assert (intake.text, intake.pasted_by, intake.state) == (REPORT.strip("\r"), editor, IntakeState.OPEN)
    page = client.get(address(intake)).content.decode()
    assert "Ba tỉnh thử trao đổi kinh nghiệm dân chủ" in page
    assert 'class="found is-official' in page


@pytest.mark.parametrize("text", ["", "   \n\t ", "\u00a0\u200b"])
def test_nothing_is_kept_of_nothing(client, editor, text):
    response = paste(client, text)
    assert response.status_code == 200
    assert "Hãy dán nội dung bài báo" in response.content.decode()
    assert not Intake.objects.exists()


def test_the_same_form_sent_twice_keeps_one_report(client, editor):
    data = fields_of(client.get(ADD), "intake_form") | {"text": REPORT}
    first, second = client.post(ADD, data), client.post(ADD, data)
    assert first["Location"] == second["Location"]
    assert Intake.objects.count() == 1


@pytest.mark.parametrize("text", ["Hội nghị thử", "…", "5/2018", "Hội nghị" * 3])
def test_a_text_with_nothing_in_it_has_a_screen_too(client, editor, text):
    paste(client, text)
    intake = Intake.objects.get()
    assert len(directives_in(form_of(client, intake))) == 0
    assert send(client, intake, "_file").status_code in {200, 302}


def test_a_megabyte_is_read_and_more_is_refused_and_shown_again(client, editor):
    long = (REPORT + "\n") * 600
    assert paste(client, long[:1_000_000]).status_code == 302
    assert client.get(address(Intake.objects.get())).status_code == 200
    response = paste(client, long + "đuôi" + "x" * 1_500_000)
    assert response.status_code == 200
    assert "đuôi" in response.content.decode()
    assert Intake.objects.count() == 1


def test_hostile_text_is_shown_as_text(client, editor):
    paste(client, f'<script>alert(1)</script><b onclick="x">\n{REPORT}</textarea><img src=x onerror=y>\x00\ud7ff')
    page = client.get(address(Intake.objects.get())).content.decode()
    assert "<script>alert(1)" not in page
    assert "<img src=x" not in page
    assert "&lt;script&gt;alert(1)" in page


def test_what_is_typed_into_the_page_is_kept_before_it_is_sent(client, editor):
    data = fields_of(client.get(ADD), "intake_form") | {"text": REPORT}
    assert client.post(reverse("admin:articles_intake_keep_new"), data).json()["saved"] is False
    page = client.get(f"{ADD}?kept={data['form_token']}").content.decode()
    assert "Ba tỉnh thử trao đổi kinh nghiệm dân chủ" in page


# Correcting


def test_the_proposal_stands_in_the_order_of_the_form_with_its_reasons(client, intake):
    data = form_of(client, intake)
    assert data["article-headline"] == "Ba tỉnh thử trao đổi kinh nghiệm dân chủ"
    assert data["conference-date"] == "29/05/2018"
    assert [data["officials-0-name"], data["officials-1-name"]] == ["Trần Văn Thử", "Lê Thị Mẫu"]
    assert len(directives_in(data)) == 3
    page = client.get(address(intake)).content.decode()
    assert "Suy ra, không in trong bài" in page


def test_what_is_corrected_is_kept_and_shown_again(client, intake):
    response = send(client, intake, article__headline="Tiêu đề của tôi", conference__date="không phải ngày")
    assert response.status_code == 302
    data = form_of(client, intake)
    assert (data["article-headline"], data["conference-date"]) == ("Tiêu đề của tôi", "không phải ngày")
    assert "errorlist" not in client.get(address(intake)).content.decode()


def test_it_keeps_itself_while_it_is_typed(client, intake):
    data = form_of(client, intake) | {"article-headline": "Đang gõ"}
    said = client.post(reverse("admin:articles_intake_keep", args=[intake.pk]), data).json()
    assert said["saved"] is True
    assert form_of(client, intake)["article-headline"] == "Đang gõ"
    again = client.post(reverse("admin:articles_intake_keep", args=[intake.pk]), data | {"form_revision": str(said["revision"])})
    assert again.status_code == 200


def test_two_tabs_are_told_and_neither_loses_a_word(client, intake):
    stale = form_of(client, intake) | {"article-headline": "Bản cũ"}
    send(client, intake, article__headline="Bản mới")
    kept = client.post(reverse("admin:articles_intake_keep", args=[intake.pk]), stale)
    assert kept.status_code == 409
    response = send(client, intake, data=stale)
    assert response.status_code == 409
    assert "Bản cũ" in response.content.decode()
    assert form_of(client, intake)["article-headline"] == "Bản mới"
    shown = fields_of(response, "intake_form")
    assert "?kept=" in client.get(address(intake)).content.decode()
    assert fields_of(client.get(f"{address(intake)}?kept={shown['form_token']}"), "intake_form")["article-headline"] == "Bản cũ"
    assert send(client, intake, data=shown).status_code == 302
    assert "?kept=" not in client.get(address(intake)).content.decode().replace("?kept=TOKEN", "")
    assert form_of(client, intake)["article-headline"] == "Bản cũ"


def test_a_directive_is_split_at_an_empty_line_and_each_half_knows_its_words(client, intake):
    data = form_of(client, intake)
    number = number_of("tuyên truyền, phổ biến", data)
    text = data[f"directives-{number}-text"]
    data[f"directives-{number}-text"] = text.replace("phổ biến", "\r\n\r\nphổ biến")
    send(client, intake, data=data)
    fresh = form_of(client, intake)
    assert len(directives_in(fresh)) == 4
    assert directives_in(fresh)[number + 1].startswith("phổ biến")
    start, end = map(int, fresh[f"directives-{number + 1}-span"].split("-"))
    assert intake.text[start:end].startswith("phổ biến pháp luật")
    assert fresh[f"directives-{number}-issuer"] == fresh[f"directives-{number + 1}-issuer"] != ""


def test_lines_are_moved_joined_and_added_by_plain_buttons(client, intake):
    one, two, three = directives_in(form_of(client, intake))
    assert send(client, intake, "_line", "directives:2:up")["Location"].endswith("#directives-1")
    assert directives_in(form_of(client, intake)) == [one, three, two]
    send(client, intake, "_line", "directives:0:down")
    assert directives_in(form_of(client, intake)) == [three, one, two]
    send(client, intake, "_line", "directives:1:join")
    joined = directives_in(form_of(client, intake))
    assert joined == [f"{three}; {one}", two]
    send(client, intake, "_line", "officials:add")
    assert form_of(client, intake)["officials-2-key"] == "new0"


def test_a_button_that_means_nothing_changes_nothing(client, intake):
    data = form_of(client, intake)
    acts = ["directives:99:up", "directives:0:up", "directives:2:down", "directives:x:up", "nothing:0:up"]
    acts += ["directives:0:explode", "captions:0:join", ":::", "figures:0:join"]
    for act in acts:
        data["form_revision"] = str(Intake.objects.get().revision)
        assert send(client, intake, "_line", act, data=data).status_code == 302
    assert directives_in(form_of(client, intake)) == directives_in(data)


def test_an_official_whose_name_is_corrected_is_looked_for_anew(client, intake):
    known = factories.make_official(name="Trần Văn Thật")
    send(client, intake, officials__0__name="Trần Văn Thật")
    page = client.get(address(intake)).content.decode()
    assert f'name="officials-0-official" value="{known.pk}"' in page
    assert f'name="officials-1-official" value="{known.pk}"' not in page


def test_reading_anew_throws_the_corrections_away(client, intake):
    send(client, intake, article__headline="Sai")
    send(client, intake, "_reread")
    assert form_of(client, intake)["article-headline"] == "Ba tỉnh thử trao đổi kinh nghiệm dân chủ"


def test_what_is_put_aside_is_taken_up_again(client, intake):
    send(client, intake, article__headline="Còn đây")
    assert send(client, intake, "_drop")["Location"] == LIST
    page = client.get(address(intake))
    assert "Làm tiếp" in page.content.decode()
    assert client.post(address(intake), {"_reopen": "1"}).status_code == 302
    assert form_of(client, intake)["article-headline"] == "Còn đây"


# Filing


def test_a_confirmed_report_becomes_drafts_and_says_where_they_are(client, intake):
    response = send(client, intake, "_file")
    article, conference = Article.objects.get(), Conference.objects.get()
    assert (response.status_code, response["Location"]) == (302, reverse("admin:articles_article_change", args=[article.pk]))
    assert article.published_at is None
    assert article.conference == conference
    assert (conference.attendances.count(), Figure.objects.count(), Directive.objects.count()) == (3, 2, 3)
    said = notices_of(response)[0]
    assert reverse("admin:meetings_conference_change", args=[conference.pk]) in said
    closed = client.get(address(intake)).content.decode()
    assert "Bài báo đã thành" in closed
    assert "Chú thích chờ ảnh" in closed
    assert 'id="intake_form"' not in closed
    assert "Bài viết" in client.get(LIST).content.decode()


def test_two_clicks_file_once(client, intake):
    data = form_of(client, intake)
    first, second = send(client, intake, "_file", data=data), send(client, intake, "_file", data=data)
    assert first["Location"] == second["Location"]
    assert (Article.objects.count(), Conference.objects.count()) == (1, 1)


def test_what_is_filed_is_not_edited_here_any_more(client, intake):
    data = form_of(client, intake)
    send(client, intake, "_file", data=data)
    kept = Intake.objects.get().draft
    for button in ("_keep", "_drop", "_reread", "_reopen", "_line"):
        assert send(client, intake, button, data=data | {"article-headline": "Muộn"}).status_code == 302
    said = client.post(reverse("admin:articles_intake_keep", args=[intake.pk]), data)
    assert said.status_code == 403
    assert (Intake.objects.get().draft, Intake.objects.get().state) == (kept, IntakeState.FILED)


def test_corrections_are_what_is_filed(client, intake):
    data = form_of(client, intake)
    response = send(
        client,
        intake,
        "_file",
        data=data
        | {
            "article-headline": "Tiêu đề đã sửa",
            "directives-0-drop": "on",
            "officials-0-roles": ["speaker", "attendee"],
            "figures-0-indicator": "",
            "groups-0-drop": "on",
        },
    )
    assert "1 số liệu chưa được lưu" in notices_of(response)[-1]
    assert Article.objects.get().working.headline == "Tiêu đề đã sửa"
    assert Directive.objects.count() == 2
    assert (Figure.objects.count(), Attendance.objects.filter(group_name="").count(), Attendance.objects.count()) == (1, 2, 2)
    roles = Attendance.objects.get(official__name="Trần Văn Thử").roles.values_list("slug", flat=True)
    assert set(roles) == {"speaker", "attendee"}


def test_an_issuer_who_is_left_out_leaves_the_directives_without_one(client, intake):
    send(client, intake, "_file", officials__0__drop="on")
    assert Directive.objects.count() == 3
    assert not Directive.objects.filter(issuer__isnull=False).exists()


def test_what_cannot_be_filed_is_said_at_its_field_and_nothing_is_lost(client, intake):
    response = send(client, intake, "_file", article__headline="", conference__date="hôm kia", figures__0__value="ba")
    assert response.status_code == 200
    page = response.content.decode()
    for target in ("id_article-headline", "id_conference-date", "id_figures-0-value"):
        assert f'href="#{target}"' in page
        assert f'id="{target}_error"' in page
    assert fields_of(response, "intake_form")["conference-date"] == "hôm kia"
    assert not Article.objects.exists()
    assert form_of(client, intake)["conference-date"] == "hôm kia"


def test_what_the_register_refuses_is_said_at_its_field(client, intake):
    data = form_of(client, intake)
    response = send(client, intake, "_file", data=data | {"figures-0-value": "", "figures-0-percent": "", "figures-0-done": ""})
    assert response.status_code == 200
    assert "Chưa lưu" in response.content.decode()
    assert 'href="#figures-0"' in response.content.decode()
    assert not Conference.objects.exists()


def test_a_second_report_is_offered_the_conference_that_is_there(client, intake):
    send(client, intake, "_file")
    paste(client, SECOND)
    second = Intake.objects.order_by("pk").last()
    data = form_of(client, second)
    assert data["conference-which"] == str(Conference.objects.get().pk)
    assert "hội nghị đã có" in notices_of(send(client, second, "_file"))[0]
    assert (Article.objects.count(), Conference.objects.count()) == (2, 1)


def test_the_same_report_pasted_twice_is_noticed(client, intake):
    send(client, intake, "_file")
    paste(client, REPORT)
    page = client.get(address(Intake.objects.order_by("pk").last())).content.decode()
    assert "Bài báo này có thể đã có" in page
    assert reverse("admin:articles_article_change", args=[Article.objects.get().pk]) in page


def test_an_article_without_a_conference_is_filed_alone(client, intake):
    send(client, intake, "_file", conference__which="none", conference__date="vô nghĩa", figures__0__value="ba")
    assert Article.objects.get().without_conference
    assert not Conference.objects.exists()


# Hostile and broken forms


def test_a_form_that_was_cut_off_changes_nothing(client, intake):
    send(client, intake, article__headline="Đã giữ")
    data = {name: value for name, value in form_of(client, intake).items() if not name.endswith("TOTAL_FORMS")}
    assert send(client, intake, "_file", data=data | {"article-headline": "x"}).status_code == 302
    assert form_of(client, intake)["article-headline"] == "Đã giữ"
    assert not Article.objects.exists()
    assert client.post(address(intake), {}).status_code == 302
    kept = client.post(reverse("admin:articles_intake_keep", args=[intake.pk]), {"form_token": "x" * 20, "form_revision": "1"})
    assert kept.status_code == 400


HOSTILE = [
    ("conference-host_province", "99999999999999999999"),
    ("conference-host_province", "1; drop table"),
    ("conference-provinces", ["-1", "abc"]),
    ("conference-which", "123456"),
    ("conference-kind", "nonsense"),
    ("officials-0-official", "987654321"),
    ("officials-0-roles", ["king"]),
    ("officials-0-post", "55555"),
    ("officials-0-organisation", "Một cơ quan không có"),
    ("officials-0-titles_choice", "all"),
    ("figures-0-value", "1e999"),
    ("figures-0-percent", "-5"),
    ("figures-0-said_by", "nobody"),
    ("directives-0-issuer", "p99"),
    ("directives-0-themes", ["none-such"]),
    ("directives-0-due_date", "32/13/2018"),
    ("directives-0-issuing_organisation", "Ban Dân vận Trung ương"),
    ("groups-0-headcount", "-1"),
    ("article-section", "77"),
    ("article-source_url", "javascript:alert(1)"),
]


def test_hostile_values_are_refused_at_the_form(client, intake):
    """One form, kept anew with every refusal, so that each value is tried against the same rest."""
    data, taken = form_of(client, intake), []
    for name, value in HOSTILE:
        data["form_revision"] = str(Intake.objects.get().revision)
        response = send(client, intake, "_file", data=data | {name: value})
        if response.status_code != 200 or "Chưa lưu" not in response.content.decode():
            taken.append((name, value))
    assert taken == []
    assert not Article.objects.exists()


HOSTILE_MARKS = [
    ("directives-TOTAL_FORMS", "100000"),
    ("directives-TOTAL_FORMS", "0"),
    ("officials-0-order", "9" * 30),
    ("officials-0-span", "900000-1"),
    ("officials-0-span", "0-99999999"),
    ("directives-0-quote", "\x00\ufffe"),
    ("captions-0-photo", "9" * 18),
]


def test_hostile_marks_do_no_harm(client, intake):
    data = form_of(client, intake)
    for name, value in HOSTILE_MARKS:
        data["form_revision"] = str(Intake.objects.get().revision)
        assert send(client, intake, data=data | {name: value}).status_code == 302, name
        assert client.get(address(intake)).status_code == 200, name
    assert send(client, intake, "_file").status_code in {200, 302}


# Who may


def test_whoever_lacks_a_right_is_refused(client, intake):
    for lacking in ("articles.add_article", "meetings.add_conference", "articles.add_intake"):
        rights = {"articles.add_article", "meetings.add_conference", "articles.add_intake", "articles.change_intake"} - {lacking}
        client.force_login(factories.make_user(*rights), backend=MODEL_BACKEND)
        assert client.get(ADD).status_code == 403
        assert client.post(ADD, {"text": REPORT}).status_code == 403
        assert client.get(address(intake)).status_code == 403
        assert client.post(address(intake), {"_drop": "1"}).status_code == 403
        assert client.get(LIST).status_code == 403
    assert Permission.objects.filter(codename="add_intake").exists()


def test_a_reporter_works_on_her_own_reports_only(client, intake):
    data = form_of(client, intake)
    sign_in(client, "Reporter")
    assert client.get(address(intake)).status_code == 404
    data["form_user"] = ""
    assert send(client, intake, "_file", data=data).status_code == 404
    assert client.post(reverse("admin:articles_intake_keep", args=[intake.pk]), data).status_code == 404
    assert "Ba tỉnh thử" not in client.get(LIST).content.decode()
    paste(client, REPORT)
    own = Intake.objects.order_by("pk").last()
    assert send(client, own, "_file").status_code == 302


def test_a_login_that_expired_loses_nothing(client, intake):
    user = Intake.objects.get().pasted_by
    user.set_password("mật khẩu thử 29/5")
    user.save()
    client.force_login(user, backend=MODEL_BACKEND)
    data = form_of(client, intake) | {"article-headline": "Gõ khi đã hết phiên"}
    client.logout()
    asked = send(client, intake, "_file", data=data)
    assert asked.status_code == 403
    again = fields_of(asked, "") | {"log_in_username": user.username, "log_in_password": "mật khẩu thử 29/5"}
    assert client.post(address(intake), again).status_code == 302
    assert Article.objects.get().working.headline == "Gõ khi đã hết phiên"


def test_another_person_at_the_same_browser_is_asked_first(client, intake):
    data = form_of(client, intake)
    client.force_login(member("Editor"), backend=MODEL_BACKEND)
    assert send(client, intake, "_file", data=data).status_code == 403
    assert not Article.objects.exists()


# Lists and bounds


def test_the_list_shows_open_reports_first(client, intake):
    send(client, intake, "_file")
    older = Intake.keep(SECOND, by=intake.pasted_by, on=datetime.date(2026, 1, 1))
    Intake.objects.filter(pk=older.pk).update(pasted_at=intake.pasted_at - datetime.timedelta(days=9))
    assert [row.pk for row in client.get(LIST).context["cl"].result_list] == [older.pk, intake.pk]


def test_the_first_page_and_the_list_of_articles_lead_to_pasting(client, editor):
    assert ADD in client.get("/admin/").content.decode()
    assert ADD in client.get("/admin/articles/article/").content.decode()


def test_the_screen_asks_no_more_for_many_lines_than_for_few(client, intake):
    client.get(address(intake))
    few = queries_of(client, address(intake))
    body = REPORT.replace("BÚT DANH THỬ", "")
    names = ("An", "Bình", "Chi", "Dung")
    more = "".join(f"Dự hội nghị có đồng chí Hoàng Văn Mẫu {name}, Phó Bí thư Tỉnh ủy Cao Bằng.\n" for name in names)
    paste(client, f"{body}\n{more}")
    many = Intake.objects.order_by("pk").last()
    send(client, many)
    send(client, intake)
    few = queries_of(client, address(intake))
    assert queries_of(client, address(many)) <= few + 1
    assert few < 40


@needs_report
def test_the_printed_report_is_filed_as_it_is_proposed(client, editor):
    paste(client, PRINTED.read_text(encoding="utf-8"))
    intake = Intake.objects.get()
    assert form_of(client, intake)["conference-date"] == "29/05/2018"
    assert send(client, intake, "_file").status_code == 302
    assert Directive.objects.count() == 9
    assert not KeptForm.objects.exists()


# A file instead of the clipboard


def test_a_file_is_read_like_what_is_pasted(client, editor):
    file = SimpleUploadedFile("bai-bao.txt", REPORT.encode("utf-16"), content_type="text/plain")
    assert paste(client, "", file=file).status_code == 302
    intake = Intake.objects.get()
    assert intake.source_name == "bai-bao.txt"
    assert form_of(client, intake)["article-headline"] == "Ba tỉnh thử trao đổi kinh nghiệm dân chủ"


def a_word_file(*more):
    lines = [paragraph(line) for part in REPORT.strip().split("\n\n") for line in [part.replace("\n", " ")]]
    at = next(number for number, line in enumerate(lines) if "phát biểu chào mừng hội nghị" in line)
    return word_file(*lines[:at], picture(1, "Diễn giả"), *lines[at:], *more, pictures=(drawn("PNG"), drawn("JPEG")))


def test_photos_of_a_word_file_stand_at_their_captions_and_are_placed(client, editor):
    response = paste(client, "", file=a_word_file(picture(2)))
    assert "2 ảnh trong tệp" in notices_of(response)[0]
    intake = Intake.objects.get()
    page = client.get(address(intake)).content.decode()
    assert page.count('class="caption__picture"') == 2
    send(client, intake, "_file")
    first, second = Article.objects.get().working.placements.order_by("order")
    assert first.shown_caption.startswith("Đồng chí Lê Thị Mẫu, Bí thư Tỉnh ủy Lạng Sơn phát biểu chào mừng")
    assert [each.official.name for each in first.photo.subjects.all()] == ["Lê Thị Mẫu"]
    assert (first.photo.alt, second.shown_caption, second.photo.caption) == ("Diễn giả", "", "")
    assert Intake.objects.get().captions == []


def test_photos_of_a_word_file_are_left_out_for_whoever_may_not_add_them(client):
    small_register()
    user = sign_in(client, "Editor")
    user.groups.get().permissions.remove(Permission.objects.get(codename="add_photo"))
    assert "không được thêm ảnh" in notices_of(paste(client, "", file=a_word_file()))[0]
    assert not Photo.objects.exists()
    send(client, Intake.objects.get(), "_file")
    assert len(Intake.objects.get().captions) == 1


@pytest.mark.parametrize(
    ("name", "content"), [("bai.doc", b"\xd0\xcf\x11\xe0"), ("bai.txt", b""), ("bai.docx", b"PK\x03\x04 hong"), ("a.exe", b"MZ")]
)
def test_a_file_that_cannot_be_read_is_refused_at_its_field(client, editor, name, content):
    response = paste(client, "", file=SimpleUploadedFile(name, content))
    assert response.status_code == 200
    assert response.context["form"].errors.keys() == {"file"}
    assert not Intake.objects.exists()


def test_a_text_and_a_file_at_once_are_asked_about_and_the_text_stays(client, editor):
    response = paste(client, REPORT, file=SimpleUploadedFile("bai.txt", SECOND.encode()))
    assert response.context["form"].errors.keys() == {"file"}
    assert "Ba tỉnh thử trao đổi kinh nghiệm dân chủ" in response.content.decode()
