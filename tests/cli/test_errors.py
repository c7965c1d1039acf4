"""Bad input and bad days: one sentence on standard error, exit code 2, and nothing changed."""

from pathlib import Path

import pytest
from sqlalchemy import text

from service.catalog.loader import built_in_catalog
from service.db.engine import make_engine
from service.samples import sample_lists
from tests.cli.conftest import Run
from tests.emulators.arxiv import ArxivEmulator

SAMPLES = str(sample_lists())


def set_revision(folder: Path, revision: str) -> None:
    engine = make_engine(f"sqlite:///{folder / 'listkeeper.db'}")
    with engine.execution_options(writes=True).begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = :new"), {"new": revision})
    engine.dispose()


@pytest.mark.parametrize("command", ["train", "propose", "publish", "digest"])
def test_an_unknown_list_names_the_way_to_the_known_ones(run: Run, command: str) -> None:
    ended = run(command, "--list", "no-such-list")
    assert (ended.code, ended.out) == (2, "")
    assert ended.sentence.startswith("There is no list 'no-such-list'.")
    assert "listkeeper lists sync" in ended.sentence


def test_a_list_that_the_catalog_does_not_have_is_not_synced(run: Run) -> None:
    ended = run("lists", "sync", "--list", "no-such-list", "--from", SAMPLES)
    assert (ended.code, ended.out) == (2, "")
    assert ended.sentence == ("The catalog has no list 'no-such-list'; `listkeeper lists show` names them.")


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["crawl", "--from", "31.10.2025"], "'31.10.2025' is no day; give one like 2025-10-31."),
        (["crawl", "--to", "yesterday"], "'yesterday' is no day; give one like 2025-10-31."),
        (["crawl", "--from", "2025-02-30"], "'2025-02-30' is no day; give one like 2025-10-31."),
        (["propose", "--since", "soon"], "'soon' is no day; give one like 2025-10-31."),
        (
            ["crawl", "--from", "2025-10-02", "--to", "2025-10-01"],
            "The crawl would end (2025-10-01) before it begins (2025-10-02); swap the days.",
        ),
        (
            ["user", "link", "--role", "king"],
            "'king' is no role; give one of: reader, reviewer, maintainer, admin.",
        ),
        (
            ["user", "password", "nobody"],
            "There is no account named nobody; `listkeeper user list` names them.",
        ),
    ],
)
def test_what_cannot_be_used_is_said_in_one_sentence(run: Run, words: list[str], sentence: str) -> None:
    ended = run(*words)
    assert (ended.code, ended.out, ended.sentence) == (2, "", sentence)


@pytest.mark.parametrize(
    "words", [["crawl", "--from", "x"], ["crawl", "--from", "2025-10-02", "--to", "2025-10-01"]]
)
def test_a_day_that_is_none_is_found_before_anything_is_made(run: Run, data: Path, words: list[str]) -> None:
    run(*words)
    assert not data.exists()


@pytest.mark.parametrize("words", [["serve"], ["up", "--sample"]])
def test_a_port_in_use_is_found_before_anything_else_is_done(
    run: Run, busy_port: int, words: list[str]
) -> None:
    ended = run(*words, "--port", str(busy_port))
    assert (ended.code, ended.out) == (2, "")
    assert ended.sentence == (
        f"Port {busy_port} on 127.0.0.1 is in use; choose others with LISTKEEPER_PORT and LISTKEEPER_HOST."
    )


