"""Indexes for the numbers an official's day begins with: what was handed out today, what waits for the applicant."""

from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [("cases", "0005_sealed_hand_over_notes")]

    operations = [
        migrations.AddIndex(
            "case",
            models.Index(fields=["returned_at"], condition=Q(returned_at__isnull=False), name="cases_returned"),
        ),
        migrations.AddIndex(
            "case",
            models.Index(fields=["moved_at"], condition=Q(state__in=[5, 6]), name="cases_waiting_for_citizen"),
        ),
    ]
