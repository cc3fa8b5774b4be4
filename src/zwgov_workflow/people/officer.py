"""An officer of the bureau."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["Officer"]


@dataclass(frozen=True, slots=True)
class Officer:
    """A person who acts in cases (民警).

    Attributes:
        id: What cases call the officer, for ever.
        name: What people call the officer.
        login: The account by which a machine knows the officer, if there is one.
    """

    id: str
    name: str
    login: str | None = None

    def __str__(self) -> str:
        login = "" if self.login is None else f", login {self.login}"
        return f"{self.id} {self.name}{login}"
