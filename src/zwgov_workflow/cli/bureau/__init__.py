"""The bureau for reading: what it is, who is in it, what it lacks."""

__all__: list[str] = []
