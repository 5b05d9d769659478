"""What is read of these tables may be kept in memory until they change (law.queries.standing)."""

from django.db import migrations

TABLES = ('cases_definition',)


class Migration(migrations.Migration):
    dependencies = [("cases", "0002_a_day_of_work"), ("law", "0003_stamp")]

    operations = [
        migrations.RunSQL(f"SELECT law_watch('{table}')", f"SELECT law_unwatch('{table}')") for table in TABLES
    ]
