"""Letters to those concerned, and the outbox that keeps them until the mail server has taken them."""

import datetime
import threading

import pytest
from django.core import mail
from django.core.management import call_command
from django.utils import timezone

from articles import letters
from articles.workflow import perform
from qcdc import outbox
from qcdc.models import Notice
from tests import factories
from tests.articles.test_workflow import make_draft
from tests.desk import member

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _switched_on(settings, monkeypatch):
    """Letters are written, but sent only when a test says so."""
    settings.NOTIFY_BY_EMAIL = True
    settings.SITE_ADDRESS = "https://qcdc.example.vn/"
    monkeypatch.setattr(letters, "_send", lambda: None)


def with_address(*groups, email=None):
    person = member(*groups)
    person.email = email or f"{person.username}@example.vn"
    person.save()
    return person


@pytest.fixture
def step(django_capture_on_commit_callbacks):
    """Makes a transition and everything that follows its commit."""

    def made(article, name, by, **given):
        with django_capture_on_commit_callbacks(execute=True):
            return perform(article, name, by, **given)

    return made


def recipients():
    return sorted(Notice.objects.values_list("to", flat=True))


def test_what_is_sent_for_review_is_told_to_the_reviewers(step):
    reporter, editor, publisher = with_address("Reporter"), with_address("Editor"), with_address("Publisher")
    member("Editor")  # has no address
    step(make_draft(reporter, headline="Tin mới"), "send", reporter, comment="Xin duyệt sớm")
    assert recipients() == sorted([editor.email, publisher.email])
    letter = Notice.objects.first()
    assert letter.subject == "[QCDC] Chờ duyệt: Tin mới"
    assert "Xin duyệt sớm" in letter.body
    assert "https://qcdc.example.vn/admin/articles/article/" in letter.body


def test_what_is_returned_approved_and_published_is_told_to_author_and_sender(step):
    reporter, sender, editor, publisher = (with_address(group) for group in ("Reporter", "Editor", "Editor", "Publisher"))
    article = make_draft(reporter)
    step(article, "send", sender)
    for name, by in (("return", editor), ("send", sender), ("approve", editor), ("publish", publisher)):
        Notice.objects.all().delete()
        step(article, name, by, **({"comment": "Sửa"} if name == "return" else {}))
        if name != "send":
            assert recipients() == sorted([reporter.email, sender.email]), name


def test_a_withdrawal_is_told_to_the_author_and_a_correction_to_the_publishers(step):
    reporter, publisher, other = with_address("Reporter"), with_address("Publisher"), with_address("Publisher")
    article = factories.make_article(created_by=reporter)
    step(article, "correct", publisher, wrong="Sai", right="Đúng")
    assert recipients() == [other.email]
    Notice.objects.all().delete()
    step(article, "withdraw", publisher, reason="Theo lệnh")
    assert recipients() == [reporter.email]


def test_whoever_did_it_the_inactive_and_those_who_may_not_see_it_get_nothing(step):
    editor = with_address("Editor")
    twin = with_address("Editor", email=editor.email.upper())
    gone = with_address("Editor")
    gone.is_active = False
    gone.save()
    outsider = factories.make_user("articles.review_article", email="ngoai@example.vn")
    step(make_draft(), "send", editor)
    assert recipients() == []
    assert {twin.is_active, outsider.is_active} == {True}


def test_one_address_gets_one_letter(step):
    reporter = with_address("Reporter")
    with_address("Editor", email="chung@example.vn")
    with_address("Editor", email="Chung@example.vn")
    step(make_draft(reporter), "send", reporter)
    assert recipients() == ["chung@example.vn"]


def test_nothing_is_written_where_it_is_switched_off(step, settings):
    settings.NOTIFY_BY_EMAIL = False
    reporter = with_address("Reporter")
    with_address("Editor")
    step(make_draft(reporter), "send", reporter)
    assert not Notice.objects.exists()


