"""What reading costs a database, whatever else its machine does."""

import json

from django.db import connection
from django.test.utils import CaptureQueriesContext


def work(read, *args, **where) -> int:
    """Return how much the database does to read: SQLite's steps, PostgreSQL's blocks."""
    if connection.vendor == "sqlite":
        steps = []
        connection.ensure_connection()
        connection.connection.set_progress_handler(lambda: steps.append(100), 100)
        read(*args, **where)
        connection.connection.set_progress_handler(None, 0)
        return sum(steps)
    with CaptureQueriesContext(connection) as captured:
        read(*args, **where)
    blocks = 0
    for query in captured.captured_queries:
        with connection.cursor() as cursor:
            cursor.execute(f"EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) {query['sql']}")
            plan = json.loads(json.dumps(cursor.fetchone()[0]))[0]["Plan"]
        blocks += plan["Shared Hit Blocks"] + plan["Shared Read Blocks"]
    return blocks
