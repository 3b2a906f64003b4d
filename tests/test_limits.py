"""Whose work is limited to provinces or sections: what they see, choose and change at the desks."""

import pytest
from django.urls import reverse

from articles.models import Article, Evidence, Section
from meetings.models import Attendance, Beat, Conference, Directive, Figure, Progress
from tests import factories
from tests.desk import (
    address_of,
    assert_saved,
    change_address,
    errors_of,
    fill_the_desks,
    found,
    open_form,
    post_changed,
    queries_of,
    send_form,
    sign_in,
    suggestions,
)

pytestmark = pytest.mark.django_db

LINES = {"attendance": Attendance, "figure": Figure, "directive": Directive, "progress": Progress}


@pytest.fixture
def province():
    return factories.make_province(name="Lạng Thử")


@pytest.fixture
def limited(client, province):
    """The browser of an editor whose beat is one province."""
    client.editor = sign_in(client, "Editor")
    Beat.objects.create(user=client.editor).provinces.add(province)
    return client


def lines_of(conference):
    directive = factories.make_directive(conference=conference)
    return {
        "attendance": factories.make_attendance(conference=conference),
        "figure": factories.make_figure(conference=conference),
        "directive": directive,
        "progress": factories.make_progress(directive=directive),
    }


def test_drafts_of_other_provinces_are_out_of_sight_with_all_their_lines(limited, province):
    hosted = factories.make_conference(published=False, host_province=province)
    attended = factories.make_conference(published=False)
    factories.take_part(attended, province)
    public = factories.make_conference()
    hidden = factories.make_conference(published=False, host_province=factories.make_province())
    assert set(found(limited, Conference)) == {hosted, attended, public}
    assert limited.get(change_address(hidden)).status_code == 302
    seen, unseen = lines_of(hosted), lines_of(hidden)
    for noun, model in LINES.items():
        assert found(limited, model) == [seen[noun]], noun
        assert limited.get(change_address(unseen[noun])).status_code == 302, noun


def test_what_is_public_elsewhere_is_seen_but_not_changed(limited):
    public = factories.make_conference()
    rows = [public, *(row for noun, row in lines_of(public).items())]
    for row in rows:
        assert limited.get(change_address(row)).status_code == 200
        assert limited.post(change_address(row), {}).status_code == 403
        assert limited.post(address_of("delete", row, row.pk), {"post": "yes"}).status_code == 403
    assert Conference.objects.filter(pk=public.pk).exists()


def test_of_several_only_those_are_deleted_that_lie_within_the_limits(limited, province):
    here = factories.make_conference(published=False, host_province=province)
    elsewhere = factories.make_progress(directive=factories.make_directive(conference=factories.make_conference()))
    mine = factories.make_progress(directive=factories.make_directive(conference=here))
    chosen = {"action": "delete_selected", "_selected_action": [mine.pk, elsewhere.pk], "post": "yes"}
    limited.post(address_of("changelist", Progress), chosen)
    assert list(Progress.objects.all()) == [elsewhere]


def test_fields_offer_what_may_be_seen(limited, province):
    here = factories.make_conference(published=False, host_province=province, title="Hội nghị gần")
    hidden = factories.make_conference(published=False, title="Hội nghị xa")
    factories.make_directive(conference=here, text="Chỉ đạo gần")
    factories.make_directive(conference=hidden, text="Chỉ đạo xa")
    assert suggestions(limited, "progress", "reported_at") == ["Hội nghị gần"]
    assert suggestions(limited, "progress", "directive") == ["Chỉ đạo gần"]


def test_a_row_out_of_sight_is_not_chosen_by_its_id(limited, province):
    here = factories.make_conference(published=False, host_province=province)
    hidden = factories.make_conference(published=False, title="Hội nghị xa")
    directive = factories.make_directive(conference=here)
    data = open_form(limited, Progress) | {"directive": directive.pk, "date": "2019", "state": "done", "reported_at": hidden.pk}
    response = send_form(limited, Progress, data)
    assert list(errors_of(response)) == ["reported_at"]
    assert "Hội nghị xa" not in response.content.decode()
    article = open_form(limited, Article) | {"headline": "Tin thử", "body": "<p>x</p>", "conference": str(hidden.pk)}
    assert list(errors_of(send_form(limited, Article, article))) == ["conference"]


