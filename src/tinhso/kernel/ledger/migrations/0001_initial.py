"""The append-only tables in SQL: month partitions, triggers, and what the runtime role may do."""

import uuid

import django.db.models.functions.datetime
import tinhso.base.ids
import tinhso.kernel.ledger.models
from django.db import migrations, models

TABLES = r"""
-- Grows by one when the rows move to another cluster, whose transaction ids start anew.
CREATE FUNCTION ledger_epoch() RETURNS integer LANGUAGE sql IMMUTABLE PARALLEL SAFE AS 'SELECT 1';

CREATE TABLE ledger_entry (
    id uuid NOT NULL,
    xid xid8 NOT NULL DEFAULT pg_current_xact_id(),
    epoch integer NOT NULL DEFAULT ledger_epoch(),
    event text NOT NULL,
    subject_kind text NOT NULL,
    subject_id uuid NOT NULL,
    subject_version integer,
    actor_kind text NOT NULL,
    actor_id uuid,
    seat_id uuid,
    unit_id uuid,
    request_id text NOT NULL,
    payload text NOT NULL,
    at timestamptz NOT NULL,
    recorded_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    PRIMARY KEY (id, recorded_at)
) PARTITION BY RANGE (recorded_at);
CREATE INDEX ledger_entry_order ON ledger_entry (epoch, xid, id);
CREATE INDEX ledger_entry_subject ON ledger_entry (subject_id);
CREATE TABLE ledger_entry_default PARTITION OF ledger_entry DEFAULT;

CREATE TABLE ledger_key (
    id text PRIMARY KEY,
    public_key bytea NOT NULL CHECK (octet_length(public_key) = 32)
);
CREATE TABLE ledger_head (
    size bigint PRIMARY KEY,
    previous_size bigint NOT NULL UNIQUE,
    root bytea NOT NULL CHECK (octet_length(root) = 32),
    sealed_at timestamptz NOT NULL,
    key_id text NOT NULL REFERENCES ledger_key,
    signature bytea NOT NULL,
    last_epoch integer NOT NULL,
    last_xid xid8 NOT NULL,
    last_id uuid NOT NULL,
    CHECK (size > previous_size)
);
CREATE UNIQUE INDEX ledger_head_order ON ledger_head (last_epoch, last_xid, last_id);
CREATE TABLE ledger_tile (
    level integer NOT NULL,
    index bigint NOT NULL,
    hashes bytea NOT NULL CHECK (octet_length(hashes) BETWEEN 32 AND 8192 AND octet_length(hashes) % 32 = 0),
    PRIMARY KEY (level, index)
);
-- Hashes do not compress: do not try.
ALTER TABLE ledger_tile ALTER COLUMN hashes SET STORAGE EXTERNAL;
"""

APPEND_ONLY = r"""
CREATE FUNCTION ledger_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the ledger is append-only: % on % refused', TG_OP, TG_TABLE_NAME
        USING ERRCODE = 'restrict_violation';
END $$;

-- A tile that is not full yet may grow at its end; nothing in it may change.
CREATE FUNCTION ledger_tile_grows() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.level = OLD.level AND NEW.index = OLD.index
        AND substr(NEW.hashes, 1, octet_length(OLD.hashes)) = OLD.hashes THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'the ledger is append-only: a tile only grows' USING ERRCODE = 'restrict_violation';
END $$;

CREATE TRIGGER ledger_append_only BEFORE UPDATE OR DELETE ON ledger_entry
    FOR EACH ROW EXECUTE FUNCTION ledger_refuse_change();
CREATE TRIGGER ledger_append_only BEFORE UPDATE OR DELETE ON ledger_head
    FOR EACH ROW EXECUTE FUNCTION ledger_refuse_change();
CREATE TRIGGER ledger_append_only BEFORE UPDATE OR DELETE ON ledger_key
    FOR EACH ROW EXECUTE FUNCTION ledger_refuse_change();
CREATE TRIGGER ledger_append_only BEFORE DELETE ON ledger_tile
    FOR EACH ROW EXECUTE FUNCTION ledger_refuse_change();
CREATE TRIGGER ledger_only_grows BEFORE UPDATE ON ledger_tile
    FOR EACH ROW EXECUTE FUNCTION ledger_tile_grows();
CREATE TRIGGER ledger_never_emptied BEFORE TRUNCATE ON ledger_entry
    FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse_change();
CREATE TRIGGER ledger_never_emptied BEFORE TRUNCATE ON ledger_entry_default
    FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse_change();
CREATE TRIGGER ledger_never_emptied BEFORE TRUNCATE ON ledger_head
    FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse_change();
CREATE TRIGGER ledger_never_emptied BEFORE TRUNCATE ON ledger_key
    FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse_change();
CREATE TRIGGER ledger_never_emptied BEFORE TRUNCATE ON ledger_tile
    FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse_change();
"""

