"""What is written or set, taken for what it means."""

__all__: list[str] = []
