"""What an official writes when passing a case on may be personal: sealed like a note of its own."""

from django.db import migrations, models

from tinhso.kernel.cases.queries.hand_overs import NOTE
from tinhso.kernel.identity.queries.sealing import opened_text, sealed_text


def seal(apps, schema_editor):
    for line in apps.get_model("cases", "HandOver").objects.exclude(note="").iterator():
        line.note_sealed = sealed_text(line.note, line.pk, NOTE)
        line.save(update_fields=["note_sealed"])


def unseal(apps, schema_editor):
    for line in apps.get_model("cases", "HandOver").objects.exclude(note_sealed=None).iterator():
        line.note = opened_text(line.note_sealed, line.pk, NOTE)
        line.save(update_fields=["note"])


class Migration(migrations.Migration):
    dependencies = [("cases", "0004_sealed_params")]

    operations = [
        migrations.AddField("handover", "note_sealed", models.BinaryField("ghi chú", null=True)),
        migrations.RunPython(seal, unseal),
        migrations.RemoveField("handover", "note"),
    ]
