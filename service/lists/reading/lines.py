"""Bytes of a list file as lines; nothing is normalised."""

import re
from collections.abc import Sequence

from service.errors import BadInput

_LINE = re.compile(rb"[^\n]*\n|[^\n]+$")
_CONTROL = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")


def split_lines(data: bytes) -> list[bytes]:
    """Cut at LF only, keeping every byte: `b"".join(split_lines(data)) == data`."""
    return _LINE.findall(data)


def line_ending(lines: Sequence[bytes]) -> bytes:
    """Return the ending that most lines have; LF for a file without any."""
    crlf = sum(line.endswith(b"\r\n") for line in lines)
    ended = sum(line.endswith(b"\n") for line in lines)
    return b"\r\n" if crlf * 2 > ended else b"\n"


def offsets(lines: Sequence[bytes]) -> list[int]:
    """Return where each line starts, and last where the file ends."""
    found, position = [0], 0
    for line in lines:
        position += len(line)
        found.append(position)
    return found


def decode(data: bytes, path: str) -> str:
    """Return the text of a list file.

    Raises:
        BadInput: it is not UTF-8 text.
    """
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise BadInput(f"{path} is UTF-16; save it as UTF-8 and try again.")
    if _CONTROL.search(data):
        raise BadInput(f"{path} holds control bytes and is no text file; give the list's Markdown file.")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as exc:
        line = data.count(b"\n", 0, exc.start) + 1
        raise BadInput(f"{path} is not UTF-8 (line {line}); save it as UTF-8 and try again.") from exc
