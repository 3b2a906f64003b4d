import django.db.models
from django.db import migrations

import qcdc.search.models
from qcdc.search import storage


def drop_former_words(apps, schema_editor):
    if schema_editor.connection.vendor == 'sqlite':
        schema_editor.execute('DROP TABLE IF EXISTS search_words')
    # The index is empty now: after the migration everything is noted to be read again.
    schema_editor.execute('DELETE FROM search_due')


def make_words(apps, schema_editor):
    storage.create(schema_editor)


def drop_words(apps, schema_editor):
    storage.drop(schema_editor)


class Migration(migrations.Migration):

    dependencies = [
        ('search', '0001_initial'),
    ]

    operations = [
        migrations.RunPython(drop_former_words, migrations.RunPython.noop),
        migrations.DeleteModel(name='Entry'),
        migrations.DeleteModel(name='Term'),
        migrations.CreateModel(
            name='Entry',
            fields=[
                ('id', django.db.models.BigAutoField(primary_key=True, serialize=False)),
                ('place', django.db.models.BigIntegerField(unique=True)),
                ('kind', django.db.models.CharField(max_length=20)),
                ('object_id', django.db.models.PositiveBigIntegerField()),
                ('since', django.db.models.DateTimeField()),
                ('until', django.db.models.DateTimeField()),
                ('facets', django.db.models.TextField(default='')),
                ('checksum', django.db.models.BigIntegerField()),
            ],
            options={
                'indexes': [django.db.models.Index(fields=['object_id'], name='entry_by_row')],
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='Term',
            fields=[
                ('spelling', qcdc.search.models.PlainField(max_length=100, primary_key=True, serialize=False)),
                ('folded', qcdc.search.models.PlainField(db_index=True, max_length=40)),
            ],
            options={
                'default_permissions': (),
            },
        ),
        migrations.RunPython(make_words, drop_words),
    ]
