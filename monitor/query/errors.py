"""What is wrong with a query, where, and what to write instead."""

from monitor.language import gettext


class QueryError(ValueError):
    """A query that cannot be used. `message` says what to write; `column` (from 0) and `length` are the place in `text`."""

    def __init__(self, message: str, *, text: str, column: int, length: int = 1) -> None:
        self.message = message
        self.text = text
        self.column = column
        self.length = length
        place = gettext("line {line}, column {column}").format(line=self.line, column=self.column_in_line + 1)
        super().__init__(f"{message} ({place})")

    @property
    def line(self) -> int:
        """The number of the line, from 1."""
        return self.text.count("\n", 0, self.column) + 1

    @property
    def column_in_line(self) -> int:
        """Characters before the place in its line."""
        return self.column - (self.text.rfind("\n", 0, self.column) + 1)

    def picture(self) -> str:
        """The line at fault with carets under the place, and the message."""
        start = self.column - self.column_in_line
        line = self.text[start:].split("\n", 1)[0]
        carets = "^" * max(1, min(self.length, len(line) - self.column_in_line))
        return f"{line}\n{' ' * self.column_in_line}{carets}\n{self.message}"
