"""The national population database (CSDL quốc gia về dân cư): one citizen looked up for one dossier.

In: a question of exchange's look-ups, bound to officer, office, dossier and purpose. Becomes: TraCuuThongTinCongDan
over SOAP (docs/connectors/population.md). Read by: the dossier's page, field by field. Refuses: a question without
officer or purpose. A service that is away never stops a dossier. The twin plays it in samples and tests only.
"""
