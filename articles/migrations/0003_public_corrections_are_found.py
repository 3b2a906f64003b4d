import qcdc.fields
from django.db import migrations


def fold_what_was_said(apps, schema_editor):
    """The column is written at every save; those entered before are saved once."""
    for correction in apps.get_model('articles', 'Correction').objects.iterator():
        correction.save(update_fields=['search_text'])


class Migration(migrations.Migration):

    dependencies = [
        ('articles', '0002_newsroom'),
    ]

    operations = [
        migrations.AddField(
            model_name='correction',
            name='search_text',
            field=qcdc.fields.FoldedField(blank=True, default='', editable=False, of=('wrong', 'right')),
        ),
        migrations.RunPython(fold_what_was_said, migrations.RunPython.noop),
    ]
