"""The outbox as administrators see it: which letters went, which wait, and why."""

from django.contrib import admin

from qcdc.desk import ReadingDesk
from qcdc.models import Notice


@admin.register(Notice)
class NoticeAdmin(ReadingDesk):
    list_display = ["subject", "to", "created_at", "sent_at", "tries", "error"]
    list_filter = [("sent_at", admin.EmptyFieldListFilter), "created_at"]
    fields = ["to", "subject", "body", "created_at", "sent_at", "tries", "tried_at", "error"]
