"""Registers that are audited or taken in."""

__all__: list[str] = []
