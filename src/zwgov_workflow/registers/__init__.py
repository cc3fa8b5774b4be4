"""Registers kept elsewhere: tables of documents or cases, read by a mapping and taken in."""

from zwgov_workflow.registers.audit import Audit
from zwgov_workflow.registers.auditing import Auditing
from zwgov_workflow.registers.mapping_file import read_mapping
from zwgov_workflow.registers.taking_in import Register, imported, read_register

__all__ = ["Audit", "Auditing", "Register", "imported", "read_mapping", "read_register"]
