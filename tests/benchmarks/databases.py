"""Databases for once: made for a benchmark, gone after it."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager

SERVER = os.environ.get("DATABASE_URL_POSTGRES", "postgres://postgres@127.0.0.1:5432/postgres")


@contextmanager
def sqlite() -> Iterator[dict[str, str]]:
    """Yield the settings of a new SQLite database."""
    with tempfile.TemporaryDirectory(prefix="rapport-bench-") as folder:
        yield {"DATA_DIR": folder, "DATABASE_URL": f"sqlite:///{folder}/rapport.sqlite3"}


@contextmanager
def postgres() -> Iterator[dict[str, str]]:
    """Yield the settings of a new database on the PostgreSQL server."""
    with tempfile.TemporaryDirectory(prefix="rapport-bench-") as folder:
        name = folder.rpartition("/")[2].replace("-", "_").lower()
        execute(f'CREATE DATABASE "{name}"')
        try:
            address = f"{SERVER.rpartition('/')[0]}/{name}"
            yield {"DATA_DIR": folder, "DATABASE_URL": address}
        finally:
            execute(f'DROP DATABASE "{name}" WITH (FORCE)')


def postgres_answers() -> bool:
    try:
        execute("SELECT 1")
    except Exception:
        return False
    return True


def execute(statement: str) -> None:
    import psycopg

    with closing(psycopg.connect(SERVER, autocommit=True, connect_timeout=3)) as connection:
        connection.execute(statement)
