"""Dossiers and their progress go to the national public service portal (Cổng Dịch vụ công quốc gia).

In: neutral messages ``dossier`` and ``dossier_progress`` of exchange. Becomes: DongBoHoSoMC and CapNhatTienDoHoSoMC
in the portal's own words (docs/connectors/national_portal.md). Read by: exchange (Driver). Refuses: a message without
what the portal requires. The twin plays the portal in the sample profile and in tests, never in production.
"""
