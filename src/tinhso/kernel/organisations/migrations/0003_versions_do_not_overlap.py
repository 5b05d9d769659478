"""The wall against two versions of one unit on one day."""

from django.db import migrations

# A range over uuid lets a plain GiST exclusion compare ids without the extension btree_gist.
NO_OVERLAP = """
CREATE TYPE organisations_id_range AS RANGE (subtype = uuid);
ALTER TABLE organisations_unitversion ADD CONSTRAINT org_versions_do_not_overlap
    EXCLUDE USING gist (
        organisations_id_range(unit_id, unit_id, '[]') WITH &&, daterange(valid_from, valid_to) WITH &&
    );
"""
UNDO = """
ALTER TABLE organisations_unitversion DROP CONSTRAINT org_versions_do_not_overlap;
DROP TYPE organisations_id_range;
"""


class Migration(migrations.Migration):
    dependencies = [("organisations", "0002_statistics_until_2025")]

    operations = [migrations.RunSQL(NO_OVERLAP, UNDO)]
