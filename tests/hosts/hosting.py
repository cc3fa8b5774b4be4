"""Where the examples are, and the moment at which they are tried."""

import sys
from datetime import datetime
from pathlib import Path

from zwgov_workflow.calendar import SHANGHAI

EXAMPLES = Path(__file__).parents[2] / "examples"
NOW = datetime(2026, 3, 4, 10, tzinfo=SHANGHAI)

sys.path.insert(0, str(EXAMPLES / "hosts"))
