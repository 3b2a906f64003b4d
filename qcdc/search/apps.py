from django.apps import AppConfig
from django.db.models.signals import post_delete, post_migrate, post_save
from django.utils.translation import gettext_lazy as _


class SearchConfig(AppConfig):
    name = "qcdc.search"
    label = "search"
    verbose_name = _("Search")

    def ready(self) -> None:
        from qcdc.search.keeping import forget_words_met, keep_up
        from qcdc.search.storage import forget_what_was_flushed
        from qcdc.search.trigrams import index_folded_texts
        from qcdc.search.watching import watch_tables

        post_migrate.connect(watch_tables, sender=self)
        post_migrate.connect(index_folded_texts, sender=self)
        post_migrate.connect(forget_what_was_flushed, sender=self)
        post_migrate.connect(forget_words_met, sender=self)
        post_save.connect(keep_up, dispatch_uid="search")
        post_delete.connect(keep_up, dispatch_uid="search")
