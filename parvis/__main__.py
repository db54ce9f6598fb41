"""``python -m parvis COMMAND``: every command of the product."""

import sys

from config.console import main

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
