"""Every step of an article's way, tried by every role at its page, on one's own article and on a colleague's."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from django.utils import timezone

from articles.models import Article, AuditEntry, Section
from articles.workflow import TRANSITIONS
from meetings.models import Beat
from qcdc.management.commands.create_groups import create_groups
from tests import factories
from tests.desk import MODEL_BACKEND, act_address, assert_saved, open_form, send_form
from tests.rights import EDITORS, NEWSROOM, NOBODY, PUBLISHERS, STAFF

pytestmark = pytest.mark.django_db

# Who takes the step on a colleague's article, and who on her own. Letters: tests/rights.py.
STEPS = {
    "send": (EDITORS, NEWSROOM),
    "take-back": (NOBODY, NEWSROOM),
    "return": (EDITORS, EDITORS),
    "approve": (EDITORS, NOBODY),
    "approve-and-publish": (PUBLISHERS, NOBODY),
    "publish": (PUBLISHERS, PUBLISHERS),
    "schedule": (PUBLISHERS, PUBLISHERS),
    "unschedule": (PUBLISHERS, PUBLISHERS),
    "set-aside": (EDITORS, NEWSROOM),
    "correct": (PUBLISHERS, PUBLISHERS),
    "unpublish": (PUBLISHERS, PUBLISHERS),
    "withdraw": (PUBLISHERS, PUBLISHERS),
}
START = {
    "send": "draft",
    "take-back": "in-review",
    "return": "in-review",
    "approve": "in-review",
    "approve-and-publish": "in-review",
    "publish": "approved",
    "schedule": "approved",
    "unschedule": "scheduled",
    "set-aside": "draft beside",
    "correct": "published",
    "unpublish": "published",
    "withdraw": "published",
}
GROUPS = {"R": "Reporter", "E": "Editor", "P": "Publisher", "A": "Administrator", "s": "Editor", "p": "Editor"}
WORDS = {"headline": "Tin thử", "lead": "Mở đầu.", "body": "<p>Nội dung.</p>", "source": "Nguồn thử"}


def make_article(start, author, section, conference):
    """An article with all that publishing asks for, written by somebody, where a step begins."""
    public = start in {"scheduled", "published", "draft beside"}
    at = factories.moment(days=-1) if start == "scheduled" else None
    where = {"section": section, "conference": conference, "created_by": author}
    article = factories.make_article(published=public, at=at, **where, **WORDS)
    if start == "draft beside":
        article.open_draft(by=author)
    article.editions.filter(live_from=None).update(created_by=author, stage=start if start in {"in-review", "approved"} else "draft")
    return Article.objects.get(pk=article.pk)


def somebody(role, section, province):
    create_groups()
    user = factories.make_user(is_superuser=role == "S")
    user.groups.set(Group.objects.filter(name=GROUPS.get(role, "")))
    if role == "s":
        section.staff.add(user)
    if role == "p":
        Beat.objects.create(user=user).provinces.add(province)
    return user


def post(client, article, step):
    """Press the button of the page that asks, twice where it wants to see the moment confirmed."""
    later = timezone.localtime(timezone.now() + timedelta(days=2))
    asked = {
        "comment": "Lý do",
        "reason": "Theo lệnh",
        "at": f"{later:%d/%m/%Y %H:%M}",
        "date": f"{timezone.localdate():%d/%m/%Y}",
        "kind": "dinh-chinh",
        "wrong": "Sai",
        "right": "Đúng",
        "place": "top",
    }
    page = client.post(act_address(article, step), asked)
    if page.status_code == 200 and page.context["asks_again"]:
        page = client.post(act_address(article, step), asked | {"confirmed": str(page.context["button"])})
    return page


def test_every_step_is_in_the_table():
    assert TRANSITIONS.keys() == STEPS.keys() == START.keys()


@pytest.mark.parametrize("whose", ["a colleague's", "one's own"])
@pytest.mark.parametrize("step", STEPS)
def test_a_step_is_taken_by_those_whom_the_table_names(step, whose):
    section, province = Section.objects.create(name="Dân vận"), factories.make_province()
    conference = factories.make_conference(host_province=province)
    taken = []
    for role in STAFF:
        user = somebody(role, section, province)
        author = user if whose == "one's own" else factories.make_user()
        article = make_article(START[step], author, section, conference)
        client = Client()
        client.force_login(user, backend=MODEL_BACKEND)
        before = article.status
        page = post(client, article, step)
        if AuditEntry.objects.filter(article=article, by=user).exists():
            taken.append(role)
            assert page.status_code == 302
        else:
            assert Article.objects.get(pk=article.pk).status == before
            assert not article.corrections.exists()
            # 302: back to the article with a word, where the step does not begin where she sees it.
            assert page.status_code in {200, 302, 403, 404}
    assert "".join(taken) == "".join(role for role in STAFF if role in STEPS[step][whose == "one's own"])


@pytest.mark.parametrize("role", ["s", "p"])
@pytest.mark.parametrize("step", STEPS)
def test_no_step_is_taken_outside_ones_limits(step, role):
    section, province = Section.objects.create(name="Dân vận"), factories.make_province()
    user = somebody(role, section, province)
    user.groups.set(Group.objects.filter(name="Publisher"))
    elsewhere = factories.make_conference(host_province=factories.make_province())
    article = make_article(START[step], factories.make_user(), Section.objects.create(name="Khác"), elsewhere)
    client = Client()
    client.force_login(user, backend=MODEL_BACKEND)
    post(client, article, step)
    assert not AuditEntry.objects.filter(article=article).exists()


FORGED = {
    "state": "published",
    "stage": "approved",
    "published_at": "2020-01-01",
    "published_at_0": "1/1/2020",
    "published_at_1": "10:00",
    "live_from": "2020-01-01",
    "live_from_0": "1/1/2020",
    "created_by": "1",
    "changed_by": "1",
    "revision": "77",
    "saved_with": "x",
}


def test_no_step_is_taken_by_posting_fields():
    """The form changes words; where an article stands and whose it is are no fields of it."""
    section, province = Section.objects.create(name="Dân vận"), factories.make_province()
    reporter = somebody("R", section, province)
    article = make_article("draft", reporter, section, factories.make_conference())
    client = Client()
    client.force_login(reporter, backend=MODEL_BACKEND)
    assert_saved(send_form(client, article, open_form(client, article) | FORGED | {"headline": "Mới"}))
    kept = Article.objects.get()
    assert (kept.working.headline, kept.status, kept.state, kept.published_at) == ("Mới", "draft", "draft", None)
    assert (kept.created_by, kept.changed_by, kept.working.live_from, kept.working.stage) == (reporter, reporter, None, "draft")
    assert kept.revision != 77
