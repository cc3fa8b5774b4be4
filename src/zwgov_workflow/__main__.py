"""``python -m zwgov_workflow`` is ``zwgov``."""

import sys

from zwgov_workflow.cli import main

__all__: list[str] = []

if __name__ == "__main__":
    sys.exit(main())
