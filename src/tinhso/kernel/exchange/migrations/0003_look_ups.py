"""Questions to services about a subject."""

import tinhso.base.ids
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("exchange", "0002_ordered_arrivals")]

    operations = [
        migrations.CreateModel(
            name="LookUp",
            fields=[
                ("id", models.UUIDField(default=tinhso.base.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ("service", models.CharField("dịch vụ", max_length=80)),
                ("number", models.CharField("mã yêu cầu", max_length=40, unique=True)),
                ("subject_kind", models.CharField("loại đối tượng", max_length=80)),
                ("subject_id", models.UUIDField("đối tượng")),
                ("purpose", models.CharField("mục đích", max_length=200)),
                ("seat_id", models.UUIDField("vị trí", null=True)),
                ("unit_id", models.UUIDField("đơn vị", null=True)),
                ("question_sealed", models.BinaryField("câu hỏi")),
                ("answer_sealed", models.BinaryField("trả lời", null=True)),
                (
                    "state",
                    models.CharField(
                        "trạng thái",
                        max_length=10,
                        choices=[
                            ("waiting", "Đang chờ trả lời"),
                            ("answered", "Đã trả lời"),
                            ("declined", "Bị từ chối"),
                            ("given_up", "Không có trả lời"),
                        ],
                        default="waiting",
                    ),
                ),
                ("attempts", models.PositiveSmallIntegerField("số lần hỏi", default=0)),
                ("asked_at", models.DateTimeField("hỏi lúc")),
                ("next_at", models.DateTimeField("hỏi lại lúc")),
                ("answered_at", models.DateTimeField("trả lời lúc", null=True)),
                ("last_code", models.CharField("mã lỗi", max_length=60, blank=True)),
            ],
            options={
                "verbose_name": "tra cứu",
                "indexes": [
                    models.Index(fields=["subject_id"], name="exchange_look_up_subject"),
                    models.Index(fields=["next_at"], condition=models.Q(state="waiting"), name="exchange_look_up_due"),
                ],
            },
        ),
    ]
