"""Rows for tests. Each builder fills what a row must have; a test names only what it is about.

All people and places made here are invented.
"""

import datetime
import io
import itertools
from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from django.core.files.base import ContentFile
from django.utils import timezone
from PIL import Image

from articles.models import Article, Correction, Edition, Photo, Placement
from meetings.models import (
    Attendance,
    Cluster,
    Conference,
    Directive,
    Figure,
    Indicator,
    Official,
    Organisation,
    Organiser,
    Participation,
    Post,
    Progress,
    Province,
    Region,
    Role,
    Series,
    Theme,
)
from qcdc.keys.models import Key

counter = itertools.count(1)


def moment(**ago: float) -> datetime.datetime:
    """A moment before now: moment(days=1) is yesterday, moment(days=-1) tomorrow."""
    return timezone.now() - datetime.timedelta(**ago)


def make_user(*permissions: str, **kwargs: Any) -> Any:
    """A staff account with the given permissions, each "app.codename"."""
    kwargs = {"username": f"user{next(counter)}", "is_staff": True} | kwargs
    user = get_user_model().objects.create_user(**kwargs)
    for permission in permissions:
        app, codename = permission.split(".")
        user.user_permissions.add(Permission.objects.get(content_type__app_label=app, codename=codename))
    return get_user_model().objects.get(pk=user.pk)


def make_key(**kwargs: Any) -> tuple[Key, str]:
    """A key of the API, and the secret that is shown once."""
    key = Key(**{"name": "Hệ thống thử"} | kwargs)
    if key.owner_id is None:
        key.owner = make_user()
    secret = key.cut()
    key.save()
    return key, secret


def make_region(**kwargs: Any) -> Region:
    return Region.objects.create(**{"code": f"vung-{next(counter)}", "name": "Vùng thử"} | kwargs)


def make_province(**kwargs: Any) -> Province:
    return Province.objects.create(**{"name": f"Tỉnh Thử {next(counter)}", "code": "00"} | kwargs)


def make_organisation(**kwargs: Any) -> Organisation:
    return Organisation.objects.create(**{"name": f"Ban Chỉ đạo thử {next(counter)}"} | kwargs)


def make_official(**kwargs: Any) -> Official:
    return Official.objects.create(**{"name": f"Nguyễn Văn Thử {next(counter)}"} | kwargs)


def make_post(**kwargs: Any) -> Post:
    return Post.objects.create(**{"official": kwargs.get("official") or make_official(), "title": "Phó Trưởng ban thử"} | kwargs)


def make_role(slug: str = "chair", **kwargs: Any) -> Role:
    return Role.objects.get_or_create(slug=slug, defaults={"name": f"Vai trò {slug}"} | kwargs)[0]


def make_theme(slug: str = "tuyen-truyen", **kwargs: Any) -> Theme:
    return Theme.objects.get_or_create(slug=slug, defaults={"name": f"Chủ đề {slug}"} | kwargs)[0]


def make_indicator(slug: str = "doi-thoai", **kwargs: Any) -> Indicator:
    return Indicator.objects.get_or_create(slug=slug, defaults={"name": f"Chỉ tiêu {slug}", "unit": "cuộc"} | kwargs)[0]


def make_cluster(**kwargs: Any) -> Cluster:
    return Cluster.objects.create(**{"name": f"cụm thử {next(counter)}"} | kwargs)


def make_series(**kwargs: Any) -> Series:
    return Series.objects.create(**{"name": f"chuỗi thử {next(counter)}"} | kwargs)


def make_conference(*, published: bool = True, **kwargs: Any) -> Conference:
    """A conference held on 29/5/2018; `published=False` leaves it a draft."""
    shown = {"publication": "published", "published_at": moment(days=1)} if published else {}
    return Conference.objects.create(**{"title": f"Hội nghị thử {next(counter)}", "date": "2018-05-29"} | shown | kwargs)


