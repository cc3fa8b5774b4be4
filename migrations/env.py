"""How alembic runs the migrations; zwgov_workflow.store.scripts starts it.

It is given a connection whose transaction is begun and committed outside, or the kind of
database to write SQL for.
"""
# ruff: noqa: INP001 (alembic loads it by its path)

from alembic import context

from zwgov_workflow.store.tables import metadata

given = context.config.attributes
connection = given["connection"]
dialect = given["dialect"] or connection.dialect.name

context.configure(
    connection=connection,
    dialect_name=dialect,
    literal_binds=context.is_offline_mode(),
    target_metadata=metadata,
    version_table=given["version_table"],
    render_as_batch=dialect == "sqlite",  # it changes a table by a copy that takes its place
)
with context.begin_transaction():
    context.run_migrations()
