"""Letters to those concerned when an article moves on: written with the step, sent afterwards, never in the way of the request."""

import logging
import threading
from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import close_old_connections, connection, transaction
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from articles.models import Article, AuditEntry, Deed
from qcdc.models import Notice
from qcdc.outbox import send_waiting

logger = logging.getLogger(__name__)

MOST_TO = 50
# To whom a step matters: those who review, those who publish, or the author and whoever sent it.
CONCERNED = {
    Deed.SENT: "articles.review_article",
    Deed.RETURNED: "",
    Deed.APPROVED: "",
    Deed.PUBLISHED: "",
    Deed.SCHEDULED: "",
    Deed.WITHDRAWN: "",
    Deed.CORRECTED: "articles.publish_article",
}


def on_move(sender: Any, article: Article, entry: AuditEntry, by: Any, **kwargs: Any) -> None:
    """Write the letters of a step and have them sent by a thread of their own; a failure here spoils nobody's work."""
    if not settings.NOTIFY_BY_EMAIL:
        return
    try:
        written = write_letters(article, entry, by)
    except Exception:
        logger.exception("The letters of step %s could not be written", entry.pk)
        return
    if written:
        transaction.on_commit(lambda: threading.Thread(target=_send, name="letters", daemon=True).start())


def write_letters(article: Article, entry: AuditEntry, by: Any) -> list[Notice]:
    """One letter for each person concerned, in Vietnamese plain text; none to whoever did it."""
    addresses: dict[str, Any] = {}
    for person in people_concerned(article, entry):
        address = person.email.strip()
        own = getattr(by, "email", "") or ""
        if address and person.pk != getattr(by, "pk", None) and address.casefold() != own.strip().casefold():
            addresses.setdefault(address.casefold(), address)
    with translation.override(settings.LANGUAGE_CODE), transaction.atomic():
        subject, body = subject_of(entry), body_of(article, entry)
        return [Notice.objects.create(to=address, subject=subject, body=body) for address in addresses.values()]


def people_concerned(article: Article, entry: AuditEntry) -> Iterable[Any]:
    """Active members of the newsroom to whom a step matters, and who may see the article."""
    permission = CONCERNED.get(Deed(entry.deed))
    if permission is None:
        return []
    if permission:
        holders = get_user_model().objects.with_perm(permission, backend="django.contrib.auth.backends.ModelBackend")
        chosen = holders.filter(is_active=True, is_staff=True).exclude(email="").order_by("pk")[:MOST_TO]
    else:
        people = get_user_model().objects.filter(is_active=True, is_staff=True).exclude(email="").order_by("pk")
        edition = article.editions.filter(number=entry.edition_number or 0).first()
        sent = article.trail.filter(deed=Deed.SENT, edition_number=entry.edition_number).order_by("-at", "-pk").values_list("by", flat=True)
        hers = (article.created_by_id, getattr(edition, "created_by_id", None), sent.first())
        chosen = people.filter(pk__in=[pk for pk in hers if pk])
    return [person for person in chosen if Article.objects.for_reader(person).filter(pk=article.pk).exists()]


def subject_of(entry: AuditEntry) -> str:
    """What happened, and to which article."""
    return f"[QCDC] {deed_in_words(entry)}: {entry.headline}"[:250].replace("\n", " ").replace("\r", " ")


def deed_in_words(entry: AuditEntry) -> str:
    words = {
        Deed.SENT: _("Waits for review"),
        Deed.RETURNED: _("Returned"),
        Deed.APPROVED: _("Approved"),
        Deed.PUBLISHED: _("Published"),
        Deed.SCHEDULED: _("Scheduled"),
        Deed.WITHDRAWN: _("Withdrawn"),
        Deed.CORRECTED: _("Corrected"),
    }
    return words[Deed(entry.deed)]


def body_of(article: Article, entry: AuditEntry) -> str:
    """The letter: what happened, by whom, when, why, and where to go."""
    lines = [
        f"{deed_in_words(entry)}: {entry.headline}",
        "",
        _("By: %(name)s") % {"name": entry.by_name or "—"},
        _("At: %(moment)s") % {"moment": _moment(entry.at)},
    ]
    if entry.moment:
        lines.append(_("Appears at: %(moment)s") % {"moment": _moment(entry.moment)})
    if entry.comment:
        lines += ["", _("Comment: %(comment)s") % {"comment": entry.comment}]
    path = reverse("admin:articles_article_change", args=[article.pk])
    lines += ["", _("Open the article: %(link)s") % {"link": f"{settings.SITE_ADDRESS.rstrip('/')}{path}"}]
    return "\n".join(lines) + "\n"


def _moment(moment: Any) -> str:
    return date_format(timezone.localtime(moment, timezone.get_default_timezone()), "DATETIME_FORMAT")


def _send() -> None:
    """What the thread does; what it cannot send now, `manage.py send_notices` sends later."""
    close_old_connections()
    try:
        send_waiting()
    except Exception:
        logger.exception("Letters could not be sent; they wait for the next try")
    finally:
        connection.close()
