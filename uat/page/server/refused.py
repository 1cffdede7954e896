"""Refuse a request: it gets no answer but a sentence."""

from __future__ import annotations

from typing import Any

from uat.base.errors import UatError
from uat.functions.expression import ExpressionError


class Refused(Exception):
    """Why a request is refused. status: of HTTP. column: the place in the formula, from 1.

    headers: to send with it.
    """

    def __init__(
        self, status: int, sentence: str, column: int | None = None, **headers: str
    ) -> None:
        super().__init__(sentence)
        self.status, self.sentence, self.column = status, sentence, column
        self.headers = {name.replace("_", "-"): value for name, value in headers.items()}

    def to_dict(self) -> dict[str, Any]:
        """Return plain data: what the page shows."""
        return {"error": self.sentence, "column": self.column}


def refused_by_library(error: UatError) -> Refused:
    """Return the library's own sentence, with the place in the formula if it has one."""
    if isinstance(error, ExpressionError):
        return Refused(422, error.sentence, error.column)
    return Refused(422, str(error))
