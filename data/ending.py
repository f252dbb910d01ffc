"""Threads of the background end with the program: native code that runs on while libraries are unloaded crashes it."""

import atexit
from threading import Event, Thread

WAIT_SECONDS = 10.0


def end_with_program(end: Event, thread: Thread) -> None:
    """At the end of the program tell a thread to stop and wait some seconds for the step that is under way."""

    def leave() -> None:
        end.set()
        thread.join(WAIT_SECONDS)

    atexit.register(leave)
