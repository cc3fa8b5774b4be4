"""Cases for reading: where they stand, what happened, why."""

__all__: list[str] = []
