"""A progress bar for those who watch."""

import time
from typing import TextIO

WIDTH = 30
SECONDS_BETWEEN = 0.2


class Progress:
    """Draws how much of the whole is done, on a terminal alone, so that no log fills up."""

    def __init__(self, total: int, stream: TextIO) -> None:
        self.total, self.stream = total, stream
        self.done, self.began, self.drawn = 0, time.monotonic(), 0.0

    @property
    def seconds(self) -> float:
        return time.monotonic() - self.began

    def advance(self, by: int) -> None:
        """Say that so many more are done."""
        self.done += by
        is_over = self.done >= self.total
        if self.stream.isatty() and (is_over or self.seconds - self.drawn > SECONDS_BETWEEN):
            self.drawn = self.seconds
            self.stream.write(f"\r{self}" + "\n" * is_over)
            self.stream.flush()

    def __str__(self) -> str:
        filled = WIDTH * self.done // self.total
        left = self.seconds / self.done * (self.total - self.done)
        bar = "█" * filled + "░" * (WIDTH - filled)
        return f"{bar} {100 * self.done // self.total:3} %  {self.done:,}  {left:4.0f} s left "
