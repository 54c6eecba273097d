"""Serves Rapport on this machine alone: what `make run` ends in."""

import os
import signal
import socket
import sys

from granian import Granian
from granian.constants import Interfaces
from granian.log import LogLevels


class Server(Granian):
    """A server that stops at the first signal, be it that its terminal was closed."""

    def signal_handler_interrupt(self, *args: object) -> None:
        # make hands on what the process group was sent already, and granian locks up on a second.
        if not self.interrupt_signal:
            super().signal_handler_interrupt(*args)

    signal_handler_reload = signal_handler_interrupt


def is_taken(port: int) -> bool:
    """Say whether somebody listens there; granian would share the port with them unasked."""
    try:
        socket.create_server(("127.0.0.1", port)).close()
    except OSError:
        return True
    return False


def serve(port: int) -> None:
    """Answer requests until Ctrl+C, or until told to end."""
    if is_taken(port):
        sys.exit(f"Port {port} is taken; another one: make run PORT={port + 1}")
    # A terminal's signals reach the worker too, which hangs when its parent then ends it again.
    from_terminal = {signal.SIGINT, signal.SIGHUP}
    os.register_at_fork(
        after_in_child=lambda: signal.pthread_sigmask(signal.SIG_BLOCK, from_terminal)
    )
    print(f"Rapport is at http://127.0.0.1:{port}/ (Ctrl+C stops it)", flush=True)
    Server(
        "crm.wsgi:application",
        address="127.0.0.1",
        port=port,
        interface=Interfaces.WSGI,
        blocking_threads=4,
        workers_kill_timeout=5,
        log_level=LogLevels.warning,
    ).serve()


if __name__ == "__main__":
    serve(int(sys.argv[1]))
