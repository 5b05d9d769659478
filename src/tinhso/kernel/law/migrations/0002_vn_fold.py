"""The SQL twin of base.text.fold, and the wall against two rule sets of one code on one day."""

from django.db import migrations

# After NFD every Vietnamese letter but đ is an ASCII letter and marks, so no locale is asked for:
# the function is immutable whatever the database's collation. The ranges are the blocks of combining
# marks that stand over Latin letters, without U+034F, which joins and has no place in the order of marks.
FOLD = r"""
CREATE FUNCTION vn_fold(given text) RETURNS text
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN btrim(regexp_replace(
    lower(translate(
        regexp_replace(
            normalize(given, NFD) COLLATE "C",
            '[\u0300-\u034e\u0350-\u036f\u0483-\u0487\u1ab0-\u1abd\u1abf-\u1ace\u1dc0-\u1dff\u20d0-\u20dc\u20e1\u20e5-\u20f0\ufe20-\ufe2f]',
            '', 'g'),
        'Đđ', 'dd') COLLATE "C"),
    '[^0-9a-z]+', ' ', 'g'))
"""

# A range over text lets a plain GiST exclusion compare codes without the extension btree_gist.
ONE_IN_FORCE = """
CREATE TYPE law_code_range AS RANGE (subtype = text, collation = "C");
ALTER TABLE law_ruleset ADD CONSTRAINT law_rule_sets_do_not_overlap
    EXCLUDE USING gist (law_code_range(code, code, '[]') WITH &&, daterange(valid_from, valid_to) WITH &&);
"""


class Migration(migrations.Migration):
    dependencies = [("law", "0001_initial")]

    operations = [
        migrations.RunSQL(FOLD, "DROP FUNCTION vn_fold(text)"),
        migrations.RunSQL(
            ONE_IN_FORCE,
            "ALTER TABLE law_ruleset DROP CONSTRAINT law_rule_sets_do_not_overlap; DROP TYPE law_code_range",
        ),
    ]
