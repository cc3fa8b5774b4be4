"""What a regulation file may say: its model, the reader, and the checker.

A file is read strictly (:mod:`zwgov_workflow.sourcefile`), taken into a frozen model
(:mod:`.model`), and checked without running anything (:mod:`.check`).
"""

from zwgov_workflow.definition.check import check
from zwgov_workflow.definition.law_text import read_law_text
from zwgov_workflow.definition.model import Regulation
from zwgov_workflow.definition.reader import Document, read_regulation

__all__ = ["Document", "Regulation", "check", "read_law_text", "read_regulation"]
