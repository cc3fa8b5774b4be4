"""Regulations for reading, checking and publishing."""

__all__: list[str] = []
