"""What is read of these tables may be kept in memory until they change (law.queries.standing)."""

from django.db import migrations

TABLES = ('calendar_calendar', 'calendar_weekpattern', 'calendar_calendarexception', 'calendar_unitcalendar')


class Migration(migrations.Migration):
    dependencies = [("calendar", "0002_versions"), ("law", "0003_stamp")]

    operations = [
        migrations.RunSQL(f"SELECT law_watch('{table}')", f"SELECT law_unwatch('{table}')") for table in TABLES
    ]
