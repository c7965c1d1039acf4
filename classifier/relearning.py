"""Learning again without losing what was good: a new bundle takes over only if it is not worse."""

import datetime as dt
from collections.abc import Sequence
from typing import NamedTuple

from classifier.bundle import Bundle
from classifier.comparison import Comparison, compare
from classifier.corpus import Corpus
from classifier.encoder import Encoder
from classifier.errors import InputError
from classifier.training import train
from classifier.types import Document, Example, Taxonomy


class Relearned(NamedTuple):
    """The bundle to use from now on, and the comparison that decided it (None where there was none)."""

    bundle: Bundle
    comparison: Comparison | None


def relearn(
    old: Bundle | None,
    examples: Sequence[Example],
    *,
    background: Sequence[Document] | Corpus,
    taxonomy: Taxonomy,
    encoder: Encoder,
    trained_at: dt.datetime,
    population: int | None = None,
) -> Relearned:
    """Train on all examples, unless a rehearsal on the newest of them says that the old bundle is better.

    The rehearsal learns all but the newer half of the examples that the old bundle has not seen, and is
    compared with the old bundle on exactly those. Bundles of two encoders are not compared.

    Raises:
        InputError: no example is wanted.
    """

    def learn(some: Sequence[Example]) -> Bundle:
        return train(
            some,
            background=background,
            taxonomy=taxonomy,
            encoder=encoder,
            trained_at=trained_at,
            population=population,
        )

    held_out = newest_unseen(old, examples) if old is not None else []
    if old is None or not held_out or not old.is_of(encoder):
        return Relearned(learn(examples), None)
    held = {e.document.id for e in held_out}
    try:
        rehearsal = learn([e for e in examples if e.document.id not in held])
    except InputError:
        return Relearned(learn(examples), None)
    comparison = compare(old, rehearsal, held_out, encoder)
    return Relearned(learn(examples) if comparison.promote else old, comparison)


def newest_unseen(old: Bundle, examples: Sequence[Example]) -> list[Example]:
    """Return the newer half of the judged examples that a bundle has not learned from."""
    seen = set(old.seen_ids)
    fresh = [e for e in examples if e.document.id not in seen and (e.tags or e.wanted is not None)]
    fresh.sort(key=lambda e: (e.document.date or dt.date.min, e.document.id))
    return fresh[len(fresh) // 2 :]
