"""What a list's model says of any title and abstract."""

from typing import Annotated, Any

from fastapi import Depends, Request
from pydantic import Field

from service.api.callers import Classifying
from service.api.schemas import Out, Tags
from service.api.wire import make_router
from service.api.writing import In, Name, Text
from service.boundary import Now, ReadDb
from service.db import lists
from service.db.engine import end_moment
from service.workflows.classify import Classifier

router = make_router("classify")

LONGEST_TITLE, LONGEST_ABSTRACT = 500, 10_000  # characters


class TextIn(In):
    """A text, and the list whose model shall read it."""

    list: Name = Field(examples=["mllm-token-compression"])
    title: Text = Field(min_length=1, max_length=LONGEST_TITLE, examples=["Fewer tokens, the same answers"])
    abstract: Text = Field(
        default="",
        max_length=LONGEST_ABSTRACT,
        examples=["We prune the visual tokens of a language model."],
    )


class ClassifiedOut(Out):
    """What the model said; nothing of it is kept."""

    bundle: int = Field(description="The trained model that said it.", examples=[4])
    relevance: float = Field(description="How likely the list wants such a paper.", examples=[0.93])
    scores: dict[str, dict[str, float]] = Field(examples=[{"stage": {"in-llm": 0.91, "encoder": 0.2}}])
    proposed: Tags = Field(examples=[{"stage": ["in-llm"]}])
    abstained: list[str] = Field(description="Facets about which the model cannot say.", examples=[["ratio"]])
    evidence: dict[str, Any] = Field(
        description="Nearest listed papers, and the sentences and words that spoke for a tag.",
        examples=[{"nearest": [{"id": "2412.04467", "similarity": 0.7}], "sentences": [], "cues": []}],
    )
    list: str = Field(examples=["mllm-token-compression"])


def classifier_of(request: Request) -> Classifier:
    """Return the models of this process."""
    found: Classifier = request.app.state.classifier
    return found


@router.post("/classify")
def classify(
    session: ReadDb,
    now: Now,
    models: Annotated[Classifier, Depends(classifier_of)],
    _who: Classifying,
    given: TextIn,
) -> ClassifiedOut:
    """Return what a list's model says of a title and an abstract; nothing is stored."""
    found = lists.by_slug(session, given.list)
    end_moment(session)  # nobody waits for the database while the text is read
    said = models.classify(found, given.title, given.abstract, today=now.date())
    return ClassifiedOut(
        list=found.slug,
        bundle=said.bundle_id,
        relevance=said.relevance,
        scores=said.scores,
        proposed={facet: list(tags) for facet, tags in said.proposed.items()},
        abstained=list(said.abstained),
        evidence=said.evidence,
    )