# The runtime role may not make tables, so the function runs with the rights of the owner.
MONTHS = r"""
CREATE FUNCTION ledger_make_months(first_day date, months integer) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp SET timezone = 'UTC' AS $$
DECLARE
    starts timestamptz;
    ends timestamptz;
    part text;
    made integer := 0;
BEGIN
    FOR step IN 0 .. least(months, 24) - 1 LOOP
        starts := date_trunc('month', first_day::timestamptz) + make_interval(months => step);
        ends := starts + interval '1 month';
        part := 'ledger_entry_' || to_char(starts, 'YYYY_MM');
        CONTINUE WHEN to_regclass(part) IS NOT NULL;
        -- Entries of a month nobody made stay in the default partition: they are never moved.
        CONTINUE WHEN EXISTS (
            SELECT FROM public.ledger_entry_default WHERE recorded_at >= starts AND recorded_at < ends);
        EXECUTE format('CREATE TABLE public.%I PARTITION OF public.ledger_entry FOR VALUES FROM (%L) TO (%L)',
            part, starts, ends);
        EXECUTE format('CREATE TRIGGER ledger_never_emptied BEFORE TRUNCATE ON public.%I '
            'FOR EACH STATEMENT EXECUTE FUNCTION public.ledger_refuse_change()', part);
        made := made + 1;
    END LOOP;
    RETURN made;
END $$;
REVOKE ALL ON FUNCTION ledger_make_months(date, integer) FROM PUBLIC;
SELECT ledger_make_months(current_date, 3);
"""

# Called again by whoever grants on all tables: takes away what is too much. xid, epoch and recorded_at are
# left out of INSERT, so that the runtime role cannot forge them.
WALL = r"""
CREATE FUNCTION ledger_wall(runtime name) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    part regclass;
BEGIN
    FOR part IN SELECT inhrelid::regclass FROM pg_inherits WHERE inhparent = 'ledger_entry'::regclass LOOP
        EXECUTE format('REVOKE ALL ON %s FROM %I', part, runtime);
    END LOOP;
    EXECUTE format('REVOKE ALL ON ledger_entry, ledger_head, ledger_tile, ledger_key FROM %I', runtime);
    EXECUTE format('GRANT SELECT ON ledger_entry, ledger_head, ledger_tile, ledger_key TO %I', runtime);
    EXECUTE format('GRANT INSERT (id, event, subject_kind, subject_id, subject_version, actor_kind, actor_id, '
        'seat_id, unit_id, request_id, payload, at) ON ledger_entry TO %I', runtime);
    EXECUTE format('GRANT INSERT ON ledger_head, ledger_key, ledger_tile TO %I', runtime);
    EXECUTE format('GRANT UPDATE (hashes) ON ledger_tile TO %I', runtime);
    EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON ledger_oncekey TO %I', runtime);
    EXECUTE format('GRANT SELECT, INSERT, UPDATE ON ledger_cursor TO %I', runtime);
    EXECUTE format('GRANT EXECUTE ON FUNCTION ledger_make_months(date, integer) TO %I', runtime);
END $$;
DO $$ BEGIN
    IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'tinhso_app') THEN
        PERFORM ledger_wall('tinhso_app');
    END IF;
END $$;
"""


