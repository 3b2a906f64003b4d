import qcdc.fields
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='Due',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('label', models.CharField(max_length=40)),
                ('object_id', models.PositiveBigIntegerField()),
            ],
            options={
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='Term',
            fields=[
                ('word', models.CharField(max_length=40, primary_key=True, serialize=False)),
            ],
            options={
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='Entry',
            fields=[
                ('place', models.BigIntegerField(primary_key=True, serialize=False)),
                ('kind', models.CharField(max_length=20)),
                ('object_id', models.PositiveBigIntegerField()),
                ('since', models.DateTimeField()),
                ('until', models.DateTimeField()),
                ('facets', models.TextField(default='')),
                ('checksum', models.CharField(max_length=32)),
                ('words', models.BinaryField(null=True)),
            ],
            options={
                'indexes': [models.Index(fields=['kind', 'object_id'], name='entry_by_row')],
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='Synonym',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('short', qcdc.fields.NFCCharField(max_length=40, verbose_name='abbreviation')),
                ('whole', qcdc.fields.NFCCharField(max_length=200, verbose_name='stands for')),
                ('search_text', qcdc.fields.FoldedField(blank=True, default='', editable=False, of=('short', 'whole'))),
            ],
            options={
                'verbose_name': 'abbreviation of the search',
                'verbose_name_plural': 'abbreviations of the search',
                'ordering': ['short', 'pk'],
                'constraints': [models.UniqueConstraint(fields=('short', 'whole'), name='synonym_is_listed_once', violation_error_message='This pair is already listed.')],
            },
        ),
    ]