def test_a_letter_that_cannot_be_written_spoils_no_step(step, monkeypatch):
    def broken(*args):
        raise RuntimeError("thử")

    monkeypatch.setattr(letters, "write_letters", broken)
    reporter = with_address("Reporter")
    article = make_draft(reporter)
    step(article, "send", reporter)
    assert article.status == "in-review"


def test_letters_are_sent_by_a_thread_of_their_own(step, monkeypatch):
    ran_in, finished = [], threading.Event()

    def send():
        ran_in.append(threading.current_thread())
        finished.set()

    monkeypatch.setattr(letters, "_send", send)
    reporter = with_address("Reporter")
    with_address("Editor")
    step(make_draft(reporter), "send", reporter)
    assert finished.wait(5)
    assert ran_in[0] is not threading.current_thread()


def make_notice(**more):
    return Notice.objects.create(**{"to": "a@example.vn", "subject": "Thử", "body": "Nội dung"} | more)


def test_the_outbox_is_emptied_once(capsys):
    make_notice()
    for _time in range(2):
        call_command("send_notices")
    assert [letter.to for letter in mail.outbox] == [["a@example.vn"]]
    assert mail.outbox[0].body == "Nội dung"
    assert Notice.objects.get().sent_at


class Refusing:
    """A mail server that takes nothing."""

    asked = 0

    def __init__(self, *args, **kwargs):
        pass

    def send(self):
        type(self).asked += 1
        raise ConnectionRefusedError("máy chủ thư không trả lời")


def test_a_letter_that_is_not_taken_is_kept_tried_again_later_and_at_last_given_up(monkeypatch):
    notice = make_notice()
    monkeypatch.setattr(outbox, "EmailMessage", Refusing)
    Refusing.asked = 0
    assert outbox.send_waiting() == (0, 1)
    notice.refresh_from_db()
    assert (notice.tries, notice.sent_at) == (1, None)
    assert "máy chủ thư" in notice.error
    assert outbox.send_waiting() == (0, 0), "not before its waiting time is over"
    for _time in range(outbox.MOST_TRIES + 3):
        Notice.objects.update(tried_at=timezone.now() - datetime.timedelta(days=1))
        outbox.send_waiting()
    assert Refusing.asked == outbox.MOST_TRIES
    monkeypatch.undo()
    assert outbox.send_waiting(also_not_due=True) == (0, 0)


def test_each_wait_is_longer():
    now = timezone.now()
    waits = []
    for tries in range(1, 5):
        notice = Notice(tries=tries, tried_at=now)
        waits.append(next(minutes for minutes in range(1, 60) if outbox.due(notice, now + datetime.timedelta(minutes=minutes))))
    assert waits == [2, 4, 8, 16]


def test_two_senders_send_no_letter_twice(monkeypatch):
    notice = make_notice()
    stale = Notice.objects.get(pk=notice.pk)
    assert outbox._send_one(notice) is True
    assert outbox._send_one(stale) is None
    assert len(mail.outbox) == 1


def test_one_bad_letter_keeps_no_other_back(monkeypatch):
    make_notice(subject="Xấu\nBcc: x@example.vn")
    make_notice(to="b@example.vn")
    assert outbox.send_waiting() == (1, 1)
    assert [letter.to for letter in mail.outbox] == [["b@example.vn"]]


def test_administrators_see_the_outbox_and_change_nothing_in_it(client):
    notice = make_notice(error="hỏng")
    client.force_login(member("Administrator"), backend="django.contrib.auth.backends.ModelBackend")
    assert "hỏng" in client.get("/admin/qcdc/notice/").content.decode()
    assert client.get(f"/admin/qcdc/notice/{notice.pk}/change/").status_code == 200
    assert client.post(f"/admin/qcdc/notice/{notice.pk}/change/", {"subject": "x"}).status_code == 403
    client.force_login(member("Editor"), backend="django.contrib.auth.backends.ModelBackend")
    assert client.get("/admin/qcdc/notice/").status_code == 403
