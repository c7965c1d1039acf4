"""Alike: which listed papers mean the same as a new one, by their titles. Needs no database."""

from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from classifier import EncoderError, load_encoder
from service.errors import SetupError
from service.lists import ListDocument, NewEntry
from service.settings import Settings
from service.workflows.runs import Progress, no_progress

_CHUNK = 256  # titles read between two steps of the progress bar


class TitleReader:
    """Compares titles by the configured encoder; each title is read once.

    Raises:
        SetupError: the encoder's weights are missing or not what was promised.
    """

    def __init__(self, settings: Settings, progress: Progress = no_progress) -> None:
        try:
            self._encoder = load_encoder(settings.encoder, settings.encoder_revision or None)
        except EncoderError as exc:
            raise SetupError(str(exc)) from exc
        self._progress = progress
        self._known: dict[str, np.ndarray] = {}

    def with_alike(self, entry: NewEntry, document: ListDocument) -> NewEntry:
        """Return the entry knowing how alike the list's papers are to it."""
        return replace(entry, alike=self.alike(entry.title, {e.key: e.title for e in document.entries}))

    def alike(self, title: str, listed: Mapping[str, str]) -> dict[str, float]:
        """Return the cosine of the title's vector with that of each listed title, by the listed one's key."""
        if not listed:
            return {}
        self._read({title, *listed.values()})
        rows = np.stack([self._known[each] for each in listed.values()])
        return dict(zip(listed, (rows @ self._known[title]).round(4).tolist(), strict=True))

    def _read(self, titles: set[str]) -> None:
        missing = sorted(titles - self._known.keys(), key=lambda title: (len(title), title))
        for start in range(0, len(missing), _CHUNK):
            chunk = missing[start : start + _CHUNK]
            self._known.update(zip(chunk, self._encoder.encode(chunk), strict=True))
            self._progress("Reading titles closely", start + len(chunk), len(missing))
