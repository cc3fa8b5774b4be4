"""A sweep, its report and its log."""

__all__: list[str] = []
