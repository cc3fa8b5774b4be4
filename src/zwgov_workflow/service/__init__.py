"""The verbs that library users, batch jobs and the command line share."""

from zwgov_workflow.engine.imported import ImportedCase, ImportedFact
from zwgov_workflow.service.administration import PublishedRegulation
from zwgov_workflow.service.importing import ImportReport, OpenedCase
from zwgov_workflow.service.recalculation import MovedDeadlines
from zwgov_workflow.service.sweeping import Stuck, SweepReport
from zwgov_workflow.service.views import (
    Available,
    Case,
    DueDeadline,
    InboxItem,
    MovedDeadline,
    Reason,
    Why,
)
from zwgov_workflow.service.workflow import WorkflowEngine

__all__ = [
    "Available",
    "Case",
    "DueDeadline",
    "ImportReport",
    "ImportedCase",
    "ImportedFact",
    "InboxItem",
    "MovedDeadline",
    "MovedDeadlines",
    "OpenedCase",
    "PublishedRegulation",
    "Reason",
    "Stuck",
    "SweepReport",
    "Why",
    "WorkflowEngine",
]
