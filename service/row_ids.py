"""Numbers of rows, as addresses and forms give them."""

from typing import Annotated

from pydantic import AfterValidator, Field

LARGEST_ID = (
    2**31 - 1
)  # that an INTEGER of PostgreSQL holds; a larger one is an error there, and later in SQLite


def _possible(number: int) -> int:
    return number if 0 < number <= LARGEST_ID else 0


RowNumber = Annotated[int, AfterValidator(_possible)]
"""The number of a row; one that no row can have becomes 0, which none has, so that none is found."""

Below = Annotated[int, Field(ge=1, le=LARGEST_ID)]
"""Where an older page begins: at the rows with smaller numbers."""

Count = Annotated[int, Field(ge=0, le=LARGEST_ID)]
"""How often something was changed, as a form says that it was seen."""
