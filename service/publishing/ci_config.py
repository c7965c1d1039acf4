"""What a list's own checks are: the settings and workflow steps in its repository."""

import fnmatch
import posixpath
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from service.publishing.git import run_git

_SETTINGS = (
    ".markdownlint-cli2.jsonc",
    ".markdownlint-cli2.yaml",
    ".markdownlint.jsonc",
    ".markdownlint.json",
    ".markdownlint.yaml",
    ".markdownlint.yml",
    ".markdownlintrc",
    ".github/linters/.markdown-lint.yml",
    ".github/linters/.markdownlint.json",
)
_IGNORED = ".markdownlintignore"
_WORKFLOWS = re.compile(
    r"\.github/workflows/[^/]+\.ya?ml|\.travis\.yml|\.pre-commit-config\.yaml|package\.json"
)
_MARKDOWNLINT = re.compile(r"markdownlint|markdown-lint|super-linter", re.IGNORECASE)
_AWESOME = re.compile(r"awesome-lint", re.IGNORECASE)
_ORDER = re.compile(r"alphabetize-lists|fpb-lint|free-programming-books-lint", re.IGNORECASE)
_LINK_CHECKERS = ("lychee", "markdown-link-check", "awesome_bot", "linkspector", "markdown-linkcheck")
_COMMENTS = re.compile(r'("(?:\\.|[^"\\])*")|//[^\n]*|/\*.*?\*/', re.DOTALL)
_PLAIN = re.compile(r"100\d{3} blob ([0-9a-f]+) +(\d+)\t")
_LARGEST = 200_000  # bytes of a file of settings; they have some hundred
_MOST = 40  # workflows
_MOST_EXTENDED = 5  # settings that extend others that extend others


@dataclass(frozen=True, slots=True)
class CiConfig:
    """What a repository says of its checks: markdownlint's settings, and the files that name a tool.

    `markdownlint`, `awesome_lint` and `order` (alphabetical, as remark-lint and fpb-lint check it) are the
    files that say so, empty where the list's file is not checked.
    """

    markdownlint: str = ""
    settings: Mapping[str, Any] = field(default_factory=dict)
    awesome_lint: str = ""
    order: str = ""
    link_checkers: tuple[str, ...] = ()


@lru_cache(maxsize=64)
def read_ci_config(repo: Path, commit: str, path: str) -> CiConfig:
    """Return the checks that a list's file is held to at a commit; none where nothing says so."""
    names = run_git(repo, "ls-tree", "-r", "-z", "--name-only", commit).decode("utf-8", "replace").split("\0")
    present = set(names)
    workflows = {n: _text(repo, commit, n) for n in [x for x in names if _WORKFLOWS.fullmatch(x)][:_MOST]}
    files = [name for name in _SETTINGS if name in present]
    source = next(iter(files), "") or _naming(workflows, _MARKDOWNLINT)
    if _is_ignored(repo, commit, present, path):
        files, source = [], ""
    told = "\n".join(workflows.values()).lower()
    return CiConfig(
        markdownlint=source,
        settings=_settings(repo, commit, files),
        awesome_lint=_naming(workflows, _AWESOME),
        order=_naming(workflows, _ORDER),
        link_checkers=tuple(name for name in _LINK_CHECKERS if name in told),
    )


def _naming(workflows: Mapping[str, str], tool: re.Pattern[str]) -> str:
    return next((name for name, text in workflows.items() if tool.search(text)), "")


def _settings(repo: Path, commit: str, files: Sequence[str]) -> Mapping[str, Any]:
    """Return the settings of the first file that has any, with those that they extend."""
    for file in files:
        given = _mapping(_text(repo, commit, file))
        inner = given.get("config") if "cli2" in file else given
        if isinstance(inner, Mapping):
            return _extended(repo, commit, file, inner, _MOST_EXTENDED)
    return {}


def _extended(repo: Path, commit: str, file: str, given: Mapping[str, Any], most: int) -> Mapping[str, Any]:
    """Return settings over those of the file that they extend; what is no file stays there by its name."""
    name = given.get("extends")
    own = {key: value for key, value in given.items() if key != "extends"}
    if not isinstance(name, str) or not most:
        return own
    other = posixpath.normpath(posixpath.join(posixpath.dirname(file), name))
    text = _text(repo, commit, other)
    base = _extended(repo, commit, other, _mapping(text), most - 1) if text else {"extends": name}
    return {**base, **own}


def _is_ignored(repo: Path, commit: str, present: set[str], path: str) -> bool:
    if _IGNORED not in present:
        return False
    patterns = (line.strip().removeprefix("./") for line in _text(repo, commit, _IGNORED).splitlines())
    return any(fnmatch.fnmatch(path, pattern) for pattern in patterns if pattern and pattern[0] != "#")


def _text(repo: Path, commit: str, name: str) -> str:
    """Return a file's text; an empty one where it is no plain file or too large to be settings."""
    if name.startswith(("..", "/")):
        return ""
    told = run_git(repo, "ls-tree", "-z", "-l", commit, "--", name).decode("utf-8", "replace")
    found = _PLAIN.match(told)
    if found is None or int(found[2]) > _LARGEST:
        return ""
    return run_git(repo, "cat-file", "blob", found[1]).decode("utf-8", "replace")


def _mapping(text: str) -> Mapping[str, Any]:
    """Read JSON, JSON with comments, or YAML; settings that cannot be read say nothing."""
    plain = _COMMENTS.sub(lambda found: found[1] or "", text) if text.lstrip()[:1] in ("{", "/") else text
    try:
        found = yaml.safe_load(plain.replace("\t", "  "))
    except (yaml.YAMLError, ValueError, RecursionError):
        return {}
    return found if isinstance(found, Mapping) else {}
