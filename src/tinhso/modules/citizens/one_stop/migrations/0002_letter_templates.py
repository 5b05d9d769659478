import tinhso.base.ids
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('one_stop', '0001_catalogue'),
    ]

    operations = [
        migrations.CreateModel(
            name='LetterTemplate',
            fields=[
                ('id', models.UUIDField(default=tinhso.base.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('code', models.SlugField(max_length=60, verbose_name='mã')),
                ('version', models.PositiveIntegerField(verbose_name='phiên bản')),
                ('title', models.CharField(max_length=200, verbose_name='tên loại văn bản')),
                ('excerpt', models.CharField(blank=True, max_length=300, verbose_name='trích yếu')),
                ('to', models.CharField(max_length=300, verbose_name='kính gửi')),
                ('body', models.TextField(verbose_name='nội dung')),
                ('is_for_agency', models.BooleanField(default=False, verbose_name='gửi cơ quan khác')),
                ('legal_basis', models.TextField(verbose_name='căn cứ')),
                ('valid_from', models.DateField(verbose_name='áp dụng từ')),
                ('valid_to', models.DateField(null=True, verbose_name='thôi áp dụng từ')),
            ],
            options={
                'verbose_name': 'mẫu văn bản',
                'constraints': [models.UniqueConstraint(fields=('code', 'version'), name='one_stop_one_template_version'), models.UniqueConstraint(condition=models.Q(('valid_to', None)), fields=('code',), name='one_stop_one_open_template'), models.CheckConstraint(condition=models.Q(('valid_to', None), ('valid_to__gte', models.F('valid_from')), _connector='OR'), name='one_stop_template_period')],
            },
        ),
    ]
