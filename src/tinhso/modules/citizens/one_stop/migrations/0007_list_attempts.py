"""How often work on a list broke off, so that one that always does holds up no other."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("one_stop", "0006_list_imports")]

    operations = [
        migrations.AddField(
            "listimport", "attempts", models.PositiveSmallIntegerField("số lần bị ngắt liền nhau", default=0)
        ),
    ]
