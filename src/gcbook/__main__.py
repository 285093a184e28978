"""``python -m gcbook`` is the command line."""

import sys

from gcbook.cli import main

if __name__ == "__main__":
    sys.exit(main())
