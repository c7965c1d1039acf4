"""What a list's own checks are: the settings and workflow steps in its repository."""

import fnmatch
import re
from collections.abc import Mapping
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
_LINK_CHECKERS = ("lychee", "markdown-link-check", "awesome_bot", "linkspector", "markdown-linkcheck")
_COMMENTS = re.compile(r'("(?:\\.|[^"\\])*")|//[^\n]*|/\*.*?\*/', re.DOTALL)
_PLAIN = re.compile(r"100\d{3} blob ([0-9a-f]+) +(\d+)\t")
_LARGEST = 200_000  # bytes of a file of settings; they have some hundred
_MOST = 40  # workflows


@dataclass(frozen=True, slots=True)
class CiConfig:
    """What a repository says of its checks: markdownlint's settings, and the files that name a tool.

    `markdownlint` and `awesome_lint` are the files that say so, empty where the list's file is not checked.
    """

    markdownlint: str = ""
    settings: Mapping[str, Any] = field(default_factory=dict)
    awesome_lint: str = ""
    link_checkers: tuple[str, ...] = ()


@lru_cache(maxsize=64)
def read_ci_config(repo: Path, commit: str, path: str) -> CiConfig:
    """Return the checks that a list's file is held to at a commit; none where nothing says so."""
    names = run_git(repo, "ls-tree", "-r", "-z", "--name-only", commit).decode("utf-8", "replace").split("\0")
    present = set(names)
    workflows = {n: _text(repo, commit, n) for n in [x for x in names if _WORKFLOWS.fullmatch(x)][:_MOST]}
    file = next((name for name in _SETTINGS if name in present), "")
    source = file or next((name for name, text in workflows.items() if _MARKDOWNLINT.search(text)), "")
    if _is_ignored(repo, commit, present, path):
        file = source = ""
    given = _mapping(_text(repo, commit, file)) if file else {}
    inner = given.get("config") if "cli2" in file else given
    told = "\n".join(workflows.values()).lower()
    return CiConfig(
        markdownlint=source,
        settings=inner if isinstance(inner, Mapping) else {},
        awesome_lint=next((name for name, text in workflows.items() if _AWESOME.search(text)), ""),
        link_checkers=tuple(name for name in _LINK_CHECKERS if name in told),
    )


def _is_ignored(repo: Path, commit: str, present: set[str], path: str) -> bool:
    if _IGNORED not in present:
        return False
    patterns = (line.strip().removeprefix("./") for line in _text(repo, commit, _IGNORED).splitlines())
    return any(fnmatch.fnmatch(path, pattern) for pattern in patterns if pattern and pattern[0] != "#")


def _text(repo: Path, commit: str, name: str) -> str:
    """Return a file's text; an empty one where it is no plain file or too large to be settings."""
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
