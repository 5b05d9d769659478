import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("calendar", "0001_initial")]

    operations = [
        migrations.CreateModel(
            name="CalendarVersion",
            fields=[
                (
                    "version",
                    models.CharField(max_length=32, primary_key=True, serialize=False, verbose_name="bản"),
                ),
                ("content", models.JSONField(verbose_name="nội dung")),
                ("made_at", models.DateTimeField(verbose_name="lập lúc")),
                (
                    "calendar",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="calendar.calendar"
                    ),
                ),
            ],
            options={"verbose_name": "bản lịch làm việc"},
        ),
        migrations.AddConstraint(
            model_name="weekpattern",
            constraint=models.CheckConstraint(
                condition=models.Q(("valid_to", None), ("valid_to__gt", models.F("valid_from")), _connector="OR"),
                name="cal_pattern_period",
            ),
        ),
        migrations.AddConstraint(
            model_name="unitcalendar",
            constraint=models.CheckConstraint(
                condition=models.Q(("valid_to", None), ("valid_to__gt", models.F("valid_from")), _connector="OR"),
                name="cal_assignment_period",
            ),
        ),
    ]
