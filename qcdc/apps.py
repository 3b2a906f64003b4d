from axes.apps import AppConfig as AxesConfig
from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _

from qcdc.first_words import give_pages


class QCDCConfig(AppConfig):
    """The frame itself, installed for its pages, its desks and its commands."""

    default = True
    name = "qcdc"
    verbose_name = "QCDC"

    def ready(self) -> None:
        post_migrate.connect(give_pages, sender=self)


class NewsroomConfig(AdminConfig):
    """Django's admin, with the newsroom's first page."""

    default = False
    default_site = "qcdc.newsroom.NewsroomSite"


class LogInsConfig(AxesConfig):
    """The books of log-ins, under the name that they have in the newsroom."""

    default = False
    verbose_name = _("Log-ins")
