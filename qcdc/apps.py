from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig


class QCDCConfig(AppConfig):
    """The frame itself, installed for its commands."""

    default = True
    name = "qcdc"
    verbose_name = "QCDC"


class NewsroomConfig(AdminConfig):
    """Django's admin, with the newsroom's first page."""

    default = False
    default_site = "qcdc.newsroom.NewsroomSite"
