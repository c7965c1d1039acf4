"""Valid documents, examples and taxonomies; a test states only what matters to it."""

import datetime as dt

import classifier as c

NOW = dt.datetime(2025, 11, 1, tzinfo=dt.UTC)
TOPIC = ("token pruning for vision language models", "merging visual tokens in video models")
OTHER = ("protein folding with graphs", "reinforcement learning for robots", "speech recognition corpora")


def document(number=0, *, title="A title", abstract="", date=None):
    return c.Document(id=f"2501.{number:05d}", title=title, abstract=abstract, date=date)


def wanted(number=0, *, title="Token pruning", abstract="We prune visual tokens.", date=None, **tags):
    judged = {facet.replace("_", "-"): tuple(chosen) for facet, chosen in tags.items()}
    return c.Example(
        document=document(number, title=title, abstract=abstract, date=date), wanted=True, tags=judged
    )


def background(count=40):
    return [
        document(1000 + i, title=f"{OTHER[i % 3]} {i}", abstract=f"We study {OTHER[(i + 1) % 3]}.")
        for i in range(count)
    ]


def on_topic(count=12, start=0):
    """Wanted documents, tagged Prune or Merge in turn."""
    return [
        wanted(
            start + i,
            title=f"{TOPIC[i % 2]} {i}",
            abstract=f"We present {TOPIC[i % 2]}. It is fast.",
            method=["Prune"] if i % 2 == 0 else ["Merge"],
        )
        for i in range(count)
    ]


def taxonomy(*, exclusive=False, constraints=()):
    tags = (
        c.Tag(name="Prune", definition="Drops tokens.", cues=("pruning",)),
        c.Tag(name="Merge", definition="Joins tokens.", cues=("merging",)),
    )
    return c.Taxonomy(
        facets=(c.Facet(name="method", tags=tags, exclusive=exclusive),), constraints=tuple(constraints)
    )


def trained(examples=None, *, others=None, known=None):
    return c.train(
        on_topic() if examples is None else examples,
        background=background() if others is None else others,
        taxonomy=known or taxonomy(),
        encoder=c.HashEncoder(),
        trained_at=NOW,
    )
