import django.db.models.deletion
import tinhso.base.ids
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('cases', '0001_initial'),
        ('files', '0001_initial'),
        ('forms', '0001_initial'),
        ('identity', '0002_sign_in'),
        ('organisations', '0003_versions_do_not_overlap'),
    ]

    operations = [
        migrations.CreateModel(
            name='Batch',
            fields=[
                ('id', models.UUIDField(default=tinhso.base.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('act', models.CharField(max_length=60, verbose_name='việc')),
                ('params', models.JSONField(default=dict, verbose_name='tham số')),
                ('account_id', models.UUIDField(null=True, verbose_name='tài khoản')),
                ('seat_id', models.UUIDField(null=True, verbose_name='vị trí')),
                ('unit_id', models.UUIDField(null=True, verbose_name='đơn vị')),
                ('state', models.CharField(choices=[('waiting', 'đang chờ'), ('running', 'đang chạy'), ('done', 'đã xong'), ('undone', 'đã hoàn tác')], default='waiting', max_length=10, verbose_name='tình trạng')),
                ('asked_at', models.DateTimeField(verbose_name='yêu cầu lúc')),
                ('begun_at', models.DateTimeField(null=True, verbose_name='bắt đầu lúc')),
                ('finished_at', models.DateTimeField(null=True, verbose_name='xong lúc')),
                ('undone_at', models.DateTimeField(null=True, verbose_name='hoàn tác lúc')),
                ('version', models.PositiveIntegerField(default=1)),
            ],
            options={
                'verbose_name': 'việc hàng loạt',
            },
        ),
        migrations.CreateModel(
            name='BatchRow',
            fields=[
                ('id', models.UUIDField(default=tinhso.base.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('order', models.PositiveIntegerField(verbose_name='thứ tự')),
                ('seen_version', models.PositiveIntegerField()),
                ('state', models.CharField(choices=[('waiting', 'đang chờ'), ('done', 'đã làm'), ('refused', 'không làm được'), ('undone', 'đã hoàn tác')], default='waiting', max_length=10, verbose_name='kết quả')),
                ('problem_code', models.CharField(blank=True, max_length=60, verbose_name='mã lỗi')),
                ('problem', models.TextField(blank=True, verbose_name='lý do')),
                ('undo', models.JSONField(null=True, verbose_name='để hoàn tác')),
                ('done_version', models.PositiveIntegerField(null=True)),
            ],
            options={
                'verbose_name': 'hồ sơ trong việc hàng loạt',
            },
        ),
        migrations.CreateModel(
            name='Extension',
            fields=[
                ('id', models.UUIDField(default=tinhso.base.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('order', models.PositiveSmallIntegerField(verbose_name='lần')),
                ('amount', models.DecimalField(decimal_places=2, max_digits=6, verbose_name='thời gian thêm')),
                ('unit', models.CharField(max_length=20, verbose_name='đơn vị tính')),
                ('counted_from', models.DateTimeField(verbose_name='tính từ')),
                ('ground', models.TextField(verbose_name='lý do')),
                ('old_due_at', models.DateTimeField(verbose_name='hạn cũ')),
                ('new_due_at', models.DateTimeField(verbose_name='hạn mới')),
                ('seat_id', models.UUIDField(null=True, verbose_name='người quyết định (vị trí)')),
                ('made_at', models.DateTimeField(verbose_name='gia hạn lúc')),
            ],
            options={
                'verbose_name': 'gia hạn',
            },
        ),
        migrations.CreateModel(
            name='Note',
            fields=[
                ('id', models.UUIDField(default=tinhso.base.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('text_sealed', models.BinaryField(verbose_name='nội dung')),
                ('seat_id', models.UUIDField(null=True, verbose_name='người ghi (vị trí)')),
                ('made_at', models.DateTimeField(verbose_name='ghi lúc')),
                ('removed_at', models.DateTimeField(null=True, verbose_name='bỏ lúc')),
            ],
            options={
                'verbose_name': 'ghi chú',
            },
        ),
        migrations.CreateModel(
            name='Opinion',
            fields=[
                ('id', models.UUIDField(default=tinhso.base.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('order', models.PositiveSmallIntegerField(verbose_name='thứ tự')),
                ('question', models.TextField(verbose_name='nội dung xin ý kiến')),
                ('asked_at', models.DateTimeField(verbose_name='hỏi lúc')),
                ('asked_by', models.UUIDField(null=True, verbose_name='người hỏi (vị trí)')),
                ('due_at', models.DateTimeField(null=True, verbose_name='trả lời trước')),
                ('verdict', models.CharField(blank=True, choices=[('agree', 'đồng ý'), ('disagree', 'không đồng ý'), ('other', 'ý kiến khác')], max_length=10, verbose_name='ý kiến')),
                ('answer', models.TextField(blank=True, verbose_name='nội dung trả lời')),
                ('answered_at', models.DateTimeField(null=True, verbose_name='trả lời lúc')),
                ('answered_by', models.UUIDField(null=True, verbose_name='người trả lời (vị trí)')),
                ('taken_back_at', models.DateTimeField(null=True, verbose_name='thôi hỏi lúc')),
            ],
            options={
                'verbose_name': 'ý kiến phối hợp',
            },
        ),
        migrations.RemoveConstraint(
            model_name='supplement',
            name='cases_one_open_supplement',
        ),
        migrations.AddField(
            model_name='case',
            name='former_system',
            field=models.CharField(blank=True, max_length=60, verbose_name='hệ thống cũ'),
        ),
        migrations.AddField(
            model_name='case',
            name='moved_at',
            field=models.DateTimeField(null=True, verbose_name='lần xử lý gần nhất'),
        ),
        migrations.AddField(
            model_name='case',
            name='unmoved_since',
            field=models.DateTimeField(null=True, verbose_name='đã nhắc vì đứng yên từ'),
        ),
        migrations.AddField(
            model_name='result',
            name='checked_by',
            field=models.CharField(blank=True, max_length=200, verbose_name='kiểm tra người nhận'),
        ),
        migrations.AddField(
            model_name='result',
            name='method',
            field=models.CharField(blank=True, max_length=20, verbose_name='cách trả'),
        ),
        migrations.AddField(
            model_name='result',
            name='parcel_code',
            field=models.CharField(blank=True, max_length=60, verbose_name='mã bưu gửi'),
        ),
        migrations.AddField(
            model_name='supplement',
            name='decided_by',
            field=models.UUIDField(null=True, verbose_name='người đồng ý hoặc từ chối (vị trí)'),
        ),
        migrations.AddField(
            model_name='supplement',
            name='proposed_at',
            field=models.DateTimeField(null=True, verbose_name='đề nghị lúc'),
        ),
        migrations.AddField(
            model_name='supplement',
            name='proposed_because',
            field=models.TextField(blank=True, verbose_name='lý do yêu cầu thêm lần nữa'),
        ),
        migrations.AddField(
            model_name='supplement',
            name='refused_at',
            field=models.DateTimeField(null=True, verbose_name='không đồng ý lúc'),
        ),
        migrations.AddField(
            model_name='supplement',
            name='refused_because',
            field=models.TextField(blank=True, verbose_name='lý do không đồng ý'),
        ),
        migrations.AlterField(
            model_name='supplement',
            name='asked_at',
            field=models.DateTimeField(null=True, verbose_name='yêu cầu lúc'),
        ),
        migrations.AddIndex(
            model_name='case',
            index=models.Index(condition=models.Q(('state__in', [1, 2, 4, 5, 6, 9])), fields=['due_at', 'id'], name='cases_open_by_due'),
        ),
        migrations.AddIndex(
            model_name='case',
            index=models.Index(condition=models.Q(('state__in', [1, 2, 4, 5, 6, 9])), fields=['step_seat', 'due_at', 'id'], name='cases_of_seat'),
        ),
        migrations.AddIndex(
            model_name='case',
            index=models.Index(condition=models.Q(('state__in', [1, 2, 4, 5, 6, 9])), fields=['moved_at'], name='cases_unmoved'),
        ),
        migrations.AddConstraint(
            model_name='supplement',
            constraint=models.UniqueConstraint(condition=models.Q(('refused_at', None), ('taken_at', None)), fields=('case',), name='cases_one_open_supplement'),
        ),
        migrations.AddConstraint(
            model_name='supplement',
            constraint=models.CheckConstraint(condition=models.Q(('asked_at__isnull', False), ('proposed_at__isnull', False), _connector='OR'), name='cases_supplement_begun'),
        ),
        migrations.AddIndex(
            model_name='batch',
            index=models.Index(fields=['seat_id', '-asked_at'], name='cases_batches_of_seat'),
        ),
        migrations.AddField(
            model_name='batchrow',
            name='batch',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='rows', to='cases.batch'),
        ),
        migrations.AddField(
            model_name='batchrow',
            name='case',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cases.case'),
        ),
        migrations.AddField(
            model_name='extension',
            name='case',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='extensions', to='cases.case'),
        ),
        migrations.AddField(
            model_name='note',
            name='case',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='notes', to='cases.case'),
        ),
        migrations.AddField(
            model_name='opinion',
            name='case',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='opinions', to='cases.case'),
        ),
        migrations.AddField(
            model_name='opinion',
            name='file_reference',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='files.filereference'),
        ),
        migrations.AddField(
            model_name='opinion',
            name='seat',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='identity.seat'),
        ),
        migrations.AddField(
            model_name='opinion',
            name='unit',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.unit'),
        ),
        migrations.AddIndex(
            model_name='batchrow',
            index=models.Index(fields=['batch', 'state', 'order'], name='cases_batch_rows'),
        ),
        migrations.AddConstraint(
            model_name='batchrow',
            constraint=models.UniqueConstraint(fields=('batch', 'order'), name='cases_batch_order'),
        ),
        migrations.AddConstraint(
            model_name='batchrow',
            constraint=models.UniqueConstraint(fields=('batch', 'case'), name='cases_batch_once'),
        ),
        migrations.AddConstraint(
            model_name='extension',
            constraint=models.UniqueConstraint(fields=('case', 'order'), name='cases_extension_order'),
        ),
        migrations.AddIndex(
            model_name='note',
            index=models.Index(fields=['case', 'made_at'], name='cases_notes'),
        ),
        migrations.AddIndex(
            model_name='opinion',
            index=models.Index(condition=models.Q(('answered_at', None), ('taken_back_at', None)), fields=['unit', 'due_at'], name='cases_opinions_open'),
        ),
        migrations.AddConstraint(
            model_name='opinion',
            constraint=models.UniqueConstraint(fields=('case', 'order'), name='cases_opinion_order'),
        ),
        migrations.AddConstraint(
            model_name='opinion',
            constraint=models.CheckConstraint(condition=models.Q(('answered_at', None), ('taken_back_at', None), _connector='OR'), name='cases_opinion_one_end'),
        ),
        migrations.RunSQL(
            'UPDATE cases_case SET moved_at = submitted_at WHERE moved_at IS NULL', migrations.RunSQL.noop
        ),
    ]
