"""Who holds the files of this module: scans belong to the paper they are of."""

from tinhso.kernel.files.kinds import Holder, register
from tinhso.modules.citizens.results.queries.papers import is_readable

PAPER_FILES = register(Holder(code="results.paper", may_read=is_readable))
