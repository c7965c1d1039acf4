"""Titles that mean the same: compared by the encoder, read once, kept in one file."""

from pathlib import Path

import numpy as np
import pytest

from classifier import HashEncoder
from service.lists import NewEntry, read_document
from service.settings import Settings
from service.workflows import alike
from service.workflows.alike import TitleReader

LISTED = {"a": "Pruning of Visual Tokens", "b": "Speech in Loud Rooms", "c": "Merging of Visual Tokens"}


class CountingEncoder(HashEncoder):
    """Notes what it was asked to read."""

    def __init__(self) -> None:
        super().__init__()
        self.read: list[str] = []

    def encode(self, texts):
        self.read += texts
        return super().encode(texts)


@pytest.fixture
def encoder(monkeypatch: pytest.MonkeyPatch) -> CountingEncoder:
    made = CountingEncoder()
    monkeypatch.setattr(alike, "load_encoder", lambda *_: made)
    return made


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(data_dir=tmp_path / "data")


def test_titles_are_compared_by_what_they_mean(tmp_path: Path) -> None:
    reader = TitleReader(Settings(data_dir=tmp_path))
    said = reader.alike("Hearing Talkers among Noise", LISTED)
    assert max(said, key=lambda key: said[key]) == "b"
    assert all(-1 <= value <= 1 for value in said.values())
    assert reader.alike("Anything", {}) == {}


def test_an_entry_learns_which_papers_of_a_list_are_alike(
    settings: Settings, encoder: CountingEncoder
) -> None:
    text = b"# L\n\n- [Pruning of Visual Tokens](https://arxiv.org/abs/2401.00001)\n"
    entry = TitleReader(settings).with_alike(NewEntry(title="Pruning of Tokens"), read_document(text))
    assert entry.alike["arxiv:2401.00001"] > 0.5
    assert encoder.read == ["Pruning of Tokens", "Pruning of Visual Tokens"]


def test_a_title_is_read_once_by_all_who_come_after(settings: Settings, encoder: CountingEncoder) -> None:
    first = TitleReader(settings).alike("Pruning of Tokens", LISTED)
    assert sorted(encoder.read) == sorted([*LISTED.values(), "Pruning of Tokens"])
    encoder.read.clear()
    again = TitleReader(settings)
    assert again.alike("Pruning of Tokens", LISTED) == first
    assert encoder.read == []
    again.alike("Another Title", LISTED)
    assert encoder.read == ["Another Title"]


def test_what_was_read_stays_when_the_command_is_stopped(
    settings: Settings, encoder: CountingEncoder
) -> None:
    listed = {str(n): f"Pruning of Visual Tokens, Part {n}" for n in range(3000)}

    def stopped(_: str, done: int, total: int) -> None:
        if done > total / 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        TitleReader(settings, stopped).alike("Pruning of Tokens", listed)
    encoder.read.clear()
    whole = TitleReader(settings).alike("Pruning of Tokens", listed)
    assert len(whole) == len(listed)
    assert len(encoder.read) <= len(listed) - 1024 + 1


@pytest.mark.parametrize("spoil", [lambda data: data[:40], lambda _: b"", lambda data: data[:-9] + b"x" * 9])
@pytest.mark.usefixtures("encoder")
def test_a_file_that_cannot_be_read_is_made_anew(settings: Settings, spoil) -> None:
    first = TitleReader(settings).alike("Pruning of Tokens", LISTED)
    (file,) = settings.data_dir.glob("titles-*.npz")
    whole = file.read_bytes()
    file.write_bytes(spoil(whole))
    assert TitleReader(settings).alike("Pruning of Tokens", LISTED) == first
    assert len(np.load(file)["hashes"]) == len(LISTED) + 1
    assert [each.name for each in settings.data_dir.iterdir()] == [file.name]


@pytest.mark.usefixtures("encoder")
def test_without_a_folder_nothing_is_kept_and_all_works(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")
    nowhere = Settings(data_dir=tmp_path / "file")
    assert TitleReader(nowhere).alike("Pruning of Tokens", LISTED)["a"] > 0.5
