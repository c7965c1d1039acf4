"""A fault found in a list."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Finding:
    """One fault: `line` counts from 1, `text` is what stands there, `fix` what should (empty if unknown)."""

    kind: str
    line: int
    text: str
    reason: str
    fix: str = ""
    confidence: float = 0.9
