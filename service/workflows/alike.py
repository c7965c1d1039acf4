"""Alike: which listed papers mean the same as a new one, by their titles. Needs no database."""

from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from classifier import Encoder, EncoderError, load_encoder, text_hash
from service.errors import SetupError
from service.lists import ListDocument, NewEntry
from service.settings import Settings
from service.workflows.kept_titles import KeptTitles, as_kept
from service.workflows.runs import Progress, no_progress

_CHUNK = 256  # titles read between two steps of the progress bar
_KEPT_AFTER = 4 * _CHUNK  # titles after which what was read is kept, should the command be stopped


class TitleReader:
    """Compares titles by the configured encoder; each title is read once, and kept in the data folder.

    Raises:
        SetupError: the encoder's weights are missing or not what was promised.
    """

    def __init__(self, settings: Settings, progress: Progress = no_progress) -> None:
        self._encoder = _loaded(settings)
        self._progress = progress
        self._kept = KeptTitles(settings, self._encoder.name, self._encoder.revision)
        self._known = self._kept.read(self._encoder.dimension)

    def with_alike(self, entry: NewEntry, document: ListDocument) -> NewEntry:
        """Return the entry knowing how alike the list's papers are to it."""
        return replace(entry, alike=self.alike(entry.title, {e.key: e.title for e in document.entries}))

    def alike(self, title: str, listed: Mapping[str, str]) -> dict[str, float]:
        """Return the cosine of the title's vector with that of each listed title, by the listed one's key."""
        if not listed:
            return {}
        hashes = {each: text_hash(each) for each in {title, *listed.values()}}
        self._read({digest: each for each, digest in hashes.items() if digest not in self._known})
        rows = np.stack([self._known[hashes[each]] for each in listed.values()])
        return dict(zip(listed, (rows @ self._known[hashes[title]]).round(4).tolist(), strict=True))

    def _read(self, missing: Mapping[str, str]) -> None:
        """Read titles, given by their hash; one alone is soon read again, and not worth a file."""
        todo = sorted(missing.items(), key=lambda item: (len(item[1]), item[1]))
        for start in range(0, len(todo), _CHUNK):
            chunk = todo[start : start + _CHUNK]
            rows = as_kept(self._encoder.encode([each for _, each in chunk]))
            self._known.update((digest, row) for (digest, _), row in zip(chunk, rows, strict=True))
            done = start + len(chunk)
            if done % _KEPT_AFTER == 0 or 1 < done == len(todo):
                self._kept.write(self._known)
            self._progress("Reading titles closely", done, len(todo))


def _loaded(settings: Settings) -> Encoder:
    try:
        return load_encoder(settings.encoder, settings.encoder_revision or None)
    except EncoderError as exc:
        raise SetupError(str(exc)) from exc
