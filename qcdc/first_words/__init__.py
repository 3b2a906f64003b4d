"""The words with which a new site speaks of itself, until the newsroom has written its own."""

from pathlib import Path
from typing import Any

from django.apps import apps as all_apps

TITLES = {
    "gioi-thieu": ("Giới thiệu", "About this record"),
    "lien-he": ("Liên hệ", "Contact"),
    "dieu-khoan": ("Điều khoản sử dụng", "Terms of use"),
}
FOLDER = Path(__file__).parent


def give_pages(using: str, apps: Any = all_apps, **kwargs: Any) -> None:
    """Make the pages that are not there yet, whenever the tables have been made (a receiver of post_migrate)."""
    try:
        pages = apps.get_model("qcdc", "Page").objects.using(using)
    except LookupError:
        return
    known = set(pages.values_list("slug", flat=True))
    for slug, (title, title_en) in TITLES.items():
        if slug not in known:
            pages.create(slug=slug, title=title, title_en=title_en, body=_text(slug, "vi"), body_en=_text(slug, "en"))


def _text(slug: str, language: str) -> str:
    return (FOLDER / f"{slug}.{language}.html").read_text(encoding="utf-8")
