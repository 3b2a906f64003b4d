from django.apps import AppConfig
from django.db.models.signals import m2m_changed, post_delete, post_migrate, post_save
from django.utils.translation import gettext_lazy as _


class ChangesConfig(AppConfig):
    name = "qcdc.changes"
    label = "changes"
    verbose_name = _("Changes")

    def ready(self) -> None:
        from qcdc.changes.settling import keep_up
        from qcdc.changes.watching import watch_tables

        post_migrate.connect(watch_tables, sender=self)
        for signal in (post_save, post_delete, m2m_changed):
            signal.connect(keep_up, dispatch_uid="changes")
