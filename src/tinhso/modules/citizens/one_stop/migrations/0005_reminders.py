"""Reminders: a leader asks whoever holds a dossier to move it on."""

import django.db.models.deletion
import tinhso.base.ids
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0001_initial"),
        ("identity", "0002_sign_in"),
        ("one_stop", "0004_counter"),
        ("organisations", "0003_versions_do_not_overlap"),
    ]

    operations = [
        migrations.CreateModel(
            name="Reminder",
            fields=[
                ("id", models.UUIDField(default=tinhso.base.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ("step", models.CharField(max_length=60, verbose_name="bước lúc nhắc")),
                ("text", models.CharField(blank=True, max_length=500, verbose_name="nội dung")),
                ("due_on", models.DateField(verbose_name="xong trước hết ngày")),
                ("made_at", models.DateTimeField(verbose_name="nhắc lúc")),
                ("closed_at", models.DateTimeField(null=True, verbose_name="khép lúc")),
                ("case", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="cases.case")),
                ("from_seat", models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="identity.seat")),
                ("to_seat", models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="identity.seat")),
                ("unit", models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organisations.unit")),
            ],
            options={
                "verbose_name": "nhắc việc",
                "indexes": [
                    models.Index(fields=["case"], name="one_stop_reminder_case"),
                    models.Index(fields=["from_seat", "-made_at"], name="one_stop_reminder_from"),
                    models.Index(condition=models.Q(("closed_at", None)), fields=["unit", "due_on"], name="one_stop_reminder_open"),
                ],
            },
        ),
    ]
