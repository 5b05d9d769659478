"""A stamp that changes with every change of dated data, so that what was read of it may be kept in memory."""

from django.db import migrations

STAMP = """
CREATE TABLE law_stamp (id smallint PRIMARY KEY CHECK (id = 1), value uuid NOT NULL);
INSERT INTO law_stamp VALUES (1, gen_random_uuid());

-- A random value, not a count: one that was rolled back never comes again.
CREATE FUNCTION law_restamp() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO law_stamp VALUES (1, gen_random_uuid()) ON CONFLICT (id) DO UPDATE SET value = EXCLUDED.value;
    RETURN NULL;
END $$;

CREATE FUNCTION law_watch(watched regclass) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    EXECUTE format('CREATE TRIGGER law_restamps AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON %s '
        'FOR EACH STATEMENT EXECUTE FUNCTION law_restamp()', watched);
END $$;

CREATE FUNCTION law_unwatch(watched regclass) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    EXECUTE format('DROP TRIGGER law_restamps ON %s', watched);
END $$;

SELECT law_watch('law_ruleset');
"""
UNDONE = """
SELECT law_unwatch('law_ruleset');
DROP FUNCTION law_watch(regclass);
DROP FUNCTION law_unwatch(regclass);
DROP FUNCTION law_restamp();
DROP TABLE law_stamp;
"""


class Migration(migrations.Migration):
    dependencies = [("law", "0002_vn_fold")]

    operations = [migrations.RunSQL(STAMP, UNDONE)]