def test_a_choice_that_went_out_of_sight_is_kept(limited, province):
    here, hidden = factories.make_conference(published=False, host_province=province), factories.make_conference(published=False)
    progress = factories.make_progress(directive=factories.make_directive(conference=here), reported_at=hidden)
    assert_saved(post_changed(limited, progress, note="Đã gõ"))
    assert_saved(post_changed(limited, progress.directive, **{"progress-0-note": "Nữa"}))
    progress.refresh_from_db()
    assert (progress.note, progress.reported_at) == ("Nữa", hidden)


def test_whoever_enters_a_conference_keeps_it_in_sight(limited):
    data = open_form(limited, Conference) | {"title": "Hội nghị mới", "date": "2018"}
    assert_saved(send_form(limited, Conference, data))
    conference = Conference.objects.get()
    assert conference.changed_by == limited.editor
    Conference.objects.update(changed_by=factories.make_user())
    assert found(limited, Conference) == [conference]
    assert_saved(post_changed(limited, conference, venue="Nhà khách"))


def test_evidence_is_that_of_articles_in_sight(limited, province):
    here = factories.make_article(published=False, conference=factories.make_conference(published=False, host_province=province))
    hidden = factories.make_article(published=False, conference=factories.make_conference(published=False))
    facts = [factories.make_figure(conference=article.conference) for article in (here, hidden)]
    rows = [Evidence.objects.create(edition=fact.conference.articles.get().working, figure=fact, quote="Nội") for fact in facts]
    assert found(limited, Evidence) == rows[:1]
    assert suggestions_of_editions(limited) == [str(here.working)]


def suggestions_of_editions(client):
    asked = {"term": "", "app_label": "articles", "model_name": "evidence", "field_name": "edition"}
    return [result["text"] for result in client.get("/admin/autocomplete/", asked).json()["results"]]


def test_an_editor_of_a_section_sees_the_drafts_of_that_section(client):
    editor = sign_in(client, "Editor")
    own, other = Section.objects.create(name="Dân vận"), Section.objects.create(name="Văn hóa")
    own.staff.add(editor)
    here = factories.make_article(published=False, section=own)
    factories.make_article(published=False, section=other)
    factories.make_article(published=False)
    mine = factories.make_article(published=False, section=other, created_by=editor)
    assert set(found(client, Article)) == {here, mine}


def test_who_is_limited_to_a_section_does_not_lift_it_there(client):
    editor = sign_in(client, "Editor")
    section = Section.objects.create(name="Dân vận")
    section.staff.add(editor)
    data = open_form(client, section)
    assert "staff" not in data
    assert_saved(send_form(client, section, data | {"staff": []}))
    assert list(section.staff.all()) == [editor]


def test_an_administrator_limits_a_section_to_its_staff(client):
    sign_in(client, "Administrator")
    reporter, section = factories.make_user(), Section.objects.create(name="Dân vận")
    assert_saved(post_changed(client, section, staff=[str(reporter.pk)]))
    assert list(section.staff.all()) == [reporter]


def test_a_beat_is_set_by_an_administrator_for_others_alone(client, province):
    me = sign_in(client, "Administrator")
    reporter, chief = factories.make_user(), factories.make_user(is_superuser=True)
    data = open_form(client, Beat) | {"provinces": [str(province.pk)]}
    for user in (me, chief):
        assert list(errors_of(send_form(client, Beat, data | {"user": str(user.pk)}))) == ["user"]
    assert_saved(send_form(client, Beat, data | {"user": str(reporter.pk)}))
    own = Beat.objects.create(user=me)
    own.provinces.add(province)
    assert client.post(change_address(own), {"user": str(me.pk)}).status_code == 403
    assert client.post(change_address(reporter.beat), {"user": str(reporter.pk)}).status_code == 403


@pytest.mark.parametrize("model", [Conference, Attendance, Figure, Directive, Progress, Article, Evidence, Beat, Section])
def test_the_queries_of_the_lists_of_a_limited_editor_do_not_grow(client, province, model):
    editor = sign_in(client, "Editor", "Administrator")
    fill_the_desks()
    section = Section.objects.create(name="Dân vận")
    section.staff.add(editor)

    def more():
        fill_the_desks()
        Section.objects.create(name="Mục").staff.add(factories.make_user())
        Beat.objects.create(user=factories.make_user()).provinces.add(province)
        for conference in Conference.objects.filter(host_province=None):
            Conference.objects.filter(pk=conference.pk).update(host_province=province)
        Article.objects.update(section=section)

    more()
    Beat.objects.create(user=editor).provinces.add(province)
    address = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")
    client.get(address)
    before = queries_of(client, address)
    for _round in range(3):
        more()
    assert queries_of(client, address) == before
