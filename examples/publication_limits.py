"""Were 2,000 real documents published within 20 working days of their day of formation?

Run with ``make demo``; the same as ``zwgov audit-register examples/documents.csv --late 3``.
"""

from __future__ import annotations

import sys
from pathlib import Path

from zwgov_workflow.cli import main

if __name__ == "__main__":
    register = Path(__file__).parent / "documents.csv"
    sys.exit(main(["audit-register", str(register), "--late", "3", *sys.argv[1:]]))
