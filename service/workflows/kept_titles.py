"""Vectors of titles in one file of the data folder, so that a list's titles are read closely only once."""

from collections.abc import Mapping
from pathlib import Path
from tempfile import NamedTemporaryFile
from zipfile import BadZipFile

import numpy as np
from numpy.typing import NDArray

from service.errors import ListkeeperError
from service.settings import Settings, ensure_data_dir

_MOST = 50_000  # titles; of more, those read last stay
Vectors = NDArray[np.float32]


def as_kept(rows: Vectors) -> Vectors:
    """Return vectors (n x dimension) as precisely as they are kept: whether they were makes no difference."""
    return rows.astype(np.float16).astype(np.float32)


class KeptTitles:
    """The file of one encoder. What cannot be read is made anew, what cannot be written is not kept."""

    def __init__(self, settings: Settings, encoder: str, revision: str) -> None:
        self._settings = settings
        self._name = "".join(c if c.isalnum() else "-" for c in f"titles-{encoder}-{revision}") + ".npz"

    def read(self, dimension: int) -> dict[str, Vectors]:
        """Return the vectors (float32, `dimension` long) by the hash of the title."""
        file = self._settings.data_dir / self._name
        try:
            with file.open("rb") as opened, np.load(opened, allow_pickle=False) as kept:
                hashes = [digest.decode("ascii") for digest in kept["hashes"].tolist()]
                vectors = kept["vectors"].astype(np.float32)
        except (OSError, ValueError, KeyError, EOFError, BadZipFile):
            return {}
        if vectors.shape != (len(hashes), dimension):
            return {}
        return dict(zip(hashes, vectors, strict=True))

    def write(self, vectors: Mapping[str, Vectors]) -> None:
        """Keep these instead of what was there; who reads meanwhile sees the file before or after."""
        newest = list(vectors.items())[-_MOST:]
        try:
            folder = ensure_data_dir(self._settings)
            with NamedTemporaryFile(dir=folder, suffix=".part", delete=False) as part:
                np.savez(
                    part,
                    hashes=np.array([digest.encode("ascii") for digest, _ in newest]),
                    vectors=np.stack([row for _, row in newest]).astype(np.float16),
                )
            Path(part.name).replace(folder / self._name)
        except (OSError, ListkeeperError):
            return
