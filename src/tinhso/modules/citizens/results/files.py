"""Who holds the files of this module: scans belong to the paper they are of."""

from tinhso.kernel.files.kinds import Holder, register
from tinhso.modules.citizens.results.queries.papers import may_read_scan

PAPER_FILES = register(Holder(code="results.paper", may_read=may_read_scan))
