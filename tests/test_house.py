"""Rules of the house that no other tool checks: sizes, machine paths, templates, container files."""

import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
import typer
import yaml

from service.cli.commands import app
from service.templating import TEMPLATES, make_environment
from service.web.words import add_filters

ROOT = Path(__file__).resolve().parents[1]
LONGEST = 300
MACHINE_PATHS = re.compile(rb"/(?:home|Users|root)/[A-Za-z]|/work/|[A-Z]:\\\\Users")
EXAMPLES = {"tests/test_settings.py", "tests/test_house.py"}  # made-up homes, and the pattern itself


def tracked() -> list[str]:
    """Return the files that belong to the project, as git sees them."""
    if not (ROOT / ".git").exists() or shutil.which("git") is None:
        found = [p for p in ROOT.rglob("*") if p.is_file() and not set(p.parts) & {".venv", "__pycache__"}]
        return [p.relative_to(ROOT).as_posix() for p in found]
    done = subprocess.run(
        ["git", "-C", str(ROOT), "ls-files", "-z"], capture_output=True, check=True, text=True
    )
    return [name for name in done.stdout.split("\0") if name and (ROOT / name).is_file()]


def compose() -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load((ROOT / "docker-compose.yml").read_text(encoding="utf-8"))
    return found


def test_no_python_file_is_too_long() -> None:
    sizes = {name: len((ROOT / name).read_bytes().splitlines()) for name in tracked() if name.endswith(".py")}
    assert len(sizes) > 100
    assert {n: s for n, s in sizes.items() if s > LONGEST} == {}


def test_no_file_names_a_path_of_somebodys_machine() -> None:
    guilty = [
        name
        for name in tracked()
        if name not in EXAMPLES and MACHINE_PATHS.search((ROOT / name).read_bytes())
    ]
    assert guilty == []


@pytest.mark.parametrize("name", sorted(p.relative_to(TEMPLATES).as_posix() for p in TEMPLATES.rglob("*.*")))
def test_every_template_parses_with_strict_names(name: str) -> None:
    environment = make_environment()
    add_filters(environment)
    environment.get_template(name)
    source = (TEMPLATES / name).read_text(encoding="utf-8")
    assert "|safe" not in source.replace(" ", ""), "what is not escaped must be Markup before it gets here"
    assert not re.search(r"\son[a-z]+=|<script(?![^>]*\ssrc=)|\sstyle=", source), (
        "the policy forbids it inline"
    )


def test_containers_are_the_four_that_are_promised_and_each_is_watched() -> None:
    services = compose()["services"]
    assert set(services) == {"database", "migrate", "web", "scheduler"}
    for name, service in services.items():
        check = service["healthcheck"]
        assert check.get("disable") is True if name == "migrate" else check["test"], name


def test_the_commands_in_the_container_files_exist() -> None:
    said = [s["command"] for s in compose()["services"].values() if "command" in s]
    checks = [s["healthcheck"].get("test", []) for s in compose()["services"].values()]
    said += [check[1:] for check in checks if check[1:2] == ["listkeeper"]]
    dockerfile = (ROOT / "Dockerfile").read_text(encoding="utf-8")
    said += [re.findall(r'"([^"]+)"', line) for line in re.findall(r"^CMD (.+)$", dockerfile, re.MULTILINE)]
    assert len(said) >= 5
    for words in said:
        assert words[0] == "listkeeper"
        command: Any = typer.main.get_command(app)
        for word in words[1:]:
            command = command.commands[word]
        assert callable(command.callback)


def test_secrets_and_volumes_of_the_containers_are_declared() -> None:
    found = compose()
    for service in found["services"].values():
        assert set(service.get("secrets", ())) <= set(found["secrets"])
        volumes = {str(v).partition(":")[0] for v in service.get("volumes", ())}
        assert volumes <= set(found["volumes"])


def test_settings_in_the_container_files_exist() -> None:
    documented = (ROOT / "docs" / "settings.md").read_text(encoding="utf-8")
    text = (ROOT / "docker-compose.yml").read_text() + (ROOT / "Dockerfile").read_text()
    names = {n.removesuffix("_FILE") for n in re.findall(r"LISTKEEPER_[A-Z_]+", text)}
    assert names - {"LISTKEEPER_PUBLISHED_PORT"} <= set(re.findall(r"LISTKEEPER_[A-Z_]+", documented))