class Migration(migrations.Migration):
    initial = True
    dependencies = []
    operations = [
        migrations.CreateModel(
            name='Entry',
            fields=[
                ('id', models.UUIDField(default=tinhso.base.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('xid', tinhso.kernel.ledger.models.TransactionId(verbose_name='giao dịch')),
                ('epoch', models.IntegerField(verbose_name='kỳ')),
                ('event', models.TextField(verbose_name='sự kiện')),
                ('subject_kind', models.TextField(verbose_name='loại đối tượng')),
                ('subject_id', models.UUIDField(verbose_name='đối tượng')),
                ('subject_version', models.IntegerField(null=True, verbose_name='phiên bản đối tượng')),
                ('actor_kind', models.TextField(verbose_name='loại người làm')),
                ('actor_id', models.UUIDField(null=True, verbose_name='người làm')),
                ('seat_id', models.UUIDField(null=True, verbose_name='vị trí')),
                ('unit_id', models.UUIDField(null=True, verbose_name='đơn vị')),
                ('request_id', models.TextField(verbose_name='mã yêu cầu')),
                ('payload', models.TextField(verbose_name='nội dung')),
                ('at', models.DateTimeField(verbose_name='lúc')),
                ('recorded_at', models.DateTimeField(verbose_name='ghi lúc')),
            ],
            options={
                'verbose_name': 'bút toán sổ cái',
                'db_table': 'ledger_entry',
                'managed': False,
            },
        ),
        migrations.CreateModel(
            name='Head',
            fields=[
                ('size', models.BigIntegerField(primary_key=True, serialize=False, verbose_name='số bút toán')),
                ('previous_size', models.BigIntegerField(verbose_name='số bút toán lần trước')),
                ('root', models.BinaryField(verbose_name='gốc cây')),
                ('sealed_at', models.DateTimeField(verbose_name='niêm phong lúc')),
                ('key_id', models.TextField(verbose_name='mã khóa')),
                ('signature', models.BinaryField(verbose_name='chữ ký')),
                ('last_epoch', models.IntegerField(verbose_name='kỳ cuối')),
                ('last_xid', tinhso.kernel.ledger.models.TransactionId(verbose_name='giao dịch cuối')),
                ('last_id', models.UUIDField(verbose_name='bút toán cuối')),
            ],
            options={
                'verbose_name': 'đầu cây',
                'db_table': 'ledger_head',
                'managed': False,
            },
        ),
        migrations.CreateModel(
            name='Key',
            fields=[
                ('id', models.TextField(primary_key=True, serialize=False, verbose_name='mã khóa')),
                ('public_key', models.BinaryField(verbose_name='khóa công khai')),
            ],
            options={
                'verbose_name': 'khóa sổ cái',
                'db_table': 'ledger_key',
                'managed': False,
            },
        ),
        migrations.CreateModel(
            name='Cursor',
            fields=[
                ('name', models.CharField(max_length=100, primary_key=True, serialize=False, verbose_name='tên')),
                ('epoch', models.IntegerField(default=0, verbose_name='kỳ')),
                ('xid', tinhso.kernel.ledger.models.TransactionId(default=0, verbose_name='giao dịch')),
                ('entry_id', models.UUIDField(default=uuid.UUID('00000000-0000-0000-0000-000000000000'), verbose_name='bút toán')),
            ],
            options={
                'verbose_name': 'con trỏ đọc sổ cái',
            },
        ),
        migrations.CreateModel(
            name='OnceKey',
            fields=[
                ('id', models.UUIDField(default=tinhso.base.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('scope', models.TextField(verbose_name='phạm vi')),
                ('key', models.TextField(verbose_name='khóa')),
                ('fingerprint', models.TextField(verbose_name='dấu nội dung')),
                ('answer', models.JSONField(null=True, verbose_name='câu trả lời')),
                ('made_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), db_index=True, verbose_name='lúc')),
            ],
            options={
                'verbose_name': 'khóa chống lặp',
                'constraints': [models.UniqueConstraint(fields=('scope', 'key'), name='ledger_once_scope_key')],
            },
        ),
        migrations.RunSQL(TABLES),
        migrations.RunSQL(APPEND_ONLY),
        migrations.RunSQL(MONTHS),
        migrations.RunSQL(WALL),
    ]
