"""Bundles on disk: a folder with a manifest and arrays, checked before it is believed."""

import contextlib
import datetime as dt
import fcntl
import io
import json
import os
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import asdict
from hashlib import sha256
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from classifier.bundle import Bundle
from classifier.cues import phrases_of
from classifier.encoder import Encoder
from classifier.errors import BundleError
from classifier.head_storage import head_arrays, head_facts, restore_head
from classifier.relevance_storage import relevance_arrays, relevance_facts, restore_relevance
from classifier.types import Constraint, Facet, Tag, Taxonomy

FORMAT = 1
_MANIFEST = "manifest.json"
_ARRAYS, _PACKED = "arrays", ".npz"
_NEW = ".new"


def save_bundle(bundle: Bundle, folder: Path) -> Path:
    """Write a bundle into `folder`; whoever reads there meanwhile finds the older one, then this one.

    Raises:
        BundleError: something that is no bundle stands there, or nothing can be written there.
    """
    folder = Path(folder).resolve()
    check_place(folder)
    packed = io.BytesIO()
    np.savez_compressed(packed, **_arrays(bundle))  # type: ignore[arg-type] # arrays by name
    checksum = sha256(packed.getvalue()).hexdigest()
    arrays = f"{_ARRAYS}-{checksum[:16]}{_PACKED}"
    manifest = _manifest(bundle) | {"checksums": {arrays: checksum}}
    text = json.dumps(manifest, indent=1, ensure_ascii=False, sort_keys=True) + "\n"
    files = {arrays: packed.getvalue(), _MANIFEST: text.encode()}
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        if (folder / _MANIFEST).is_file():
            _replace(folder, files)
        else:
            _put(folder, files)
    except OSError as exc:
        raise BundleError(
            f"{folder} cannot be written ({exc.strerror}); choose another place for the bundle."
        ) from exc
    return folder


def check_place(folder: Path) -> None:
    """Refuse a place that holds anything but a bundle: what stands there would be thrown away.

    Raises:
        BundleError: it does.
    """
    is_free = not folder.exists() or (folder.is_dir() and not any(folder.iterdir()))
    if not is_free and not (folder / _MANIFEST).is_file():
        raise BundleError(
            f"{folder} is there already and is no bundle; choose another place, or move it away first."
        )


def load_bundle(folder: Path, encoder: Encoder | None = None) -> Bundle:
    """Read a bundle and check it; with an encoder, also that it is the one the bundle was trained on.

    Raises:
        BundleError: the folder is no bundle, is damaged, of another format, or of another encoder.
    """
    manifest, arrays = _read(Path(folder))
    try:
        bundle = _restore(manifest, arrays)
    except (KeyError, TypeError, ValueError, AttributeError) as exc:
        raise BundleError(f"The bundle {Path(folder).name} is not complete ({exc}); train again.") from exc
    if encoder is not None:
        bundle.check_encoder(encoder)
    return bundle


def read_manifest(folder: Path) -> dict[str, Any]:
    """Return a bundle's manifest: encoder, taxonomy, thresholds, metrics, training hash, checksums.

    Raises:
        BundleError: there is none, or it is of a format this version does not know.
    """
    path = Path(folder) / _MANIFEST
    try:
        manifest = json.loads(path.read_text(encoding="utf-8"))
    except OSError as exc:
        raise BundleError(
            f"{Path(folder).name} is no bundle: it has no readable {_MANIFEST}; train one."
        ) from exc
    except ValueError as exc:
        raise BundleError(f"The manifest of the bundle {Path(folder).name} is damaged; train again.") from exc
    if not isinstance(manifest, dict) or manifest.get("format") != FORMAT:
        raise BundleError(
            f"The bundle {Path(folder).name} is not of format {FORMAT}, which is read here; train again."
        )
    return manifest


def _manifest(bundle: Bundle) -> dict[str, Any]:
    return {
        "format": FORMAT,
        "encoder": {
            "name": bundle.encoder_name,
            "revision": bundle.encoder_revision,
            "dimension": bundle.dimension,
        },
        "trained_at": bundle.trained_at.isoformat(),
        "training_hash": bundle.training_hash,
        "taxonomy": asdict(bundle.taxonomy),
        "relevance": relevance_facts(bundle.relevance),
        "heads": [head_facts(h) for h in bundle.heads],
        "known_ids": list(bundle.known_ids),
        "seen_ids": list(bundle.seen_ids),
        "metrics": dict(bundle.metrics),
    }


def _arrays(bundle: Bundle) -> dict[str, NDArray[np.generic]]:
    found = {f"relevance/{name}": array for name, array in relevance_arrays(bundle.relevance).items()}
    for number, head in enumerate(bundle.heads):
        found |= {f"head{number}/{name}": array for name, array in head_arrays(head).items()}
    return found


