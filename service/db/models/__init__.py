"""The tables. Facts live in constraints; rows do not leave `service.db`."""

from service.db.base import Base
from service.db.models.lists import (
    BundleRow,
    EntryRow,
    ListMarkRow,
    ListRow,
    ListSnapshotRow,
    SavedSelectionRow,
)
from service.db.models.papers import EmbeddingRow, LikenessRow, PaperRow, PaperVectorRow, PaperVersionRow
from service.db.models.people import (
    AnsweredRequestRow,
    ApiTokenRow,
    MembershipRow,
    SignInLinkRow,
    UserRow,
    UserSessionRow,
)
from service.db.models.publications import (
    DigestIssueRow,
    PublicationExtraRow,
    PublicationItemRow,
    PublicationRow,
)
from service.db.models.queues import AuditPaperRow, AuditSampleRow, QueueMixRow
from service.db.models.records import LedgerRow, RunRow
from service.db.models.review import (
    CandidateRow,
    ClaimRow,
    OpinionRow,
    ProposalRow,
    SuggestionRow,
    VerdictRow,
)
from service.db.models.sources import HarvestRow, RateGateRow, SourceWindowRow
from service.db.models.telling import (
    AttemptRow,
    DeliveryRow,
    HubNoticeRow,
    LetterRow,
    SubscriberRow,
    WebhookRow,
)
from service.db.models.updates import EntryUpdateRow

__all__ = [
    "AnsweredRequestRow",
    "ApiTokenRow",
    "AttemptRow",
    "AuditPaperRow",
    "AuditSampleRow",
    "Base",
    "BundleRow",
    "CandidateRow",
    "ClaimRow",
    "DeliveryRow",
    "DigestIssueRow",
    "EmbeddingRow",
    "EntryRow",
    "EntryUpdateRow",
    "HarvestRow",
    "HubNoticeRow",
    "LedgerRow",
    "LetterRow",
    "LikenessRow",
    "ListMarkRow",
    "ListRow",
    "ListSnapshotRow",
    "MembershipRow",
    "OpinionRow",
    "PaperRow",
    "PaperVectorRow",
    "PaperVersionRow",
    "ProposalRow",
    "PublicationExtraRow",
    "PublicationItemRow",
    "PublicationRow",
    "QueueMixRow",
    "RateGateRow",
    "RunRow",
    "SavedSelectionRow",
    "SignInLinkRow",
    "SourceWindowRow",
    "SubscriberRow",
    "SuggestionRow",
    "UserRow",
    "UserSessionRow",
    "VerdictRow",
    "WebhookRow",
]
