"""The documentation says what is there: every command, option, page and API address, and nothing else."""

import re
from pathlib import Path
from typing import Any

import pytest
import typer
from sqlalchemy import create_engine

from service.app import create_app
from service.cli.commands import app
from service.settings import load_settings
from tests.reference import DOCS, render_commands, render_pages, walk

ROOT = DOCS.parent
COMMANDS = dict(walk(typer.main.get_command(app), "listkeeper"))
STALE = "the documentation is stale: run python -m tests.reference"


def texts() -> dict[str, str]:
    """Return everything that is written for people."""
    files = [ROOT / "README.md", ROOT / "CHANGELOG.md", *DOCS.rglob("*.md")]
    return {f.relative_to(ROOT).as_posix(): f.read_text(encoding="utf-8") for f in files if f.is_file()}


def test_every_command_is_documented_as_it_is() -> None:
    assert (DOCS / "commands.md").read_text(encoding="utf-8") == render_commands(), STALE


def test_every_page_is_documented_as_it_is() -> None:
    assert (DOCS / "pages.md").read_text(encoding="utf-8") == render_pages(), STALE


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_says_what_it_does_and_what_its_options_mean(name: str) -> None:
    command = COMMANDS[name]
    assert command.help, name
    for parameter in command.params:
        assert parameter.help, f"{name} {parameter.name}"
        assert parameter.help.rstrip(".").strip(), f"{name} {parameter.name}"


def test_every_api_address_is_documented(tmp_path: Path) -> None:
    engine = create_engine("sqlite://")
    made = create_app(load_settings(data_dir=tmp_path, secret_key="x"), engine)
    paths = set(made.openapi()["paths"])
    engine.dispose()
    documented = nameless((DOCS / "api.md").read_text(encoding="utf-8"))
    assert paths
    assert [p for p in sorted(paths) if nameless(p.removeprefix("/api/v1")) not in documented] == []


def nameless(text: str) -> str:
    return re.sub(r"\{\w+(:path)?\}", "{}", text)


def test_commands_in_the_documentation_exist_with_their_options() -> None:
    pattern = re.compile(r"^(?:\$ )?(?:\.venv/bin/)?(listkeeper(?: [^\n#|&;]*)?)", re.MULTILINE)
    blocks = [
        b
        for text in texts().values()
        for b in re.findall(r"```(?:sh|bash|console|)\n(.*?)```", text, re.DOTALL)
    ]
    inline = [line for text in texts().values() for line in re.findall(r"`(listkeeper [^`\n]+)`", text)]
    said = [line for block in blocks for line in pattern.findall(block.replace("\\\n", " "))] + inline
    assert said
    assert [problem for line in said if (problem := fault(line))] == []


def fault(line: str) -> str | None:
    """Return what is wrong with a command line that people are told to type."""
    words: list[str] = line.split()
    name = next((" ".join(words[:n]) for n in (3, 2) if " ".join(words[:n]) in COMMANDS), None)
    if name is None:
        groups = {command.rpartition(" ")[0] for command in COMMANDS}
        return None if " ".join(words[:2]) in groups and len(words) == 2 else line
    command: Any = COMMANDS[name]
    known = {option for parameter in command.params for option in parameter.opts} | {"--help"}
    unknown = [w for w in words if w.startswith("--") and w.partition("=")[0].rstrip("`.,)") not in known]
    return f"{line}: {unknown}" if unknown else None


def test_links_inside_the_documentation_lead_somewhere() -> None:
    broken = [
        f"{name}: {target}"
        for name, text in texts().items()
        for target in re.findall(r"\]\(([^)#\s]+)(?:#[^)]*)?\)", text)
        if "://" not in target
        and not target.startswith("mailto:")
        and not (ROOT / name).parent.joinpath(target).exists()
    ]
    assert broken == []
