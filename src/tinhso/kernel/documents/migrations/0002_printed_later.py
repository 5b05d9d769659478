from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("documents", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="document",
            name="signatures_owed",
            field=models.JSONField(null=True, verbose_name="chữ ký chờ in"),
        ),
    ]
