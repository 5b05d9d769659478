import django.db.models.deletion
from django.db import migrations, models

import tinhso.base.ids


class Migration(migrations.Migration):
    dependencies = [
        ("one_stop", "0002_letter_templates"),
        ("identity", "0002_sign_in"),
        ("organisations", "0003_versions_do_not_overlap"),
    ]

    operations = [
        migrations.CreateModel(
            name="SavedList",
            fields=[
                (
                    "id",
                    models.UUIDField(default=tinhso.base.ids.new_id, editable=False, primary_key=True, serialize=False),
                ),
                ("name", models.CharField(max_length=60, verbose_name="tên")),
                ("choice", models.JSONField(verbose_name="điều kiện")),
                (
                    "account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="identity.account"
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisations.unit",
                    ),
                ),
            ],
            options={"verbose_name": "danh sách đã lưu"},
        ),
        migrations.AddConstraint(
            model_name="savedlist",
            constraint=models.UniqueConstraint(fields=("account", "name"), name="one_stop_one_list_a_name"),
        ),
    ]
