"""Settings: every one is documented, checked, and secret where it should be."""

import re
import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr, ValidationError

from service.errors import BadInput, SetupError
from service.settings import PREFIX, Settings, ensure_data_dir, ensure_secret_key, load_settings

ROOT = Path(__file__).resolve().parents[1]
ROW = re.compile(r"^\| `(LISTKEEPER_\w+)` \| (.+?) \| (.+) \|$", re.MULTILINE)


@pytest.fixture(autouse=True)
def bare_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in Settings.model_fields:
        monkeypatch.delenv(PREFIX + name.upper(), raising=False)
        monkeypatch.delenv(f"{PREFIX}{name.upper()}_FILE", raising=False)
    monkeypatch.setenv("HOME", "/home/somebody")
    monkeypatch.delenv("XDG_DATA_HOME", raising=False)
    monkeypatch.chdir(tmp_path)


def documented() -> dict[str, tuple[str, str]]:
    text = (ROOT / "docs" / "settings.md").read_text(encoding="utf-8")
    return {name: (default.strip("`"), meaning) for name, default, meaning in ROW.findall(text)}


def written(value: Any) -> str:
    plain = value.get_secret_value() if isinstance(value, SecretStr) else value
    if isinstance(plain, bool):
        return str(plain).lower()
    return str(plain).replace("/home/somebody", "~") if plain not in (None, "") else "empty"


def test_every_setting_is_documented_with_its_default() -> None:
    settings = load_settings()
    real = {PREFIX + name.upper(): written(getattr(settings, name)) for name in Settings.model_fields}
    assert {name: default for name, (default, _) in documented().items()} == real


def test_every_setting_says_what_it_is_for() -> None:
    for name, field in Settings.model_fields.items():
        assert field.description, name
        assert field.description.endswith("."), name


def test_settings_cannot_be_changed_once_read() -> None:
    with pytest.raises(ValidationError):
        load_settings().port = 1


def test_the_environment_beats_the_env_file_and_a_named_file_beats_both(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    Path(".env").write_text("LISTKEEPER_CONTACT=dot\nLISTKEEPER_PORT=8001\n")
    assert load_settings().contact == "dot"
    monkeypatch.setenv("LISTKEEPER_CONTACT", "environment")
    assert load_settings().contact == "environment"
    (tmp_path / "contact").write_text("  a file\n")
    monkeypatch.setenv("LISTKEEPER_CONTACT_FILE", str(tmp_path / "contact"))
    assert load_settings().contact == "a file"
    assert load_settings(contact="an argument").contact == "an argument"
    assert load_settings().port == 8001


def test_an_empty_value_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LISTKEEPER_PORT", "")
    assert load_settings().port == 8000


def test_a_named_file_that_is_missing_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("LISTKEEPER_SECRET_KEY_FILE", str(tmp_path / "gone"))
    with pytest.raises(BadInput) as caught:
        load_settings()
    assert str(caught.value) == (
        f"LISTKEEPER_SECRET_KEY_FILE names {tmp_path / 'gone'}, which cannot be read: "
        "No such file or directory; write it, or unset the variable."
    )


@pytest.mark.parametrize("name", ["ARXIV_URL", "BASE_URL", "GITHUB_URL", "WEBSUB_HUB"])
def test_an_address_that_is_none_is_found_at_once(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    monkeypatch.setenv(f"LISTKEEPER_{name}", "ftp://example.org")
    with pytest.raises(BadInput) as caught:
        load_settings()
    assert str(caught.value) == (
        f"LISTKEEPER_{name} is not usable: must begin with https:// or http:// "
        "(docs/settings.md lists what is)."
    )


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("BASE_URL", "https://papers.example.org /lists", "must be a web address, such as https://papers."),
        ("BASE_URL", "https://", "must be a web address"),
        ("GITHUB_API_URL", "https://[::1", "must be a web address"),
        ("ARXIV_URL", "http://localhost:eighty/api", "must be a web address"),
        ("MAIL_FROM", "Listkeeper", "must be an e-mail address, such as Listkeeper <digest@example.org>"),
        ("MAIL_FROM", "Listkeeper <digest@>", "must be an e-mail address"),
        ("MAIL_FROM", "digest@example.org\nBcc: all@example.org", "must be one line of printable characters"),
        (
            "BOUNCE_ADDRESS",
            "Bounces <b@example.org>",
            "must be an e-mail address, such as digest@example.org",
        ),
        ("GIT_AUTHOR_EMAIL", "nobody", "must be an e-mail address"),
        ("GIT_AUTHOR_NAME", "List\nkeeper", "must be one line"),
        ("CONTACT", "ada@example.org\nX-Other: 1", "must be one line"),
        ("GITHUB_TOKEN", "ghp_hush or so", "must be letters, digits and signs without blanks"),
        ("WEBHOOK_NETWORKS", "10.1.0.0/99", "10.1.0.0/99"),
    ],
)
def test_a_value_of_the_wrong_kind_is_found_at_once(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str, words: str
) -> None:
    monkeypatch.setenv(f"LISTKEEPER_{name}", value)
    with pytest.raises(BadInput, match=f"^LISTKEEPER_{name} is not usable: ") as caught:
        load_settings()
    assert words in str(caught.value)
    assert "hush" not in str(caught.value)


