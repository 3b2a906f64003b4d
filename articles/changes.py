"""What other systems copy of the articles' nouns: what each is written from, and why it may be gone."""

from articles.models import Article, Correction, Edition, Photo
from meetings.changes import PERSON
from qcdc.changes.models import State
from qcdc.changes.nouns import Gone, Noun, register, register_moments

SUBJECTS = "editions__placements__photo__subjects__official"


def note_changes() -> None:
    """Enter the nouns in the register of what other systems copy."""
    register_moments(Article, "published_at", "embargo_until", "expires_at")
    register_moments(Edition, "live_from", "live_until")
    register_moments(Correction, "date")
    register(
        Noun(
            "article",
            Article,
            "articles.api.ArticleCollection",
            shows=(
                "conference",
                "section",
                f"{SUBJECTS}__merged_into",
                "corrections",
                "withdrawal",
                "progress__directive__conference",
                "progress__reported_at",
            ),
            heeds=((SUBJECTS, PERSON), (f"{SUBJECTS}__merged_into", PERSON)),
            gone=_withdrawn_articles,
            is_published=True,
            corrects="corrections",
        ),
        Noun(
            "photo",
            Photo,
            "articles.api.PhotoCollection",
            shows=("subjects__official__merged_into", "placements__edition__article"),
            heeds=(("subjects__official", PERSON), ("subjects__official__merged_into", PERSON)),
            gone=_withdrawn_photos,
        ),
        Noun("correction", Correction, "articles.api.CorrectionCollection", shows=("article__editions",)),
    )


def _withdrawn_articles(ids: set[int]) -> dict[int, Gone]:
    """Articles that were withdrawn, with the reason that readers are told."""
    withdrawn = Article.objects.withdrawn().filter(pk__in=ids).order_by()
    return {each: Gone(State.WITHDRAWN, reason or "") for each, reason in withdrawn.values_list("pk", "withdrawal__reason")}


def _withdrawn_photos(ids: set[int]) -> dict[int, Gone]:
    """Photos that stood in an article that was withdrawn."""
    withdrawn = Photo.objects.withdrawn().filter(pk__in=ids).order_by()
    return {each: Gone(State.WITHDRAWN) for each in withdrawn.values_list("pk", flat=True)}
