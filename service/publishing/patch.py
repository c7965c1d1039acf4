"""Changes as text: a unified diff for people, a patch file that `git am` takes as it is."""

import difflib
import os
import quopri
import tempfile
from collections.abc import Mapping
from pathlib import Path

from service.publishing.git import run_git

_CONTEXT = 3


def unified_diff(before: Mapping[str, bytes], after: Mapping[str, bytes]) -> str:
    """Return what changed between two states of some files; carriage returns are kept."""
    parts = []
    for path in sorted(after):
        old, new = (_lines(state.get(path, b"")) for state in (before, after))
        told = difflib.unified_diff(old, new, f"a/{path}", f"b/{path}", n=_CONTEXT)
        parts += [line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n" for line in told]
    return "".join(parts)


def only_adds(before: bytes, after: bytes) -> bool:
    """Whether every line of `before` is still there, in order; a last line may gain its line end."""
    kept, found = before.split(b"\n"), after.split(b"\n")
    at = 0
    for number, line in enumerate(kept):
        is_last = number == len(kept) - 1
        while at < len(found) and not (found[at] == line or (is_last and found[at] == line + b"\r")):
            at += 1
        if at == len(found):
            return False
        at += 1
    return True


def make_patch(repo: Path, base: str, commit: str) -> bytes:
    """Return the commits after `base` up to `commit` in the form that `git am` takes.

    `git am` strips carriage returns from mail; a patch that has any is sent quoted, so that they arrive.
    """
    patch = run_git(
        repo,
        "format-patch",
        *("--stdout", "--full-index", "--no-signature", "--no-color", "--no-ext-diff", "--no-textconv"),
        *("--no-renames", "--unified=3", "--no-attach", "--zero-commit", "--encode-email-headers"),
        f"{base}..{commit}",
    )
    return _quoted(patch) if b"\r" in patch else patch


def write_patch(folder: Path, name: str, patch: bytes) -> Path:
    """Write a patch file, all of it or nothing, and return its path."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / name
    descriptor, beside = tempfile.mkstemp(dir=folder, prefix=".patch-")
    with os.fdopen(descriptor, "wb") as file:
        file.write(patch)
    Path(beside).replace(path)
    return path


def _lines(data: bytes) -> list[str]:
    text = data.decode("utf-8", "replace")
    return [line + "\n" for line in text.split("\n")[:-1]] + (
        [last] if (last := text.split("\n")[-1]) else []
    )


def _quoted(patch: bytes) -> bytes:
    head, _, body = patch.partition(b"\n\n")
    kept = [
        line
        for line in head.split(b"\n")
        if not line.lower().startswith((b"mime-version:", b"content-type:", b"content-transfer-encoding:"))
    ]
    mime = [
        b"MIME-Version: 1.0",
        b"Content-Type: text/plain; charset=UTF-8",
        b"Content-Transfer-Encoding: quoted-printable",
    ]
    lines = (quopri.encodestring(line).replace(b"\r", b"=0D") for line in body.split(b"\n"))
    return b"\n".join([*kept, *mime]) + b"\n\n" + b"\n".join(_escaped_end(line) for line in lines)


def _escaped_end(line: bytes) -> bytes:
    """Keep trailing blanks, and lines that look like the start of another mail."""
    if line.endswith((b" ", b"\t")):
        line = line[:-1] + b"=%02X" % line[-1]
    return b"=46" + line[1:] if line.startswith(b"From ") else line
