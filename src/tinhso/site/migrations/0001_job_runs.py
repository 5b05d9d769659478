"""When each job of the process ``work`` last ran."""

from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True
    dependencies: list[tuple[str, str]] = []

    operations = [
        migrations.CreateModel(
            name="JobRun",
            fields=[
                ("name", models.CharField(max_length=80, primary_key=True, serialize=False, verbose_name="việc")),
                ("every", models.FloatField(verbose_name="chu kỳ (giây)")),
                ("began_at", models.DateTimeField(verbose_name="chạy lúc")),
                ("ended_at", models.DateTimeField(verbose_name="xong lúc")),
                ("well_at", models.DateTimeField(null=True, verbose_name="lần cuối chạy tốt")),
                ("next_at", models.DateTimeField(verbose_name="chạy tiếp lúc")),
                ("failures", models.PositiveIntegerField(default=0, verbose_name="số lần hỏng liền nhau")),
                ("error", models.CharField(blank=True, max_length=120, verbose_name="loại lỗi")),
            ],
            options={"verbose_name": "lần chạy việc nền"},
        ),
    ]
