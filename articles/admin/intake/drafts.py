"""What is kept of a screen that is worked on: the form as it was posted last, and what a list says of it."""

from typing import Any

from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from articles.admin.intake.lines import ACT, is_whole
from articles.models import Intake
from qcdc.sent import MARKS, Sent, as_data


def draft_of(intake: Intake) -> Any:
    """The form as it was kept last; None before anybody has touched it."""
    data = as_data(intake.draft.get("fields", []))
    return data if is_whole(data) else None


def headline_of(intake: Intake) -> str:
    """The headline that was typed; before that the longest of the first lines, for the first may be a date or a menu."""
    typed = dict(pair for pair in intake.draft.get("fields", []) if len(pair) == 2)
    first = [line.strip() for line in intake.text[:4_000].splitlines() if 0 < len(line.strip()) < 300][:6]
    return Truncator(typed.get("article-headline") or max(first, key=len, default="") or str(intake)).chars(140) or "—"


def typed_data(sent: Sent) -> Any:
    return as_data([pair for pair in sent.fields if pair[0] not in MARKS])


def fields_in(data: Any) -> list[list[str]]:
    return [[name, value] for name, values in data.lists() for value in values]


def anchor_of(act: str, data: Any) -> str:
    """The line that a button was about, where it stands now."""
    asked = ACT.fullmatch(act)
    if not asked:
        return ""
    last = int(data.get(f"{asked[1]}-TOTAL_FORMS", "0")) - 1
    number = last if asked[3] == "add" else int(asked[2] or 0) + {"up": -1, "join": -1, "down": 1, "split": 1}.get(asked[3], 0)
    return f"#{asked[1]}-{max(0, min(last, number))}"


def results_of(intake: Intake) -> list[tuple[str, str]]:
    """What a report became: addresses and words."""
    found = []
    if intake.article_id:
        found.append((reverse("admin:articles_article_change", args=[intake.article_id]), _("The article")))
    if intake.conference_id:
        found.append((reverse("admin:meetings_conference_change", args=[intake.conference_id]), _("The conference")))
    return found


def first_words(each: Any) -> str:
    return next((str(value).strip()[:120] for name, value in each.fields if name == "text"), "")
