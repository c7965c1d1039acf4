"""Papers that nobody wrote, with abstracts of our own: long enough to look at, free to be shown."""

from datetime import UTC, datetime, timedelta

from service.domain.papers import ArxivId, PaperRecord

_FIRST = datetime(2025, 11, 4, 17, 12, tzinfo=UTC)

_PAPERS = (
    (
        "Lantern: Keeping the Few Image Tokens That Answer the Question",
        ("Ines Albrecht", "Tomoki Hara", "Ruth Okafor"),
        (
            "Multimodal language models read hundreds of image tokens to answer a question about one "
            "corner of a picture. We present Lantern, a training-free method that lets the question "
            "choose: after the second layer of the language model, image tokens that receive little "
            "attention from the question are pruned, and their content is merged into the nearest "
            "token that stays. Because the choice is made once, the key-value cache shrinks together "
            "with the sequence. On nine image benchmarks Lantern keeps 97 % of the accuracy with 64 "
            "of 576 tokens and shortens prefill by a factor of 2.9. We also report where it fails: "
            "questions that count many small objects lose up to four points."
        ),
    ),
    (
        "Slow Frames, Fast Frames: Budgeting Tokens over Long Videos",
        ("Pavel Dvořák", "Mei-Lin Chou", "Ada Nwosu", "Jonas Lindqvist"),
        (
            "An hour of video holds many minutes in which nothing happens. We divide a video into "
            "stretches of equal novelty and give every stretch a budget of tokens that depends on how "
            "much changes in it. Within a stretch, tokens of neighbouring frames are merged along "
            "motion paths before they enter the projector. The budget is dynamic: the same model "
            "reads a lecture with 800 tokens and a football match with 6,000. Training needs no new "
            "data; we fine-tune the projector for four hours on one node. Three long-video benchmarks "
            "improve by two points on average while the language model reads a fifth of the tokens."
        ),
    ),
    (
        "A Ruler for Visual Token Reduction",
        ("Hanna Weiss", "Oluwaseun Adeyemi"),
        (
            "Thirty methods for visual token reduction have been compared on nine different sets of "
            "benchmarks, with four definitions of speed. We measure them again, on one machine, with "
            "one definition, and add a baseline that drops tokens at random. At one half of the "
            "tokens the baseline is within a point of the best method on six benchmarks. Differences "
            "appear below one eighth, and on documents and charts. We publish the harness, so that "
            "the next method can be measured in an afternoon."
        ),
    ),
    (
        "Hearing Less to Understand More: Pruning Audio Tokens in Omni-Modal Models",
        ("Lucía Ferrer", "Bongani Dube", "Anna Kowalska"),
        (
            "Speech carries pauses, music carries loops, and models read all of it at fifty tokens a "
            "second. We prune audio tokens in the encoder by a threshold on spectral novelty and let "
            "video tokens of the same moment vote against a removal. The method is a plug-in for "
            "trained omni-modal models. It halves the latency to the first word; transcription "
            "suffers when two people speak at once, which we analyse."
        ),
    ),
    (
        "Quantised Resamplers for Edge Robots",
        ("Kenji Mori",),
        (
            "We study how far the weights of a learned resampler can be quantised before a robot "
            "begins to miss small obstacles. Four bits suffice indoors. The number of tokens is not "
            "changed."
        ),
    ),
)


def made_up_papers() -> list[PaperRecord]:
    """Return the papers, newest first; arXiv never gave out numbers as high as theirs."""
    return [
        PaperRecord(
            arxiv_id=ArxivId(f"2511.9{number:04d}"),
            title=title,
            abstract=abstract,
            authors=authors,
            categories=("cs.CV", "cs.CL"),
            primary_category="cs.CV",
            submitted_at=_FIRST - timedelta(hours=7 * number),
            updated_at=_FIRST - timedelta(hours=7 * number),
        )
        for number, (title, authors, abstract) in enumerate(_PAPERS, start=1)
    ]
