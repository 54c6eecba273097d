"""A process on one database, which does everything once whenever it is told to."""

import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from io import StringIO
from multiprocessing import get_context
from multiprocessing.connection import Connection


@contextmanager
def working(database: Callable, size: int) -> Iterator[Connection]:
    """Start a process on a new database of this size, and yield the line to it."""
    with database() as environment:
        ours, theirs = get_context("spawn").Pipe()
        worker = get_context("spawn").Process(target=serve, args=(theirs, environment, size))
        worker.start()
        theirs.close()
        try:
            yield ours
        finally:
            ours.close()
            worker.join()


def serve(line: Connection, environment: dict[str, str], size: int) -> None:
    """Fill the database, then answer each message with the seconds that every act took."""
    os.environ |= environment | {"DJANGO_SETTINGS_MODULE": "crm.settings"}
    import django

    django.setup()
    from django.conf import settings

    settings.ROOT_URLCONF = "tests.benchmarks.bare"
    fill(size)
    from tests.benchmarks.acts import acts

    todo = acts()
    line.send(
        {"database": version(), "statements": {name: statements(todo[name]) for name in todo}}
    )
    with suppress(EOFError):  # told that it is enough
        while line.recv():
            line.send({name: seconds(todo[name]) for name in todo})


def fill(size: int) -> None:
    from django.core.management import call_command
    from django.db import connection

    from tests.benchmarks.long import lengthen_all

    call_command("migrate", verbosity=0)
    call_command("generate", customers=size, stdout=StringIO())
    lengthen_all()
    if connection.vendor == "postgresql":  # which does so by itself, only later
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE")


def version() -> str:
    from django.db import connection

    with connection.cursor():
        numbers = connection.get_database_version()
    return f"{connection.display_name} {'.'.join(map(str, numbers))}"


def statements(act: Callable[[], object]) -> int:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as captured:
        act()
    return len(captured)


def seconds(act: Callable[[], object]) -> float:
    """Do it as a server does, which gives the connection back after each request."""
    from django.core.cache import cache
    from django.db import close_old_connections

    cache.clear()  # the allowance of the API
    begin = time.perf_counter()
    act()
    close_old_connections()
    return time.perf_counter() - begin
