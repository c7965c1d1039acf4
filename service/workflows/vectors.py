"""An encoder that remembers: vectors are looked up in the database, and made only once."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Engine

from classifier import Encoder, EncoderError, load_encoder, text_hash
from service.db import vectors
from service.db.engine import reading, writing
from service.errors import SetupError
from service.settings import Settings
from service.workflows.runs import Progress, no_progress

_CHUNK = 64  # texts encoded between two commits: a stop loses seconds, not minutes


class CachedEncoder:
    """The same face as the encoder it wraps; keys are model, revision and the text's SHA-256."""

    def __init__(self, engine: Engine, encoder: Encoder, progress: Progress = no_progress) -> None:
        self._engine = engine
        self._encoder = encoder
        self._progress = progress
        self.name = encoder.name
        self.revision = encoder.revision
        self.dimension = encoder.dimension

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return one float32 row a text (n x dimension), each of length one."""
        hashes = [text_hash(text) for text in texts]
        with reading(self._engine) as session:
            known = vectors.known(session, self.name, self.revision, hashes)
        missing = {h: t for h, t in zip(hashes, texts, strict=True) if h not in known}
        known |= self._make(missing)
        rows = np.zeros((len(texts), self.dimension), dtype=np.float32)
        for row, digest in zip(rows, hashes, strict=True):
            row[:] = np.frombuffer(known[digest], dtype="<f4")
        return rows

    def missing(self, texts: Sequence[str]) -> list[str]:
        """Return the texts, each once, that have no vector yet."""
        hashes = {text_hash(text): text for text in texts}
        with reading(self._engine) as session:
            known = vectors.known(session, self.name, self.revision, hashes)
        return [text for digest, text in hashes.items() if digest not in known]

    def _make(self, missing: dict[str, str]) -> dict[str, bytes]:
        made: dict[str, bytes] = {}
        # Texts of one length side by side need little padding; the encoder sorts within a chunk only.
        todo = sorted(missing.items(), key=lambda item: len(item[1]))
        for start in range(0, len(todo), _CHUNK):
            chunk = todo[start : start + _CHUNK]
            rows = self._encoder.encode([text for _, text in chunk]).astype("<f4")
            fresh = {digest: row.tobytes() for (digest, _), row in zip(chunk, rows, strict=True)}
            with writing(self._engine) as session:
                vectors.store(session, self.name, self.revision, fresh)
            made |= fresh
            self._progress("Reading abstracts closely", start + len(chunk), len(todo))
        return made


def open_encoder(engine: Engine, settings: Settings, progress: Progress = no_progress) -> CachedEncoder:
    """Return the configured encoder with its cache.

    Raises:
        SetupError: its weights are missing or not what was promised.
    """
    return _opened(engine, settings.encoder, settings.encoder_revision, progress)


class Encoders:
    """The encoders that the bundles in use learned on, each opened once.

    After a change of the setting, a bundle goes on with its own until one of the new encoder takes over.
    """

    def __init__(self, engine: Engine, settings: Settings, progress: Progress = no_progress) -> None:
        self._engine = engine
        self._settings = settings
        self._progress = progress
        self._opened: dict[tuple[str, str], CachedEncoder] = {}

    def first(self) -> CachedEncoder:
        """Return an encoder that is open already, or the configured one: for what may use any of them."""
        return next(iter(self._opened.values()), None) or self.of("", "")

    def of(self, name: str, revision: str) -> CachedEncoder:
        """Return the encoder of that name and revision; without a name, the configured one.

        Raises:
            SetupError: it cannot be loaded.
        """
        if not name:
            name, revision = self._settings.encoder, self._settings.encoder_revision
        if (name, revision) not in self._opened:
            self._opened[name, revision] = _opened(self._engine, name, revision, self._progress)
        return self._opened[name, revision]


def _opened(engine: Engine, name: str, revision: str, progress: Progress) -> CachedEncoder:
    try:
        encoder = load_encoder(name, revision or None)
    except EncoderError as exc:
        raise SetupError(str(exc)) from exc
    return CachedEncoder(engine, encoder, progress)
