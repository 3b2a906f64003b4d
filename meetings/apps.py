from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MeetingsConfig(AppConfig):
    name = "meetings"
    verbose_name = _("Conferences")

    def ready(self) -> None:
        from meetings.changes import note_changes
        from meetings.search import make_findable

        make_findable()
        note_changes()
