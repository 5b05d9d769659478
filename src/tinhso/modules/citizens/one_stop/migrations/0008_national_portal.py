"""The national portal: where online filing happens, and what came from there."""

import django.db.models.deletion
import tinhso.base.ids
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('cases', '0006_numbers_of_a_day'),
        ('one_stop', '0007_list_attempts'),
    ]

    operations = [
        migrations.CreateModel(
            name='PortalDossier',
            fields=[
                ('case', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='+', serialize=False, to='cases.case')),
                ('partner', models.CharField(max_length=80, verbose_name='đối tác')),
                ('arrived_at', models.DateTimeField(verbose_name='đến lúc')),
                ('doubts', models.JSONField(default=list, verbose_name='điểm cần xem')),
            ],
            options={
                'verbose_name': 'hồ sơ từ Cổng',
            },
        ),
        migrations.CreateModel(
            name='FrontDoor',
            fields=[
                ('id', models.UUIDField(default=tinhso.base.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('code', models.CharField(blank=True, max_length=60, verbose_name='mã thủ tục')),
                ('is_national', models.BooleanField(verbose_name='nộp trên Cổng quốc gia')),
                ('valid_from', models.DateField(verbose_name='áp dụng từ')),
                ('reason', models.CharField(max_length=500, verbose_name='lý do')),
                ('seat_id', models.UUIDField(null=True, verbose_name='vị trí')),
                ('made_at', models.DateTimeField(verbose_name='đặt lúc')),
            ],
            options={
                'verbose_name': 'nơi nộp trực tuyến',
                'indexes': [models.Index(fields=['code', 'valid_from'], name='one_stop_front_door')],
            },
        ),
        migrations.CreateModel(
            name='PortalFile',
            fields=[
                ('id', models.UUIDField(default=tinhso.base.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('supplement', models.CharField(blank=True, max_length=80, verbose_name='lần bổ sung')),
                ('position', models.PositiveSmallIntegerField(verbose_name='thứ tự')),
                ('paper_code', models.CharField(blank=True, max_length=60, verbose_name='mã giấy tờ')),
                ('title', models.CharField(max_length=400, verbose_name='tên giấy tờ')),
                ('url_sealed', models.BinaryField(verbose_name='địa chỉ')),
                ('state', models.CharField(choices=[('waiting', 'đang tải'), ('kept', 'đã tải'), ('refused', 'tệp không nhận được'), ('lost', 'không tải được')], default='waiting', max_length=10, verbose_name='tình trạng')),
                ('attempts', models.PositiveSmallIntegerField(default=0, verbose_name='số lần thử')),
                ('next_at', models.DateTimeField(verbose_name='thử lại lúc')),
                ('problem', models.CharField(blank=True, max_length=60, verbose_name='mã lỗi')),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cases.case')),
            ],
            options={
                'verbose_name': 'tệp trên Cổng',
                'indexes': [models.Index(condition=models.Q(('state', 'waiting')), fields=['next_at'], name='one_stop_portal_to_fetch')],
                'constraints': [models.UniqueConstraint(fields=('case', 'supplement', 'position'), name='one_stop_portal_file_once')],
            },
        ),
        migrations.CreateModel(
            name='PortalPayment',
            fields=[
                ('id', models.UUIDField(default=tinhso.base.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('partner', models.CharField(max_length=80, verbose_name='đối tác')),
                ('transaction', models.CharField(max_length=80, verbose_name='mã giao dịch')),
                ('amount', models.BigIntegerField(verbose_name='số tiền (đồng)')),
                ('paid_at', models.DateTimeField(verbose_name='nộp lúc')),
                ('arrived_at', models.DateTimeField(verbose_name='đến lúc')),
                ('state', models.CharField(choices=[('waiting', 'chờ khoản thu'), ('settled', 'đã trừ vào khoản thu'), ('differs', 'không khớp khoản thu')], default='waiting', max_length=10, verbose_name='tình trạng')),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cases.case')),
            ],
            options={
                'verbose_name': 'tiền nộp qua Cổng',
                'indexes': [models.Index(condition=models.Q(('state', 'waiting')), fields=['arrived_at'], name='one_stop_portal_unsettled')],
                'constraints': [models.UniqueConstraint(fields=('partner', 'transaction'), name='one_stop_portal_payment_once')],
            },
        ),
        migrations.CreateModel(
            name='PortalSupplement',
            fields=[
                ('id', models.UUIDField(default=tinhso.base.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('code', models.CharField(max_length=80, verbose_name='mã lần bổ sung')),
                ('arrived_at', models.DateTimeField(verbose_name='đến lúc')),
                ('settled_at', models.DateTimeField(null=True, verbose_name='xong lúc')),
                ('outcome', models.CharField(blank=True, max_length=20, verbose_name='kết quả')),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cases.case')),
            ],
            options={
                'verbose_name': 'bổ sung qua Cổng',
                'indexes': [models.Index(condition=models.Q(('settled_at', None)), fields=['arrived_at'], name='one_stop_portal_supplement')],
                'constraints': [models.UniqueConstraint(fields=('case', 'code'), name='one_stop_portal_supplement_once')],
            },
        ),
    ]
