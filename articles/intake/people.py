"""The officials of a record: found in the register or entered, with the titles and posts that the editor chose."""

import datetime
from typing import Any

from django.utils.translation import gettext as _

from articles.intake.record import OfficialLine, Record, Titles
from articles.intake.refusals import Refusals, rows_by_pk
from articles.intake.wording import without_place, wording
from articles.models.intakes import tidy
from meetings.models import Official, Organisation, Post, Province
from qcdc.partial_dates import PartialDate

REASON = "intake"


def noted(row: Any, by: Any) -> Any:
    """A row whose history says who entered it, and that it came by intake."""
    row._history_user, row._change_reason = by, REASON
    return row


class People:
    """The officials of one record by the keys of their lines."""

    def __init__(self, record: Record, by: Any, refusals: Refusals, *, source: str = "") -> None:
        self.record, self.by, self.refusals, self.source = record, by, refusals, source
        self.officials: dict[str, Official] = {}
        self.known: dict[int, Official] = {}
        self.posts: dict[int, list[Post]] = {}

    def load(self) -> None:
        """Everybody of the register that the record names, with the posts that they may have held on the day."""
        lines = self.record.officials
        self.known = rows_by_pk(Official.objects.select_related("merged_into"), [line.official for line in lines])
        conference = self.record.conference
        day = _day(conference.date if conference else "")
        people = {official.current.pk for official in self.known.values()}
        if not people:
            return
        rows = Post.objects.filter(official__in=people)
        for post in rows.held_on(day) if day else rows:
            self.posts.setdefault(post.official_id, []).append(post)

    def official(self, number: int, line: OfficialLine) -> Official | None:
        """The person of a line; somebody new is entered. None where the choice is refused."""
        if line.official is not None:
            found = self.refusals.pick(self.known, line.official, "officials", number, "official")
            official = found.current if found else None
        else:
            official = self._new(number, line)
        if official:
            self.officials[line.key] = official
        return official

    def _new(self, number: int, line: OfficialLine) -> Official:
        official = Official(name=" ".join(tidy(line.name).split()))
        if not self.by.has_perm("meetings.add_official"):
            self.refusals.add("officials", number, "official", _("Adding officials is not among your rights."))
        if self.refusals.checks(official, "officials", number) and not self.refusals.errors:
            noted(official, self.by).save()
        return official

    def titles(self, number: int, line: OfficialLine, official: Official) -> str:
        """The titles to freeze with the attendance: as printed, or as the register has them for that day."""
        if line.titles_choice == Titles.AS_REGISTERED:
            posts = self.posts.get(official.pk or 0, [])
            if not posts:
                self.refusals.add("officials", number, "titles_choice", _("The register has no post of this official on that day."))
            return "\n".join(post.title for post in posts)
        return tidy("\n".join(title.strip() for title in line.titles if title.strip()))

    def post(
        self, number: int, line: OfficialLine, official: Official, *, province: Province | None, body: Organisation | None
    ) -> Post | None:
        """The post that was held that day: the one chosen, or the first of those that are entered from the titles printed."""
        chosen = None
        if line.post is not None:
            own = {post.pk: post for post in self.posts.get(official.pk or 0, [])}
            chosen = own.get(line.post) or rows_by_pk(Post.objects, [line.post]).get(line.post)
            if chosen is None:
                self.refusals.pick({}, line.post, "officials", number, "post")
        if line.titles_choice != Titles.NEW_POST:
            return chosen
        if not self.by.has_perm("meetings.add_post"):
            self.refusals.add("officials", number, "titles_choice", _("Adding posts is not among your rights."))
        entered = [self._new_post(number, title, official, province, body) for title in self._unknown(line, official, province)]
        return chosen or next(iter(entered), None)

    def _unknown(self, line: OfficialLine, official: Official, province: Province | None) -> list[str]:
        """The titles printed that no post of that day has."""
        place = wording(province.name) if province else ""
        held = {without_place(wording(post.title), place) for post in self.posts.get(official.pk or 0, [])}
        titles = dict.fromkeys(" ".join(tidy(title).split()) for title in line.titles)
        return [title for title in titles if title and without_place(wording(title), place) not in held]

    def _new_post(self, number: int, title: str, official: Official, province: Province | None, body: Organisation | None) -> Post:
        """From when to when is not said by a report: the source tells on which day it was met."""
        post = Post(official=official, title=title, province=province, organisation=body, source=self.source)
        whole = self.refusals.checks(post, "officials", number, names={"title": "titles"}, but=[] if official.pk else ["official"])
        if whole and not self.refusals.errors:
            noted(post, self.by).save()
        return post


def _day(date: str) -> datetime.date | None:
    try:
        return PartialDate.parse(date).earliest
    except ValueError:
        return None