def test_an_address_that_is_not_ours_is_a_sentence(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LISTKEEPER_HOST", "192.0.2.1")
    ended = run("serve", "--port", "0")
    assert ended.code == 2
    assert ended.sentence.startswith("Port 0 on 192.0.2.1 cannot be used (")


def test_a_port_that_is_none_names_the_setting(run: Run) -> None:
    ended = run("serve", "--port", "70000")
    assert ended.code == 2
    assert ended.sentence.startswith("LISTKEEPER_PORT is not usable: ")


@pytest.mark.parametrize(
    "words", [["crawl"], ["db", "upgrade"], ["db", "state"], ["doctor"], ["up", "--port", "0"]]
)
def test_a_data_folder_that_cannot_be_written_to_names_the_setting(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: list[str]
) -> None:
    (tmp_path / "file").touch()
    monkeypatch.setenv("LISTKEEPER_DATA_DIR", str(tmp_path / "file" / "data"))
    ended = run(*words)
    assert (ended.code, ended.out) == (2, "")
    assert ended.sentence == (
        f"The data folder {tmp_path}/file/data cannot be written to (Not a directory); "
        "give another one with LISTKEEPER_DATA_DIR."
    )


def test_a_setting_that_cannot_be_used_ends_every_command(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LISTKEEPER_OPEN_BROWSER", "yes")
    for words in (["crawl"], ["db", "state"], ["serve"]):
        ended = run(*words)
        assert (ended.code, ended.out) == (2, "")
        assert ended.sentence.startswith("LISTKEEPER_OPEN_BROWSER is not usable: ")


def test_a_missing_git_says_how_to_install_it(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    ended = run("lists", "sync", "--from", SAMPLES)
    assert (ended.code, ended.out) == (2, "")
    assert "git is not installed; install it (Debian: apt-get install git) and try again." in ended.err
    assert "Traceback" not in ended.err
    looked = run("doctor")
    assert looked.code == 1
    assert "MISSING  git        git is not installed" in looked.err


def test_a_schema_of_another_version_names_the_command_or_the_way_back(run: Run, data: Path) -> None:
    assert run("db", "upgrade").code == 0
    set_revision(data, "0001")
    for words in (["crawl"], ["serve", "--port", "0"]):
        assert run(*words).sentence == "The database has an older schema; run `listkeeper db upgrade` first."
    set_revision(data, "9999")
    for words in (["crawl"], ["db", "upgrade"], ["up", "--port", "0"]):
        ended = run(*words)
        assert ended.code == 2
        assert ended.sentence.startswith("The database belongs to a newer Listkeeper; install that version")
    assert run("db", "state").out == "newer\n"


def test_a_file_that_is_no_database_is_left_alone(run: Run, data: Path) -> None:
    data.mkdir()
    (data / "listkeeper.db").write_text("My notes, which are dear to me. " * 99)
    ended = run("crawl")
    assert ended.code == 2
    assert ended.sentence.startswith("The database cannot be reached (file is not a database)")
    assert (data / "listkeeper.db").read_text().startswith("My notes")


def test_a_catalog_file_with_an_unknown_key_is_named_with_its_line(run: Run, data: Path) -> None:
    (data / "catalog").mkdir(parents=True)
    text = (built_in_catalog() / "vision-token-pruning.yaml").read_text(encoding="utf-8")
    (data / "catalog" / "mine.yaml").write_text("colour: red\n" + text, encoding="utf-8")
    for words in (["lists", "show"], ["lists", "sync", "--from", SAMPLES]):
        ended = run(*words)
        assert (ended.code, ended.out) == (2, "")
        assert f"{data}/catalog/mine.yaml" in ended.sentence or "mine.yaml" in ended.sentence
        assert "1" in ended.sentence
        assert "'colour'" in ended.sentence


def test_a_folder_without_the_lists_changes_nothing(run: Run, tmp_path: Path) -> None:
    ended = run("lists", "sync", "--from", str(tmp_path / "none"))
    assert (ended.code, ended.out) == (2, "")
    assert "There is no folder" in ended.sentence


def test_without_lists_there_is_nothing_to_crawl_for(run: Run) -> None:
    assert run("crawl").sentence == "No list has an arXiv query yet; run `listkeeper lists sync` first."


def test_an_arxiv_that_is_not_there_or_lies_is_one_sentence(
    run: Run, arxiv: ArxivEmulator, monkeypatch
) -> None:
    assert run("lists", "sync", "--list", "token-pruning-and-merging", "--from", SAMPLES).code == 0
    days = ["crawl", "--from", "2025-10-01", "--to", "2025-10-03"]
    arxiv.fail("wrong_total", 999)
    lied = run(*days)
    arxiv.faults.switch_off()
    monkeypatch.setenv("LISTKEEPER_ARXIV_URL", "http://127.0.0.1:9/api/query")
    away = run(*days)
    assert (lied.code, lied.out, away.code, away.out) == (2, "", 2, "")
    assert "arXiv" in lied.sentence or "it says" in lied.sentence
    assert away.sentence.startswith("arXiv cannot be reached at http://127.0.0.1:9 (connection refused)")


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["lists", "sycn"], "No such command 'sycn'; did you mean `listkeeper lists sync`?"),
        (["nothing"], "No such command 'nothing'; `listkeeper --help` says what can be given."),
        (["publish"], "Missing option '--list'; `listkeeper publish --help` says what can be given."),
        (
            ["crawl", "--no-such-option"],
            "No such option: --no-such-option; `listkeeper crawl --help` says what can be given.",
        ),
        (
            ["propose", "--since"],
            "Option '--since' requires an argument; `listkeeper propose --help` says what can be given.",
        ),
    ],
)
def test_a_mistake_in_the_words_is_one_sentence_that_says_what_to_type(
    run: Run, words: list[str], sentence: str
) -> None:
    ended = run(*words)
    assert (ended.code, ended.out, ended.sentence) == (2, "", sentence)


@pytest.mark.parametrize("words", [["runs", "--limit", "0"], ["lists", "read"], ["lists", "add", "a", "b"]])
def test_every_mistake_names_the_help_of_its_command(run: Run, words: list[str]) -> None:
    ended = run(*words)
    assert (ended.code, ended.out) == (2, "")
    command = " ".join(word for word in words if word.isalpha() and len(word) > 1)
    assert f"`listkeeper {command} --help`" in ended.sentence


@pytest.mark.parametrize("words", [[], ["lists"]])
def test_a_group_without_a_command_shows_its_help(run: Run, words: list[str]) -> None:
    ended = run(*words)
    assert (ended.code, ended.out) == (2, "")
    assert ended.err.startswith("Usage: listkeeper")
    assert "Commands:" in ended.err
