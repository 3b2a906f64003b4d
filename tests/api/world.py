"""A record in which every row has all that a row may have, and the API's answers about it."""

from collections.abc import Iterator
from typing import Any

from articles.models import PhotoSubject, Section
from meetings.models import LinkUpPoint, Official, ProvinceAlias, Succession
from tests import factories

ROOT = "http://testserver/api/v1/"


class World:
    """A record whose first conference, article, official, province and directive hold a row of every kind for each step it grew."""

    def __init__(self) -> None:
        self.rows: dict[str, list[Any]] = {}

    def __getitem__(self, noun: str) -> Any:
        """The first row of a noun: the one that everything is hung on."""
        return self.rows[noun][0]

    def add(self, noun: str, row: Any) -> Any:
        self.rows.setdefault(noun, []).append(row)
        return row

    def grow(self, steps: int) -> "World":
        for _ in range(steps):
            self._grow_registers(len(self.rows.get("provinces", [])))
            self._grow_conference()
            self._grow_article()
        return self

    def _grow_registers(self, step: int) -> None:
        region = self.add("regions", factories.make_region())
        province = self.add("provinces", factories.make_province(region=region))
        before = factories.make_province(region=region)
        ProvinceAlias.objects.create(province=self["provinces"], name=f"Tên khác {step}")
        self.add(
            "successions", Succession.objects.create(predecessor=before, successor=self["provinces"], kind="merged", date="2025-07-01")
        )
        Succession.objects.create(predecessor=self["provinces"], successor=before, kind="partial", date="2008-08-01")
        parent = factories.make_organisation()
        self.add("organisations", factories.make_organisation(parent=parent, province=province, founded="1998-02", aliases="Ban A\nBan B"))
        self.add("roles", factories.make_role(f"role-{step}"))
        self.add("themes", factories.make_theme(f"theme-{step}"))
        self.add("indicators", factories.make_indicator(f"indicator-{step}"))
        self.add("series", factories.make_series())
        self.add("clusters", factories.make_cluster())
        self["clusters"].members.add(province)

    def _grow_conference(self) -> None:
        province, organisation, role, theme, indicator = (
            self.rows[noun][-1] for noun in ("provinces", "organisations", "roles", "themes", "indicators")
        )
        meeting = self.add(
            "conferences",
            factories.make_conference(
                host_province=province, cluster=self["clusters"], series=self["series"], end_date="2018-05-30", summary="<p>Tóm tắt</p>"
            ),
        )
        whole = self["conferences"]
        factories.take_part(whole, province)
        factories.organise(whole, organisation)
        if meeting != whole:
            factories.take_part(meeting, province)
            factories.organise(meeting, organisation)
        LinkUpPoint.objects.create(conference=whole, name="Điểm cầu thử", province=province)
        official = self.add("officials", factories.make_official(portrait=factories.make_picture()))
        other = factories.make_official()
        factories.make_attendance(conference=meeting, official=other, stands_in_for=official, post=factories.make_post(official=other))
        post = self.add("posts", factories.make_post(official=official, organisation=organisation, province=province, start="2015"))
        factories.make_post(official=self["officials"], organisation=organisation, province=province, start="2016-07", end="2018")
        attendance = self.add(
            "attendances",
            factories.make_attendance(
                conference=whole, official=official, post=post, province=province, organisation=organisation, titles="Bí thư\nChủ tịch"
            ),
        )
        attendance.roles.set([role, self["roles"]])
        merged = factories.make_official(merged_into=other)
        factories.make_attendance(conference=whole, official=merged, stands_in_for=official)
        factories.make_attendance(conference=whole, group_name="Đại diện các sở", headcount=30, headcount_qualifier="over")
        said = {"province": province, "said_by": attendance, "percent": "28.77"}
        self.add("figures", factories.make_figure(conference=whole, indicator=indicator, **said))
        directive = self.add("directives", factories.make_directive(conference=whole, issuer=attendance, due_date="2018-12"))
        directive.themes.set([theme, self["themes"]])
        directive.addressee_provinces.set({province, self["provinces"]})
        directive.addressee_organisations.set({organisation, self["organisations"]})
        factories.make_directive(conference=whole, issuing_organisation=organisation)
        self.add("progress", factories.make_progress(directive=self["directives"], province=province, reported_at=meeting, date="2019-01"))
        factories.make_progress(directive=directive, organisation=organisation)

    def _grow_article(self) -> None:
        section, _ = Section.objects.get_or_create(slug="thoi-su", defaults={"name": "Thời sự"})
        told = {"byline": "Người viết thử", "dateline_code": "LSO", "section": section}
        article = self.add("articles", factories.make_article(conference=self.rows["conferences"][-1], **told))
        whole = self["articles"]
        photo = self.add("photos", factories.make_photo(credit="Ảnh: Thử"))
        merged = Official.objects.exclude(merged_into=None)[:1]
        for number, official in enumerate({self["officials"], self.rows["officials"][-1], *merged}):
            PhotoSubject.objects.create(photo=photo, official=official, order=number)
        factories.place(photo, whole)
        if article != whole:
            factories.place(photo, article)
            factories.place(self["photos"], article)
        self.add("corrections", factories.make_correction(article=whole))
        whole.progress.add(self.rows["progress"][-1])


def addresses(answer: Any) -> Iterator[str]:
    """Every address of the API that an answer holds."""
    if isinstance(answer, dict):
        answer = list(answer.values())
    if isinstance(answer, list):
        for part in answer:
            yield from addresses(part)
    elif isinstance(answer, str) and answer.startswith(ROOT):
        yield answer
