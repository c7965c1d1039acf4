"""Which rules a list's own checks have, from what its repository holds."""

from datetime import datetime
from pathlib import Path

import pytest
from sqlalchemy import Engine

from service.db.engine import reading
from service.lists.checking.ci_rules import ITEM, ORDER, CiRules
from service.publishing.ci_config import read_ci_config
from service.workflows.publish import preview
from service.workflows.publish_ci import rules_of as rules_of_config
from tests.publishing.repositories import Repo
from tests.workflows.publications import README, make_world

STEP = "jobs:\n  a:\n    steps:\n      - uses: {}\n"


def rules_of(tmp_path: Path, **files: str) -> CiRules:
    repo = Repo(tmp_path / "list")
    named = {name.replace("__", "/"): text.encode() for name, text in files.items()}
    return rules_of_config(
        read_ci_config(repo.path, repo.commit("Start", readme=b"x\n", files=named), "README.md")
    )


def test_a_list_without_checks_has_no_rules(tmp_path: Path) -> None:
    assert rules_of(tmp_path, **{"package.json": '{"name": "x"}'}) == CiRules()


@pytest.mark.parametrize(
    ("name", "text"),
    [
        (".markdownlint.json", '{"default": false, "MD013": {"line_length": 100}}'),
        (
            ".markdownlint.jsonc",
            '{\n\t// ours\n"default": false, /* x */ "line-length": {"line_length": 100},}',
        ),
        (".markdownlint.yaml", "default: false\nMD013:\n  line_length: 100\n"),
        (".markdownlint.yml", "default: false\nline-length: {line_length: 100}\n"),
        (".markdownlint-cli2.yaml", "config:\n  default: false\n  MD013: {line_length: 100}\n"),
        (".markdownlint-cli2.jsonc", '{"config": {"default": false, "MD013": {"line_length": 100}}}'),
    ],
)
def test_settings_are_read_in_every_form(tmp_path: Path, name: str, text: str) -> None:
    found = rules_of(tmp_path, **{name: text})
    assert (found.sources, found.rules) == ((name,), {"MD013": {"line_length": 100}})


def test_workflow_steps_tell_what_is_used(tmp_path: Path) -> None:
    found = rules_of(
        tmp_path,
        **{
            ".github__workflows__lint.yml": STEP.format("DavidAnson/markdownlint-cli2-action@v19"),
            ".github__workflows__links.yaml": STEP.format("lycheeverse/lychee-action@v2"),
            ".github__workflows__awesome.yml": STEP.format("run: npx awesome-lint"),
        },
    )
    assert found.sources == (".github/workflows/lint.yml", ".github/workflows/awesome.yml")
    assert {"MD013", "MD034", ITEM} <= set(found.rules)
    assert found.link_checkers == ("lychee",)


@pytest.mark.parametrize("text", ["[1, 2", "just words", "- a\n- b\n", "\x00", "&a [*a, *a]"])
def test_settings_that_cannot_be_read_are_the_defaults(tmp_path: Path, text: str) -> None:
    assert "MD013" in rules_of(tmp_path, **{".markdownlint.yaml": text}).rules


def test_a_file_that_the_checks_leave_out_has_no_rules(tmp_path: Path) -> None:
    found = rules_of(tmp_path, **{".markdownlint.json": "{}", ".markdownlintignore": "# ours\n./*.md\n"})
    assert found == CiRules()


def test_settings_that_are_a_link_or_too_large_say_nothing(tmp_path: Path) -> None:
    repo = Repo(tmp_path / "list")
    (repo.path / ".markdownlint.json").symlink_to("/etc/passwd")
    commit = repo.commit("Start", readme=b"x\n", files={"package.json": b" " * 300_000 + b"awesome-lint"})
    assert ITEM not in rules_of_config(read_ci_config(repo.path, commit, "README.md")).rules


def test_settings_may_extend_those_of_another_file(tmp_path: Path) -> None:
    found = rules_of(
        tmp_path,
        **{
            ".github__linters__.markdownlint.json": '{"extends": "../../base.json", "MD034": false}',
            "base.json": '{"extends": "deep/base.yaml", "MD013": {"line_length": 100}}',
            "deep__base.yaml": "default: false\nMD013: {line_length: 90}\nMD034: true\nMD009: true\n",
        },
    )
    assert found.rules == {"MD013": {"line_length": 100}, "MD009": {}}


@pytest.mark.parametrize("name", ["../outside.json", "/etc/passwd", "missing.json", ".markdownlint.json"])
def test_what_cannot_be_extended_changes_nothing(tmp_path: Path, name: str) -> None:
    text = f'{{"extends": "{name}", "default": false, "MD013": {{"line_length": 100}}}}'
    assert rules_of(tmp_path, **{".markdownlint.json": text}).rules == {"MD013": {"line_length": 100}}


def test_a_style_by_name_and_settings_beside_those_of_the_command(tmp_path: Path) -> None:
    found = rules_of(
        tmp_path,
        **{
            ".markdownlint-cli2.yaml": "globs: ['*.md']\n",
            ".markdownlint.yaml": "extends: markdownlint/style/prettier\n",
        },
    )
    assert "MD013" not in found.rules
    assert "MD034" in found.rules


def test_the_order_of_the_alphabet_counts_where_a_check_names_it(tmp_path: Path) -> None:
    found = rules_of(tmp_path, **{".github__workflows__a.yml": STEP.format("run: npx fpb-lint books")})
    assert (found.sources, set(found.rules)) == ((".github/workflows/a.yml",), {ORDER})


def test_a_preview_tells_what_the_lists_own_checks_would_mind(
    engine: Engine, tmp_path: Path, now: datetime
) -> None:
    world = make_world(engine, tmp_path, now)
    settings = b'{"default": false, "MD013": {"line_length": 90}, "MD034": true}'
    world.repo.commit("Checks", readme=README, files={".markdownlint.json": settings})
    world.sync()
    world.confirm("2504.00004", "Delta of Tokens")
    world.confirm("2505.00005", "Epsilon of Tokens with so very many words that no line of ninety has room")
    with reading(engine) as session:
        shown = preview(session, world.found, settings=world.settings, now=now)
    short, long = shown.items
    assert not any("own checks" in note for note in short.notes)
    assert long.notes[-1].startswith("the list's own checks would mind (MD013): the line has ")
    assert "would mind one entry; see the remarks." in shown.checks[-1]
    assert "MD013" in shown.body
