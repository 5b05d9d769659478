"""python -m tinhso: the command line."""

from tinhso.site.cli import main

main()
