"""Waits, within bounds, until something another process does has come true."""

import time
import traceback

PATIENCE = 30.0
"""Seconds that one expectation may take; snac looks at its queues every three."""


class Expectation(Exception):
    """Something did not come true in time; the text says what and what was seen instead."""


def until(what: str, seen, holds, patience: float = PATIENCE):
    """Calls `seen` until `holds` says yes to what it answers, and answers that; raises `Expectation` after `patience` seconds.

    An error of the connection or an answer that is no success counts as not yet.
    """
    deadline = time.monotonic() + patience
    pause = 0.1
    while True:
        try:
            last = seen()
            if holds(last):
                return last
        except (OSError, KeyError, IndexError, LookupError, ValueError) as error:
            last = f"{type(error).__name__}: {error}"
        if time.monotonic() >= deadline:
            raise Expectation(f"{what}: not within {patience:.0f} s; last seen: {str(last)[:1500]}")
        time.sleep(pause)
        pause = min(pause * 1.5, 0.5)


def in_words(broken: Exception) -> str:
    """What failed; where it is no expectation but a defect, also where."""
    if isinstance(broken, Expectation):
        return str(broken)
    return "".join(traceback.format_exception(type(broken), broken, broken.__traceback__)[-4:]).strip()
