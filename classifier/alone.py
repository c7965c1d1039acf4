"""What the commands do: files in, a bundle or lines out."""

import datetime as dt
import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, replace
from pathlib import Path

from classifier.bundle import Bundle
from classifier.encoder import BUNDLED, Encoder, load_encoder
from classifier.errors import InputError
from classifier.evaluate import judge_bundle
from classifier.jsonl import as_line, read_documents, read_examples, taxonomy_of
from classifier.storage import load_bundle
from classifier.taxonomy_file import read_taxonomy
from classifier.texts import comparable
from classifier.training import train
from classifier.types import Document, Example, Facet, Suggestion, Taxonomy

Say = Callable[[str], None]

_AT_ONCE = 256


def train_files(
    examples: Path,
    *,
    taxonomy: Path | None = None,
    background: Path | None = None,
    encoder: str | None = None,
    revision: str | None = None,
    now: dt.datetime,
    say: Say,
) -> Bundle:
    """Learn a bundle from files. Examples with neither verdict nor tags serve as background.

    `say` is told in a sentence which tags the taxonomy does not know.

    Raises:
        InputError: a file cannot be read, nothing in it is wanted, or the taxonomy lacks one of its facets.
    """
    told = read_examples(examples)
    known = read_taxonomy(taxonomy) if taxonomy else taxonomy_of(told)
    if missing := _unknown_facets(known, told):
        raise InputError(f"{examples.name}: {_no_facet(missing[0], known)}")
    if lost := _unknown_tags(known, told):
        say(f"{examples.name}: not in the taxonomy, and so not learned: {', '.join(lost)}.")
    judged = [_in_the_words_of(known, e) for e in told if e.wanted is not None or e.tags]
    others = [e.document for e in told if e.wanted is None and not e.tags]
    if background is not None:
        others += read_documents(background)
    return train(
        judged,
        background=others,
        taxonomy=known,
        encoder=load_encoder(encoder or BUNDLED, revision),
        trained_at=now,
    )


def suggest_lines(folder: Path, documents: Path, *, with_evidence: bool = False) -> Iterator[str]:
    """Yield one JSON line for each document of a file, in its order.

    Raises:
        InputError: the file cannot be read.
        BundleError: the bundle cannot be used.
    """
    bundle, encoder = _opened(folder)
    told = read_documents(documents)
    for start in range(0, len(told), _AT_ONCE):
        some: Sequence[Document] = told[start : start + _AT_ONCE]
        for suggestion in bundle.suggest(some, encoder, with_evidence=with_evidence):
            yield as_line(_wire(suggestion, with_evidence=with_evidence))


def evaluate_files(folder: Path, examples: Path, *, say: Say) -> str:
    """Return, as JSON, how right a bundle is on judged examples that it has not seen.

    `say` is told in a sentence what the bundle's taxonomy does not know, which is not judged.

    Raises:
        InputError: the file cannot be read or holds no judged example.
        BundleError: the bundle cannot be used.
    """
    bundle, encoder = _opened(folder)
    read = read_examples(examples)
    for facet in _unknown_facets(bundle.taxonomy, read):
        say(f"{examples.name}: {_no_facet(facet, bundle.taxonomy)} It is not judged.")
    if lost := _unknown_tags(bundle.taxonomy, read):
        say(f"{examples.name}: not in the bundle's taxonomy, and so not judged: {', '.join(lost)}.")
    told = [_in_the_words_of(bundle.taxonomy, e) for e in read]
    if not any(e.tags or e.wanted is not None for e in told):
        raise InputError(f"{examples.name} holds no judged example; give `wanted` or `tags`.")
    return json.dumps(judge_bundle(bundle, told, encoder), indent=1, ensure_ascii=False)


def _opened(folder: Path) -> tuple[Bundle, Encoder]:
    bundle = load_bundle(folder)
    revision = None if bundle.encoder_name == BUNDLED else bundle.encoder_revision
    encoder = load_encoder(bundle.encoder_name, revision)
    bundle.check_encoder(encoder)
    return bundle, encoder


def _in_the_words_of(taxonomy: Taxonomy, example: Example) -> Example:
    """Return the example with the taxonomy's names for its tags; what it does not know is left out.

    A facet of which no tag is known counts as not judged: its document has a tag, and we cannot say which.
    """
    tags = {}
    for facet in taxonomy.facets:
        if facet.name in example.tags:
            names = _names(facet)
            found = (names.get(_key(text)) for text in example.tags[facet.name])
            tags[facet.name] = tuple(dict.fromkeys(name for name in found if name))
            if example.tags[facet.name] and not tags[facet.name]:
                del tags[facet.name]
    return replace(example, tags=tags)


def _unknown_facets(taxonomy: Taxonomy, examples: Sequence[Example]) -> list[str]:
    known = {f.name for f in taxonomy.facets}
    return sorted({facet for e in examples for facet in e.tags if facet not in known})


def _unknown_tags(taxonomy: Taxonomy, examples: Sequence[Example]) -> list[str]:
    known = {f.name: _names(f) for f in taxonomy.facets}
    told = {(facet, tag) for e in examples for facet, tags in e.tags.items() for tag in tags}
    return sorted(f"{facet}: {tag}" for facet, tag in told if _key(tag) not in known.get(facet, {_key(tag)}))


def _no_facet(name: str, taxonomy: Taxonomy) -> str:
    known = ", ".join(f.name for f in taxonomy.facets) or "none"
    return f"the taxonomy has no facet {name!r} (facets: {known})."


def _names(facet: Facet) -> dict[str, str]:
    return {_key(s): t.name for t in facet.tags for s in (*t.spellings, t.name)}


def _key(text: str) -> str:
    return comparable(text).replace(" ", "")


def _wire(suggestion: Suggestion, *, with_evidence: bool) -> dict[str, object]:
    line: dict[str, object] = {
        "id": suggestion.id,
        "relevance": round(suggestion.relevance, 6),
        "score": round(suggestion.score, 4),
        "tags": suggestion.tags,
        "proposed": suggestion.proposed,
        "abstained": suggestion.abstained,
    }
    if with_evidence:
        line["evidence"] = asdict(suggestion.evidence)
    return line