def make_attendance(*roles: str, **kwargs: Any) -> Attendance:
    """An official at a conference, in the roles given by slug; an unnamed group where `group_name` is given."""
    kwargs.setdefault("conference", None)
    kwargs["conference"] = kwargs["conference"] or make_conference()
    if not kwargs.get("group_name") and "official" not in kwargs:
        kwargs["official"] = make_official()
    attendance = Attendance.objects.create(**kwargs)
    attendance.roles.set([make_role(slug) for slug in roles])
    return attendance


def make_figure(**kwargs: Any) -> Figure:
    kwargs["conference"] = kwargs.get("conference") or make_conference()
    return Figure.objects.create(**{"indicator": make_indicator(), "value": 3, "period_start": "2017", "level": "province"} | kwargs)


def make_directive(*themes: str, **kwargs: Any) -> Directive:
    kwargs["conference"] = kwargs.get("conference") or make_conference()
    number = kwargs["conference"].directives.count() + 1
    directive = Directive.objects.create(**{"text": f"Chỉ đạo thử số {next(counter)}", "number": number} | kwargs)
    directive.themes.set([make_theme(slug) for slug in themes])
    return directive


def make_progress(**kwargs: Any) -> Progress:
    kwargs["directive"] = kwargs.get("directive") or make_directive()
    return Progress.objects.create(**{"date": "2019-01", "state": "in-progress"} | kwargs)


def make_article(*, published: bool = True, at: datetime.datetime | None = None, **kwargs: Any) -> Article:
    """An article with its first edition; keyword arguments of the edition (headline, body …) go there.

    `published=True` publishes it as of yesterday, or as of `at`, which may lie in the future.
    """
    own = {name: kwargs.pop(name) for name in list(kwargs) if name in ARTICLE_FIELDS}
    number = next(counter)
    content = {"headline": f"Bài viết thử {number}", "lead": "Đoạn mở đầu thử.", "body": "<p>Nội dung thử.</p>"} | kwargs
    moment_live = (at or moment(days=1)) if published else None
    article = Article.objects.create(
        **{"slug": own.pop("slug", f"bai-viet-thu-{number}")}
        | ({"state": "published", "published_at": moment_live} if published else {})
        | own
    )
    Edition.objects.create(article=article, live_from=moment_live, stage="approved" if published else "draft", **content)
    return article


ARTICLE_FIELDS = {
    *("slug", "conference", "without_conference", "section", "state"),
    *("published_at", "embargo_until", "expires_at", "created_by"),
}


def make_picture(width: int = 64, height: int = 48, name: str = "thu.png") -> ContentFile:
    """A small drawn picture as an uploaded file."""
    shade = next(counter)
    buffer = io.BytesIO()
    Image.new("RGB", (width, height), (shade % 256, shade // 256 % 256, 120)).save(buffer, "PNG")
    return ContentFile(buffer.getvalue(), name=name)


def make_photo(**kwargs: Any) -> Photo:
    return Photo.objects.create(**{"file": make_picture(), "alt": "Ảnh thử", "caption": "Chú thích thử"} | kwargs)


def place(photo: Photo, article: Article, **kwargs: Any) -> Placement:
    """Put a photo in an article's newest edition, published or not, as if it had been there from the start."""
    edition = article.working
    life = edition.live_from
    Edition.objects.filter(pk=edition.pk).update(live_from=None)
    placement = Placement.objects.create(edition=edition, photo=photo, **kwargs)
    Edition.objects.filter(pk=edition.pk).update(live_from=life)
    return placement


def make_correction(**kwargs: Any) -> Correction:
    kwargs["article"] = kwargs.get("article") or make_article()
    return Correction.objects.create(**{"wrong": "Sai thử", "right": "Đúng thử"} | kwargs)


def take_part(conference: Conference, *provinces: Province) -> None:
    """Have provinces take part in a conference, in the given order."""
    Participation.objects.bulk_create(
        Participation(conference=conference, province=province, order=order) for order, province in enumerate(provinces)
    )


def organise(conference: Conference, *organisations: Organisation) -> None:
    """Name the organisers of a conference, in the given order."""
    Organiser.objects.bulk_create(
        Organiser(conference=conference, organisation=organisation, order=order) for order, organisation in enumerate(organisations)
    )
