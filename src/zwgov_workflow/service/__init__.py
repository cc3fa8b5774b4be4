"""The verbs that library users, batch jobs and the command line share."""

from zwgov_workflow.service.administration import PublishedRegulation
from zwgov_workflow.service.recalculation import MovedDeadlines
from zwgov_workflow.service.sweeping import Stuck, SweepReport
from zwgov_workflow.service.views import (
    Available,
    Case,
    DueDeadline,
    Holder,
    InboxItem,
    Lead,
    MovedDeadline,
    Reason,
    Relative,
    Why,
)
from zwgov_workflow.service.workflow import WorkflowEngine

__all__ = [
    "Available",
    "Case",
    "DueDeadline",
    "Holder",
    "InboxItem",
    "Lead",
    "MovedDeadline",
    "MovedDeadlines",
    "PublishedRegulation",
    "Reason",
    "Relative",
    "Stuck",
    "SweepReport",
    "Why",
    "WorkflowEngine",
]
