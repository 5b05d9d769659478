"""python -m tinhso: the command line."""

from tinhso.site.cli import main

if __name__ == "__main__":
    main()
