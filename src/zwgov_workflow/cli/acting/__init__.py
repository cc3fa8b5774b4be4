"""An act on a case, from what was written to what is printed."""

__all__: list[str] = []
