"""What is said, in the language in use, on the terminal that is there."""

__all__: list[str] = []
