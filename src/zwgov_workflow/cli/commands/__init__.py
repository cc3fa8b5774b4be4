"""The commands: what may be written on the command line, and which module does it."""

__all__: list[str] = []
