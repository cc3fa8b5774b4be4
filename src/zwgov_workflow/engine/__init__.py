"""Deciding: what a command or a passing day brings about, as functions of their arguments."""

from zwgov_workflow.engine.case import Snapshot
from zwgov_workflow.engine.command import Command
from zwgov_workflow.engine.context import Context
from zwgov_workflow.engine.family import Family
from zwgov_workflow.engine.memory import MemoryFamilies
from zwgov_workflow.engine.regulations import Regulations

__all__ = ["Command", "Context", "Family", "MemoryFamilies", "Regulations", "Snapshot"]
