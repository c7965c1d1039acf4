"""Liken: find the nearest papers of each listed or waiting one, from the vectors that ranking has made.

The vectors are kept by paper as well: the search by meaning asks which are nearest to what words found.
"""

import numpy as np
from sqlalchemy import Engine

from classifier import Encoder, text_of
from service.db import likenesses, paper_vectors
from service.db.engine import reading, writing
from service.workflows.examples import document_of

NEAREST = 8  # kept for each paper
LEAST = 0.2  # a cosine below this is no likeness
_BLOCK = 512  # papers that are compared with all others at once


def liken_papers(engine: Engine, encoder: Encoder) -> int:
    """Store the nearest papers of each; running it again without news changes nothing.

    Returns how many papers have other neighbours than before.
    """
    with reading(engine) as session:
        papers = likenesses.to_compare(session)
    if not papers:
        return 0
    ids = [paper.id for paper in papers]
    vectors = encoder.encode([text_of(document_of(paper)) for paper in papers])
    stored = {i: row.tobytes() for i, row in zip(ids, vectors.astype("<f4"), strict=True)}
    with writing(engine) as session:
        paper_vectors.replace(session, encoder.name, encoder.revision, stored)
    changed = 0
    for start in range(0, len(ids), _BLOCK):
        block = vectors[start : start + _BLOCK] @ vectors.T
        np.fill_diagonal(block[:, start:], -1.0)  # nothing is its own neighbour
        near = {}
        for row, paper_id in enumerate(ids[start : start + _BLOCK]):
            best = np.argsort(-block[row], kind="stable")[:NEAREST]
            near[paper_id] = [(ids[int(i)], float(block[row, i])) for i in best if block[row, i] >= LEAST]
        with writing(engine) as session:
            changed += likenesses.replace(session, near)
    return changed
