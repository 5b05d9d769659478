"""What arrives keeps the order of its key."""

from django.db import migrations, models
from django.db.models import Func, Q, Value


class Migration(migrations.Migration):
    dependencies = [("exchange", "0001_initial")]

    operations = [
        migrations.RunSQL("CREATE SEQUENCE exchange_incoming_seq", "DROP SEQUENCE exchange_incoming_seq"),
        migrations.AddField(
            "incoming", "order_key", models.CharField("khóa thứ tự", max_length=120, blank=True, default=""), preserve_default=False
        ),
        migrations.AddField(
            "incoming",
            "seq",
            models.BigIntegerField("thứ tự", db_default=Func(Value("exchange_incoming_seq"), function="nextval")),
        ),
        migrations.AddIndex(
            "incoming", models.Index(fields=["seq"], condition=Q(state="waiting"), name="exchange_to_handle_next")
        ),
        migrations.AddIndex(
            "incoming",
            models.Index(
                fields=["order_key", "seq"],
                condition=Q(state__in=["waiting", "dead"]) & ~Q(order_key=""),
                name="exchange_arrived_before",
            ),
        ),
    ]
