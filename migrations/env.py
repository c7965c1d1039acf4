"""Runs migrations on the connection that `service.db.engine` hands over, or on the configured database."""

from alembic import context

from service.db.engine import make_engine
from service.db.models import Base
from service.settings import load_settings

connection = context.config.attributes.get("connection")


def run(on) -> None:  # noqa: ANN001  # alembic's connection
    if on.dialect.name == "postgresql":
        on.exec_driver_sql("SELECT pg_advisory_xact_lock(7100)")  # two at once: the second finds it done
        on.exec_driver_sql("SET LOCAL lock_timeout = '10s'")
    context.configure(
        connection=on, target_metadata=Base.metadata, render_as_batch=on.dialect.name == "sqlite"
    )
    context.run_migrations()


if connection is not None:
    run(connection)
else:
    with make_engine(load_settings().database).execution_options(writes=True).begin() as own:
        run(own)
