"""Why nothing was done, in the language in use."""

__all__: list[str] = []