def test_values_that_people_have_are_taken() -> None:
    given = {
        "mail_from": '"Lists, kept" <digest@example.org>',
        "bounce_address": "bounces@example.org",
        "contact": "Zoë, https://example.org/zoë",
        "base_url": "http://[::1]:8000/papers/",
        "github_token": "github_pat_11AB_cd",
    }
    taken = load_settings(**given)
    assert given == {**{n: getattr(taken, n) for n in given}, "github_token": given["github_token"]}
    assert load_settings(mail_from="digest@example.org").sends_mail is False


def test_files_that_are_no_text_are_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "key").write_bytes(b"\xff\xfe")
    monkeypatch.setenv("LISTKEEPER_SECRET_KEY_FILE", str(tmp_path / "key"))
    with pytest.raises(BadInput, match=r"LISTKEEPER_SECRET_KEY_FILE names .*, which is not UTF-8 text"):
        load_settings()
    monkeypatch.delenv("LISTKEEPER_SECRET_KEY_FILE")
    Path(".env").write_bytes(b"LISTKEEPER_CONTACT=\xff\n")
    with pytest.raises(BadInput, match=r"The file \.env cannot be read"):
        load_settings()


@pytest.mark.parametrize("value", ["true", "false", "True", "FALSE"])
def test_booleans_are_true_or_false(monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    monkeypatch.setenv("LISTKEEPER_OPEN_BROWSER", value)
    assert load_settings().open_browser is (value.lower() == "true")


@pytest.mark.parametrize("value", ["1", "0", "yes", "no", "on", "t", "wahr"])
def test_booleans_are_nothing_else(monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    monkeypatch.setenv("LISTKEEPER_SECURE_COOKIES", value)
    with pytest.raises(BadInput, match=r"LISTKEEPER_SECURE_COOKIES is not usable: .*must be true or false"):
        load_settings()


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PORT", "eighty"),
        ("PORT", "65536"),
        ("ARXIV_DELAY", "-1"),
        ("ARXIV_TIMEOUT", "0"),
        ("SESSION_DAYS", "0"),
        ("CRAWL_DAYS", "32"),
        ("LOG_FORMAT", "xml"),
        ("LOG_LEVEL", "loud"),
    ],
)
def test_what_cannot_be_used_is_named(monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> None:
    monkeypatch.setenv(PREFIX + name, value)
    with pytest.raises(BadInput, match=rf"^LISTKEEPER_{name} is not usable: .*docs/settings\.md") as caught:
        load_settings()
    assert "\n" not in str(caught.value)


def test_secrets_hide() -> None:
    settings = load_settings(secret_key="hush", github_token="ghp_hush")
    assert "hush" not in repr(settings)
    assert "hush" not in str(settings)
    assert "hush" not in settings.model_dump_json()


@pytest.mark.parametrize(
    ("chosen", "address"),
    [
        ({}, "http://127.0.0.1:8000"),
        ({"host": "::1", "port": 80}, "http://[::1]:80"),
        ({"base_url": "https://lists.example.org/keeper/"}, "https://lists.example.org/keeper"),
    ],
)
def test_the_address_is_the_public_one_without_a_slash(chosen: dict[str, Any], address: str) -> None:
    assert load_settings(**chosen).address == address


def test_the_database_is_sqlite_in_the_data_folder_unless_one_is_named(tmp_path: Path) -> None:
    assert load_settings(data_dir=tmp_path).database == f"sqlite:///{tmp_path}/listkeeper.db"
    assert load_settings(database_url="postgres").database == "postgres"


def test_a_tilde_is_the_home_folder(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LISTKEEPER_DATA_DIR", "~/keeper")
    assert load_settings().data_dir == Path("/home/somebody/keeper")


def test_a_data_folder_that_cannot_be_made_is_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(SetupError, match=r"cannot be written to .* LISTKEEPER_DATA_DIR") as caught:
        ensure_data_dir(load_settings(data_dir=tmp_path / "file" / "data"))
    assert "\n" not in str(caught.value)


def test_the_secret_key_is_made_once_and_readable_by_nobody_else(tmp_path: Path) -> None:
    settings = load_settings(data_dir=tmp_path / "new")
    with ThreadPoolExecutor(8) as pool:
        keys = set(pool.map(lambda _: ensure_secret_key(settings), range(16)))
    assert len(keys) == 1
    assert len(keys.pop()) >= 43
    kept = tmp_path / "new" / "secret-key"
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    assert [p.name for p in kept.parent.iterdir()] == ["secret-key"]


def test_a_given_secret_key_is_used_and_not_kept(tmp_path: Path) -> None:
    assert ensure_secret_key(load_settings(data_dir=tmp_path, secret_key="given")) == "given"
    assert list(tmp_path.iterdir()) == []
