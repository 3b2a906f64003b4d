from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class ArticlesConfig(AppConfig):
    name = "articles"
    verbose_name = _("Articles")

    def ready(self) -> None:
        from articles.changes import note_changes
        from articles.letters import on_move
        from articles.seal import seal_tables
        from articles.search import make_findable
        from articles.workflow import moved_on

        make_findable()
        note_changes()
        post_migrate.connect(seal_tables, sender=self)
        moved_on.connect(on_move, dispatch_uid="letters")
