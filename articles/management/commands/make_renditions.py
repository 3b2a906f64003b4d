"""Make what is missing of the photos' renditions: after a server died at work, or when the sizes have changed."""

from typing import Any

from django.core.management.base import BaseCommand

from articles.models import Photo
from qcdc.pictures import make_renditions
from qcdc.uploads import BROKEN


class Command(BaseCommand):
    help = "Make the renditions of photos that are missing. May run at any time and as often as you like."

    def handle(self, *args: Any, **options: Any) -> None:
        made = failed = 0
        for photo in Photo.objects.order_by("pk").iterator(chunk_size=500):
            try:
                made += len(make_renditions(photo.file))
            except BROKEN as error:
                failed += 1
                self.stderr.write(f"Photo {photo.pk} ({photo.file.name}): {error}")
        self.stdout.write(f"Renditions made: {made}. Photos that could not be read: {failed}.")
