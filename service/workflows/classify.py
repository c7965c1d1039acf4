"""Classify a text that is no paper of ours: what a list's model says of a title and an abstract."""

import threading
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from sqlalchemy import Engine

from classifier import Bundle, Document, Encoder, EncoderError, load_encoder
from service.db import bundles
from service.db.engine import reading
from service.db.lists import StoredList
from service.errors import NotFound, SetupError, SourceBusy
from service.settings import Settings
from service.workflows.propose import open_bundle

PATIENCE = 20.0  # seconds that one caller waits for another one's text
RETRY_AFTER = 10.0  # seconds after which it is worth asking again


@dataclass(frozen=True, slots=True)
class Classified:
    """What a model said, and which one."""

    bundle_id: int
    relevance: float
    scores: dict[str, dict[str, float]]
    proposed: dict[str, tuple[str, ...]]
    abstained: tuple[str, ...]
    evidence: dict[str, Any]


class Classifier:
    """The models of one process. The encoder is loaded with the first text; one text is read at a time.

    Nothing is stored: the texts are somebody else's.
    """

    def __init__(self, engine: Engine, settings: Settings) -> None:
        self._engine, self._settings = engine, settings
        self._lock = threading.Lock()
        self._encoder: Encoder | None = None
        self._bundles: dict[str, Bundle] = {}

    def classify(self, found: StoredList, title: str, abstract: str, *, today: date) -> Classified:
        """Return what the list's model says of a text.

        Raises:
            NotFound: the list has no model yet.
            SourceBusy: too many texts wait already.
            SetupError: encoder or model cannot be used.
        """
        with reading(self._engine) as session:
            current = bundles.in_use(session, found.id)
        if current is None:
            raise NotFound(f"{found.spec.name} has no model yet; it is trained once the list has been read.")
        if not self._lock.acquire(timeout=PATIENCE):
            raise SourceBusy("Other texts are being read; ask again in a moment.", retry_after=RETRY_AFTER)
        try:
            encoder = self._open_encoder()
            bundle = self._open_bundle(current.folder, encoder)
            document = Document(id="-", title=title, abstract=abstract, date=today)
            (said,) = bundle.suggest([document], encoder)
        finally:
            self._lock.release()
        return Classified(
            bundle_id=current.id,
            relevance=said.relevance,
            scores={facet: dict(tags) for facet, tags in said.tags.items()},
            proposed=dict(said.proposed),
            abstained=tuple(said.abstained),
            evidence=asdict(said.evidence),
        )

    def _open_encoder(self) -> Encoder:
        if self._encoder is None:
            try:
                self._encoder = load_encoder(self._settings.encoder, self._settings.encoder_revision or None)
            except EncoderError as exc:
                raise SetupError(str(exc)) from exc
        return self._encoder

    def _open_bundle(self, folder: str, encoder: Encoder) -> Bundle:
        if folder not in self._bundles:
            self._bundles = {folder: open_bundle(self._settings, folder, encoder)} | dict(
                list(self._bundles.items())[:_MOST_BUNDLES]
            )
        return self._bundles[folder]


_MOST_BUNDLES = 15  # beside the newest one; each is a few megabytes
