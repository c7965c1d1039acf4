"""The classifier alone, on JSON lines: `python -m classifier train|suggest|evaluate`."""

import argparse
import datetime as dt
import sys
from collections.abc import Sequence
from pathlib import Path

from classifier.errors import ClassifierError


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; 0 when done, 2 when the input cannot be used."""
    options = _parser().parse_args(argv)
    try:
        options.run(options)
    except ClassifierError as exc:
        _note(str(exc))
        return 2
    except BrokenPipeError:
        sys.stderr.close()  # the reader has had enough
    return 0


def _train(options: argparse.Namespace) -> None:
    from classifier.alone import train_files  # noqa: PLC0415 -- heavy: only for this command
    from classifier.storage import check_place  # noqa: PLC0415 -- likewise

    check_place(options.out)  # before the work, not after it
    bundle = train_files(
        options.examples,
        taxonomy=options.taxonomy,
        background=options.background,
        encoder=options.encoder,
        revision=options.revision,
        now=dt.datetime.now(dt.UTC),
        say=_note,
    )
    bundle.save(options.out)


def _suggest(options: argparse.Namespace) -> None:
    from classifier.alone import suggest_lines  # noqa: PLC0415 -- heavy: only for this command

    for line in suggest_lines(options.bundle, options.documents, with_evidence=options.evidence):
        print(line)  # noqa: T201 -- a command speaks


def _evaluate(options: argparse.Namespace) -> None:
    from classifier.alone import evaluate_files  # noqa: PLC0415 -- heavy: only for this command

    print(evaluate_files(options.bundle, options.examples, say=_note))  # noqa: T201 -- a command speaks


def _note(text: str) -> None:
    print(text, file=sys.stderr)  # noqa: T201 -- a command speaks


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m classifier", description=__doc__)
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    train = commands.add_parser("train", help="learn a bundle from examples")
    train.add_argument("examples", type=Path, help="JSONL or JSONL.xz of examples")
    train.add_argument("--taxonomy", type=Path, help="YAML of facets and tags (else: those of the examples)")
    train.add_argument("--background", type=Path, help="JSONL or JSONL.xz of documents that nobody judged")
    train.add_argument(
        "--encoder", default=None, help="a sentence-transformers model (else: the bundled one)"
    )
    train.add_argument("--revision", default=None, help="its revision, needed for any but the bundled one")
    train.add_argument("--out", type=Path, required=True, help="folder of the bundle")
    train.set_defaults(run=_train)
    suggest = commands.add_parser("suggest", help="one line of suggestions for each document")
    suggest.add_argument("bundle", type=Path)
    suggest.add_argument("documents", type=Path, help="JSONL or JSONL.xz of documents")
    suggest.add_argument("--evidence", action="store_true", help="add the evidence to each line")
    suggest.set_defaults(run=_suggest)
    evaluate = commands.add_parser("evaluate", help="how right a bundle is on judged examples")
    evaluate.add_argument("bundle", type=Path)
    evaluate.add_argument("examples", type=Path)
    evaluate.set_defaults(run=_evaluate)
    return parser


if __name__ == "__main__":
    sys.exit(main())
