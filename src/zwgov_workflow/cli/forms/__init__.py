"""Forms: their questions, and what is entered."""

__all__: list[str] = []
