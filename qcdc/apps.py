from django.apps import AppConfig


class QCDCConfig(AppConfig):
    """The frame itself, installed for its commands."""

    name = "qcdc"
    verbose_name = "QCDC"
