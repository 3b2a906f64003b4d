"""A word asked for without marks, or only begun, is any of the spellings that were met: the table of terms says which."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from django.db.models import Q

from qcdc.search.models import Term
from qcdc.search.query import Either, Every, Expression, Spelt, Token
from qcdc.search.tokens import pair

# So many words may begin with what was typed; two letters begin a thousand.
MOST_BEGUN = 2000
Known = Mapping[tuple[str, bool], Sequence[str]]


def spelt_out(questions: Sequence[Expression]) -> list[Expression | None]:
    """Some questions in tokens alone; None for one that nothing can answer, as no entry holds one of its words."""
    known = _known({(each.folded, each.begins) for question in questions for each in _words(question)})
    return [resolve(question, known) for question in questions]


def _words(question: Expression) -> Iterator[Spelt]:
    if isinstance(question, Spelt):
        yield question
    elif isinstance(question, Either | Every):
        for part in (*question.parts, *(question.without if isinstance(question, Every) else ())):
            yield from _words(part)


def _known(asked: Iterable[tuple[str, bool]]) -> dict[tuple[str, bool], list[str]]:
    """The spellings of each word asked for, or of the words that it begins."""
    found: dict[tuple[str, bool], list[str]] = {word: [] for word in asked}
    if not found:
        return found
    whole = {folded for folded, begins in found if not begins}
    if whole:
        for spelling, folded in Term.objects.filter(folded__in=whole).order_by("pk").values_list("spelling", "folded"):
            found[folded, False].append(spelling)
    for folded, begins in found:
        if begins:
            begun = Term.objects.filter(Q(folded__gte=folded), Q(folded__lt=f"{folded}\U0010ffff"))
            found[folded, True] = list(begun.order_by("folded", "pk").values_list("spelling", flat=True)[:MOST_BEGUN])
    return found


def resolve(question: Expression, known: Known) -> Expression | None:
    """A question with every word in its spellings; None where one has none."""
    if isinstance(question, Token):
        return question
    if isinstance(question, Spelt):
        return _one_of([Token(text) for text in _tokens(question, known[question.folded, question.begins])])
    parts = [resolve(part, known) for part in question.parts]
    there = tuple(part for part in parts if part is not None)
    if isinstance(question, Either):
        return _one_of(there)
    without = tuple(part for part in (resolve(part, known) for part in question.without) if part is not None)
    return Every(there, without) if len(there) == len(parts) else None


def _tokens(word: Spelt, spellings: Sequence[str]) -> list[str]:
    if word.beside:
        return sorted({pair(word.beside, spelling.partition("=")[0]) for spelling in spellings})
    return [f"{word.mark}{spelling}" for spelling in spellings]


def _one_of(parts: Sequence[Expression]) -> Expression | None:
    if len(parts) < 2:
        return parts[0] if parts else None
    return Either(tuple(parts))
