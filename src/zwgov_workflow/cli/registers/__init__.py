"""Registers that are audited or taken in."""
