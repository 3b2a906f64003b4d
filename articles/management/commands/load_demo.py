from typing import Any

from django.core.exceptions import ObjectDoesNotExist
from django.core.management.base import BaseCommand, CommandError

from articles.demo import load_demo


class Command(BaseCommand):
    help = "File and publish the demo record: the conference of 29/5/2018 in Lạng Sơn."

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            article = load_demo()
        except ObjectDoesNotExist as error:
            raise CommandError(f"The reference data is missing ({error}). Run: manage.py load_reference") from error
        self.stdout.write(f"Demo record filed: {article.get_absolute_url()}" if article else "Demo record: already there.")
