from articles.models.articles import Article
from articles.models.corrections import Correction, CorrectionKind, Withdrawal
from articles.models.editions import Edition, Evidence
from articles.models.photos import Photo, PhotoSubject, Placement
from articles.models.states import State

__all__ = [
    "Article",
    "Correction",
    "CorrectionKind",
    "Edition",
    "Evidence",
    "Photo",
    "PhotoSubject",
    "Placement",
    "State",
    "Withdrawal",
]
