"""${message}."""
# ruff: noqa: INP001 (alembic loads it by its path)

import sqlalchemy as sa
from alembic import op

revision = ${repr(up_revision)}
down_revision = ${repr(down_revision)}


def upgrade() -> None:
    """One change of one table: not every database undoes several."""
    ${upgrades or "pass"}


def downgrade() -> None:
    """The same backwards."""
    ${downgrades or "pass"}
