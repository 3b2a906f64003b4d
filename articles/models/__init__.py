from articles.models.articles import Article
from articles.models.batches import Batch, BatchLine, Outcome
from articles.models.corrections import Correction, CorrectionKind, Place, Withdrawal
from articles.models.editions import Edition, Evidence
from articles.models.intakes import Intake, IntakeState
from articles.models.photos import Photo, PhotoSubject, Placement
from articles.models.previews import PreviewLink
from articles.models.sections import Section
from articles.models.states import Stage, State, Status
from articles.models.trail import AuditEntry, Deed

__all__ = [
    "Article",
    "AuditEntry",
    "Batch",
    "BatchLine",
    "Correction",
    "CorrectionKind",
    "Deed",
    "Edition",
    "Evidence",
    "Intake",
    "IntakeState",
    "Outcome",
    "Photo",
    "PhotoSubject",
    "Place",
    "Placement",
    "PreviewLink",
    "Section",
    "Stage",
    "State",
    "Status",
    "Withdrawal",
]
