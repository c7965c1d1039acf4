"""How long reading, inserting and linting take on long lists, against markdown-it-py parsing the same file.

Run: `python bench/lists.py [--lines 16000]`. Ratios, not seconds: machines differ. Times are medians of runs
that alternate between the two, in one process, with every cache of the process emptied before each.
"""

import argparse
import gc
import statistics
import time
from collections.abc import Callable

from markdown_it import MarkdownIt

from service.lists import NewEntry, insert_entry, read_document
from service.lists.reading.entry_text import read_entry  # the type of what remembers

_SECTION = 40  # entries
_WORDS = ("token", "pruning", "merging", "visual", "video", "model", "cache", "sparse", "query", "frame")


def made_up_list(lines: int) -> bytes:
    """Return a list of about that many lines: sections of entries that take five lines each."""
    out, at = ["# A long list\n", "\n"], 0
    while len(out) < lines:
        if at % _SECTION == 0:
            out += [f"## Section {at // _SECTION}\n", "\n"]
        words = [_WORDS[(at * step + step) % len(_WORDS)] for step in (1, 3, 5, 7)]
        title = f"{' '.join(words).title()} Number {at}"
        number = f"{20 + at // 1200 % 6:02d}{1 + at // 100 % 12:02d}.{10000 + at:05d}"
        out += [
            f"**{title}** \\\n",
            f"[[arXiv 20{number[:2]}](https://arxiv.org/abs/{number})]\n",
            f"[[Project](https://example{at}.github.io/)]\n",
            f"[[Code](https://github.com/owner{at}/name{at})]\n",
            "\n",
        ]
        at += 1
    return "".join(out[:lines]).encode()


def main() -> None:
    """Print the ratios and how they grow."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--lines", type=int, default=16_000)
    parser.add_argument("--runs", type=int, default=5)
    options = parser.parse_args()
    entry = NewEntry.from_mapping(
        {
            "title": "Sparse Frames for Long Video",
            "arxiv_id": "2510.54321",
            "code_url": "https://github.com/a/b",
        }
    )
    print(f"{'lines':>7} {'markdown-it':>12} {'read':>8} {'ratio':>6} {'read + insert':>14} {'ratio':>6}")
    for lines in (options.lines // 4, options.lines // 2, options.lines):
        data = made_up_list(lines)
        parse, read, insert = _alternate(
            options.runs,
            lambda d=data: MarkdownIt("commonmark").enable("table").parse(d.decode()),
            lambda d=data: read_document(d),
            lambda d=data: insert_entry(d, entry, section=("A long list", "Section 3")),
        )
        ratios = read / parse, insert / parse
        print(f"{lines:7} {parse:11.2f}s {read:7.2f}s {ratios[0]:6.2f} {insert:13.2f}s {ratios[1]:6.2f}")


def _alternate(runs: int, *calls: Callable[[], object]) -> list[float]:
    """Return the median seconds of each call, run in turns."""
    times: list[list[float]] = [[] for _ in calls]
    caches = [kept for kept in gc.get_objects() if isinstance(kept, type(read_entry))]
    for _ in range(runs):
        for call, seen in zip(calls, times, strict=True):
            for cache in caches:
                cache.cache_clear()
            start = time.perf_counter()
            call()
            seen.append(time.perf_counter() - start)
    return [statistics.median(seen) for seen in times]


if __name__ == "__main__":
    main()
