"""Screens for officials: the workbench of digitisation, the store of the unit, many scans at once."""
