from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("organisations", "0001_initial")]

    operations = [
        migrations.AlterField(
            model_name="unitcode",
            name="system",
            field=models.CharField(
                choices=[
                    ("qd20", "mã định danh điện tử (QĐ 20/2020/QĐ-TTg)"),
                    ("legacy", "mã 13 ký tự trước QĐ 20"),
                    ("statistics", "mã đơn vị hành chính (Cục Thống kê)"),
                    ("statistics_until_2025", "mã đơn vị hành chính đến hết ngày 30/6/2025"),
                    ("axis", "mã trên trục liên thông văn bản"),
                ],
                max_length=30,
                verbose_name="hệ thống mã",
            ),
        ),
    ]
