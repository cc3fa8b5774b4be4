"""Deciding: what a command or a passing day brings about, as functions of their arguments."""
