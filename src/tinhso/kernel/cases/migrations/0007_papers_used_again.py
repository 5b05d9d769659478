"""How a paper came into a dossier as a file, and which type of result stands for it."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("cases", "0006_numbers_of_a_day")]

    operations = [
        migrations.AddField(
            "paper",
            "digital",
            models.PositiveSmallIntegerField(
                "trạng thái số hóa",
                choices=[
                    (0, "chưa số hóa"),
                    (1, "được số hóa"),
                    (2, "tái sử dụng từ giấy tờ đã số hóa"),
                    (3, "tái sử dụng từ kết quả"),
                ],
                db_default=0,
                default=0,
            ),
        ),
        migrations.AddField(
            "paper",
            "result_code",
            models.CharField("mã kết quả thay thế", max_length=60, blank=True, db_default="", default=""),
        ),
    ]
