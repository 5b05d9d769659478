"""What is read of these tables may be kept in memory until they change (law.queries.standing)."""

from django.db import migrations

TABLES = ('organisations_unit', 'organisations_unitversion', 'organisations_unitcode')


class Migration(migrations.Migration):
    dependencies = [("organisations", "0003_versions_do_not_overlap"), ("law", "0003_stamp")]

    operations = [
        migrations.RunSQL(f"SELECT law_watch('{table}')", f"SELECT law_unwatch('{table}')") for table in TABLES
    ]
