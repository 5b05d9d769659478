"""What a person wrote for many cases may be personal: sealed like a single note. Indexes for what leaders count."""

import json

from django.db import migrations, models

from tinhso.kernel.cases.queries.batches import PARAMS
from tinhso.kernel.identity.queries.sealing import opened_text, sealed_text


def seal(apps, schema_editor):
    for batch in apps.get_model("cases", "Batch").objects.iterator():
        batch.params_sealed = sealed_text(json.dumps(batch.params), batch.pk, PARAMS)
        batch.save(update_fields=["params_sealed"])


def unseal(apps, schema_editor):
    for batch in apps.get_model("cases", "Batch").objects.iterator():
        batch.params = json.loads(opened_text(batch.params_sealed, batch.pk, PARAMS))
        batch.save(update_fields=["params"])


class Migration(migrations.Migration):
    dependencies = [("cases", "0003_watched")]

    operations = [
        migrations.AddField("batch", "params_sealed", models.BinaryField("tham số", default=b""), preserve_default=False),
        migrations.RunPython(seal, unseal),
        migrations.RemoveField("batch", "params"),
        migrations.AddIndex("case", models.Index(fields=["received_at"], name="cases_received")),
        migrations.AddIndex(
            "case",
            models.Index(
                fields=["finished_at"], condition=models.Q(finished_at__isnull=False), name="cases_finished"
            ),
        ),
    ]
