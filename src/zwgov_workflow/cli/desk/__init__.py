"""The bureau that a command works on, and who sits at it."""

__all__: list[str] = []
