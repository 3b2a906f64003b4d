"""What saving an article of 4 KB costs with the search and without it: by the form, by publishing, and past the forms.

    SECRET_KEY=bench .venv/bin/python -m bench.saves
    DATABASE_URL=postgres://…/a-database SECRET_KEY=bench .venv/bin/python -m bench.saves

"Without" is the same site with the triggers of the search gone and nothing read again after a transaction. Ways alternate in
rounds; printed are medians in milliseconds and the ratio. Run it on what bench.search has filled, to save beside 100,000 others.
"""

import itertools
import os
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from bench.invented import Language

ROUNDS = 16
OF_A_ROUND = 3


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        os.environ |= {"DJANGO_SETTINGS_MODULE": "qcdc.settings", "READ_ENV_FILE": "0", "DATA_DIR": folder, "HTTPS": "0"}
        os.environ |= {"ALLOWED_HOSTS": "testserver", "LOG_LEVEL": "ERROR", "DEBUG": "0"}
        os.environ["SECRET_KEY"] = os.environ.get("SECRET_KEY") or "bench"

        import django

        django.setup()
        from django.core.management import call_command

        Path(folder, "static").mkdir()
        call_command("collectstatic", interactive=False, verbosity=0)
        call_command("migrate", verbosity=0)
        from django.db import connection

        from qcdc.search.models import Entry

        print(f"{connection.vendor}, {Entry.objects.count():,} entries")
        texts = Language(seed=int(time.time())).texts(100_000, 4000)
        for name, save in ways(texts).items():
            report(name, save)


def ways(texts: Iterator[str]) -> dict[str, Callable[[], Any]]:
    """Each way of saving: what is done once is prepared before its time is taken."""
    from django.contrib.auth import get_user_model
    from django.db import transaction
    from django.test import Client
    from django.urls import reverse

    from articles.models import Article
    from tests import factories
    from tests.admin_forms import fields_of

    factories.counter = itertools.count(int(time.time() * 1000))  # Numbers that no run before has used.
    client = Client()
    person = get_user_model().objects.create_superuser(f"bench-{time.time()}")
    client.force_login(person, "django.contrib.auth.backends.ModelBackend")

    def body() -> str:
        return f"<p>{next(texts)}</p>"

    def send(address: str, fields: dict[str, Any]) -> None:
        response = client.post(address, fields)
        assert response.status_code == 302, "refused"

    def draft() -> Callable[[], None]:
        article = factories.make_article(published=False, created_by=person, without_conference=True, source="Thử")
        address = reverse("admin:articles_article_change", args=[article.pk])
        fields = fields_of(client.get(address), "article_form")
        changed = next(name for name in fields if name.endswith("body"))
        return lambda: send(address, fields | {changed: body()})

    def publishing() -> Callable[[], None]:
        article = factories.make_article(published=False, created_by=person, without_conference=True, source="Thử", body=body())
        article.editions.update(stage="approved")
        address = reverse("admin:articles_article_publish", args=[article.pk])
        return lambda: send(address, fields_of(client.get(address)) or {"yes": "1"})

    def plain(published: bool) -> Callable[[], None]:
        text = body()

        def save() -> None:
            with transaction.atomic():
                factories.make_article(published=published, body=text)

        return save

    def edited() -> Callable[[], None]:
        article = factories.make_article(body=body())
        return Article.objects.get(pk=article.pk).save

    return {
        "a draft by its form": draft,
        "publishing by its form": publishing,
        "a draft past the forms": lambda: plain(False),
        "a published one past the forms": lambda: plain(True),
        "a published one again, unchanged": edited,
    }


def report(name: str, prepare: Callable[[], Callable[[], Any]]) -> None:
    """Alternate a way of saving with the search and without."""
    times: dict[bool, list[float]] = {True: [], False: []}
    for number in range(ROUNDS):
        for searched in (number % 2 == 0, number % 2 == 1):
            saves = [prepare() for _ in range(OF_A_ROUND + 1)]
            if not searched:
                leave()
            for place, save in enumerate(saves):
                start = time.perf_counter()
                save()
                if place:  # The first one meets plans and caches that the change of ways has made void.
                    times[searched].append(1000 * (time.perf_counter() - start))
            if not searched:
                take_up()
    with_it, without = (statistics.median(times[searched]) for searched in (True, False))
    print(f"{name:34} {with_it:7.1f} with {without:7.1f} without  {with_it / without:.2f} ×", flush=True)


def leave() -> None:
    """Have nobody note or read what is written."""
    from django.db import connection
    from django.db.models.signals import post_delete, post_save

    from qcdc.search.keeping import keep_up

    for signal in (post_save, post_delete):
        signal.disconnect(keep_up, dispatch_uid="search")
    with connection.cursor() as cursor:
        for name, table in triggers():
            cursor.execute(f'DROP TRIGGER "{name}"' + (f' ON "{table}"' if connection.vendor == "postgresql" else ""))


def take_up() -> None:
    """Have it noted and read again; what was written meanwhile is forgotten."""
    from django.db.models.signals import post_delete, post_save

    from qcdc.search.keeping import keep_up
    from qcdc.search.watching import watch_tables

    watch_tables()
    for signal in (post_save, post_delete):
        signal.connect(keep_up, dispatch_uid="search")


def triggers() -> list[tuple[str, str]]:
    from django.db import connection

    known = "SELECT name, tbl_name FROM sqlite_master WHERE type = 'trigger' AND name LIKE 'search_%'"
    if connection.vendor == "postgresql":
        known = "SELECT tgname, tgrelid::regclass::text FROM pg_trigger WHERE NOT tgisinternal AND tgname LIKE 'search_%'"
    with connection.cursor() as cursor:
        cursor.execute(known)
        return [(name, table.strip('"')) for name, table in cursor.fetchall()]


if __name__ == "__main__":
    main()
