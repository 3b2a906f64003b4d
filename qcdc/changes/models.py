"""The record as other systems copy it: what each public record says now, and every change of it in one numbered sequence."""

import datetime
import secrets

from django.db import models


class State(models.TextChoices):
    """Whether anybody may see a record that was public at least once, and if not, why not."""

    PUBLIC = "public"
    HIDDEN = "hidden"
    WITHDRAWN = "withdrawn"
    DELETED = "deleted"
    MERGED = "merged"


class Action(models.TextChoices):
    """What happened to a record, as its readers saw it."""

    CREATE = "create"
    UPDATE = "update"
    PUBLISH = "publish"
    CORRECT = "correct"
    HIDE = "hide"
    WITHDRAW = "withdraw"
    DELETE = "delete"
    MERGE = "merge"


GONE = ~models.Q(state=State.PUBLIC)


class PublicRecord(models.Model):
    """A record that is public or was once: its JSON as it is handed out, or since when and why it is gone.

    `row` is the JSON object that lists show and `more` the members that it has beside them when it is asked for by itself,
    both UTF-8, with ORIGIN in place of the scheme and host of every address. `version` is the number of its last change.
    """

    noun = models.CharField(max_length=20)
    object_id = models.PositiveBigIntegerField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.PUBLIC)
    version = models.PositiveBigIntegerField(unique=True)
    modified = models.DateTimeField()
    reason = models.TextField(default="", blank=True)
    successor_id = models.PositiveBigIntegerField(null=True, blank=True)
    row = models.BinaryField(null=True)
    more = models.BinaryField(null=True)

    class Meta:
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["noun", "object_id"], name="public_record_once")]
        indexes = [models.Index(fields=["version"], condition=GONE, name="record_gone")]

    def __str__(self) -> str:
        return f"{self.noun} {self.object_id}"


class Change(models.Model):
    """One change of one public record. `seq` grows in the order in which changes became visible to anybody."""

    seq = models.BigAutoField(primary_key=True)
    noun = models.CharField(max_length=20)
    object_id = models.PositiveBigIntegerField()
    action = models.CharField(max_length=10, choices=Action.choices)
    at = models.DateTimeField()
    reason = models.TextField(default="", blank=True)
    successor_id = models.PositiveBigIntegerField(null=True, blank=True)

    class Meta:
        default_permissions = ()
        indexes = [models.Index(fields=["noun", "seq"], name="change_by_noun")]

    def __str__(self) -> str:
        return f"{self.seq} {self.action} {self.noun} {self.object_id}"


AT_ONCE = datetime.datetime(1970, 1, 1, tzinfo=datetime.UTC)


class Note(models.Model):
    """What is to be looked at again: noted by the database itself in the transaction of whoever writes to a row.

    `label` is a column of a table, and `object_id` what stood or stands in it where a row was written to; or `label` is a noun.
    A note for later stands for a date of publication, embargo or expiry that lies ahead.
    """

    label = models.CharField(max_length=80)
    object_id = models.PositiveBigIntegerField()
    at = models.DateTimeField(default=AT_ONCE)

    class Meta:
        default_permissions = ()
        indexes = [
            models.Index(fields=["at", "id"], name="note_by_moment"),
            models.Index(fields=["label", "object_id"], name="note_by_row"),
        ]

    def __str__(self) -> str:
        return f"{self.label} {self.object_id}"


def new_epoch() -> str:
    """A name that no other sequence has."""
    return secrets.token_hex(6)


class Sequence(models.Model):
    """The one row that names the sequence: cursors carry the name, so that one of another sequence is told apart."""

    epoch = models.CharField(max_length=12, default=new_epoch)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return self.epoch
