"""Who a bureau's people are, and what each of them may be on a day.

A file names them (:func:`read_people`); loading it adds to what was there and ends terms, but
deletes nothing (:func:`merge`); :class:`People` answers who holds which role where.
"""

from zwgov_workflow.people.appointment import Appointment
from zwgov_workflow.people.changes import Change, Changes, PeopleChanges
from zwgov_workflow.people.department import Department
from zwgov_workflow.people.directory import People
from zwgov_workflow.people.merging import merge
from zwgov_workflow.people.officer import Officer
from zwgov_workflow.people.people_file import read_people
from zwgov_workflow.people.service_account import Right, ServiceAccount

__all__ = [
    "Appointment",
    "Change",
    "Changes",
    "Department",
    "Officer",
    "People",
    "PeopleChanges",
    "Right",
    "ServiceAccount",
    "merge",
    "read_people",
]
