"""What is read of these tables may be kept in memory until they change (law.queries.standing)."""

from django.db import migrations

TABLES = ("identity_seat", "identity_delegation", "identity_apiclient", "identity_apisecret")


class Migration(migrations.Migration):
    dependencies = [("identity", "0003_api_clients"), ("law", "0003_stamp")]

    operations = [
        migrations.RunSQL(f"SELECT law_watch('{table}')", f"SELECT law_unwatch('{table}')") for table in TABLES
    ]
