"""Ids of rows as an address gives them: one that no column can hold is that of nothing, and never asked for."""

from typing import Annotated

from fastapi import Path

LARGEST_ID = 2**31 - 1  # what the column of an id holds

Id = Annotated[int, Path(ge=0, le=LARGEST_ID)]
"""The id of a row, in an address."""
