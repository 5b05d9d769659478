"""Changes of posts renew the stamp of dated data: how a seat is called is kept in memory until then."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("organisations", "0004_watched")]

    operations = [
        migrations.RunSQL("SELECT law_watch('organisations_post')", "SELECT law_unwatch('organisations_post')"),
    ]