def _read(folder: Path) -> tuple[dict[str, Any], dict[str, NDArray[np.generic]]]:
    """Return a manifest and its arrays; where they were replaced in between, the newer ones."""
    manifest = read_manifest(folder)
    while True:
        try:
            return manifest, _checked_arrays(folder, manifest)
        except BundleError:
            before, manifest = manifest, read_manifest(folder)
            if manifest.get("checksums") == before.get("checksums"):
                raise


def _checked_arrays(folder: Path, manifest: Mapping[str, Any]) -> dict[str, NDArray[np.generic]]:
    checksums = manifest.get("checksums")
    name, checksum = next(iter(checksums.items()), ("", "")) if isinstance(checksums, dict) else ("", "")
    if not _is_arrays(name):
        raise BundleError(f"The manifest of the bundle {folder.name} names no arrays; train again.")
    try:
        packed = (folder / name).read_bytes()
    except OSError as exc:
        raise BundleError(f"The bundle {folder.name} has lost its {name}; train again.") from exc
    if checksum != sha256(packed).hexdigest():
        raise BundleError(
            f"The checksum of {name} in the bundle {folder.name} does not match its manifest; train again."
        )
    with np.load(io.BytesIO(packed), allow_pickle=False) as stored:
        return {name: stored[name] for name in stored.files}


def _restore(manifest: Mapping[str, Any], arrays: Mapping[str, NDArray[np.generic]]) -> Bundle:
    taxonomy = taxonomy_from(manifest["taxonomy"])
    phrases = phrases_of(taxonomy)
    facets = [f for f in taxonomy.facets if f.tags]
    heads = tuple(
        restore_head(_below(arrays, f"head{number}/"), facts, facet, phrases)
        for number, (facet, facts) in enumerate(zip(facets, manifest["heads"], strict=True))
    )
    return Bundle(
        taxonomy=taxonomy,
        encoder_name=manifest["encoder"]["name"],
        encoder_revision=manifest["encoder"]["revision"],
        dimension=int(manifest["encoder"]["dimension"]),
        trained_at=dt.datetime.fromisoformat(manifest["trained_at"]),
        training_hash=manifest["training_hash"],
        relevance=restore_relevance(_below(arrays, "relevance/"), manifest["relevance"]),
        heads=heads,
        known_ids=tuple(manifest["known_ids"]),
        seen_ids=tuple(manifest["seen_ids"]),
        metrics=manifest["metrics"],
    )


def taxonomy_from(stored: Mapping[str, Any]) -> Taxonomy:
    """Return the taxonomy that `dataclasses.asdict` and JSON made of one."""
    facets = tuple(
        Facet(
            name=f["name"],
            exclusive=bool(f["exclusive"]),
            tags=tuple(
                Tag(
                    name=t["name"],
                    definition=t["definition"],
                    cues=tuple(t["cues"]),
                    spellings=tuple(t["spellings"]),
                )
                for t in f["tags"]
            ),
        )
        for f in stored["facets"]
    )
    constraints = tuple(
        Constraint(
            facet=c["facet"], tags=tuple(c["tags"]), at_least=int(c["at_least"]), at_most=int(c["at_most"])
        )
        for c in stored["constraints"]
    )
    return Taxonomy(facets=facets, constraints=constraints)


def _below(arrays: Mapping[str, NDArray[np.generic]], prefix: str) -> dict[str, NDArray[np.generic]]:
    return {name.removeprefix(prefix): array for name, array in arrays.items() if name.startswith(prefix)}


def _is_arrays(name: str) -> bool:
    return Path(name).name == name and name.startswith(_ARRAYS) and name.endswith(_PACKED)


def _put(folder: Path, files: Mapping[str, bytes]) -> None:
    """Make a folder of these files beside its place, then rename it."""
    beside = Path(tempfile.mkdtemp(prefix=f".{folder.name}.", dir=folder.parent))
    try:
        for name, data in files.items():
            (beside / name).write_bytes(data)
        beside.chmod(0o755)
        beside.rename(folder)
    except BaseException:
        shutil.rmtree(beside, ignore_errors=True)
        raise


def _replace(folder: Path, files: Mapping[str, bytes]) -> None:
    """Put files into a bundle, its manifest last: until then, that names the older arrays, which go then."""
    with _alone(folder):
        for name, data in files.items():
            beside = folder / f".{name}{_NEW}"
            beside.write_bytes(data)
            beside.replace(folder / name)
        for left in list(folder.iterdir()):
            is_ours = _is_arrays(left.name) or (left.name.startswith(".") and left.name.endswith(_NEW))
            if is_ours and left.name not in files:
                left.unlink()


@contextlib.contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Wait until nobody else replaces the bundle in a folder."""
    opened = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(opened, fcntl.LOCK_EX)
        yield
    finally:
        os.close(opened)
