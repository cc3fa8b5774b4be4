"""Days, years and counts for reading."""

__all__: list[str] = []
