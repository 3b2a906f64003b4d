"""The directives of a report as values: numbered, with issuer, addressees and themes."""

from collections.abc import Sequence

from articles.intake.article import Article
from articles.intake.asking import Item, Speech
from articles.intake.directives import find_speeches
from articles.intake.gazetteer import Gazetteer
from articles.intake.report import Directive, Found, Reason
from articles.intake.roll import Mention
from articles.intake.roster import tokens_where
from articles.intake.terms import due_in, laws_in
from articles.intake.tokens import Token, tokenise


def read_directives(article: Article, gazetteer: Gazetteer) -> tuple[Directive, ...]:
    """All directives, numbered through the report. Several speakers may give some."""
    found: list[Directive] = []
    for speech in find_speeches(article.source, article.sentences, article.sayings):
        issuers = _issuers(article, speech)
        for place, item in enumerate(speech.items):
            is_last = place == len(speech.items) - 1
            found.append(_directive(article, gazetteer, len(found) + 1, item, issuers, is_complete=speech.is_complete or not is_last))
    return tuple(found)


def _directive(
    article: Article, gazetteer: Gazetteer, number: int, item: Item, issuers: tuple[Found[str], ...], *, is_complete: bool
) -> Directive:
    source = article.source
    addressees: tuple[Found[str], ...] = ()
    if item.addressee:
        confidence, reason = (0.7, Reason.CUE_WORDS) if item.is_inherited else (0.88, None)
        addressees = (source.quoted(item.addressee, confidence, reason),)
    text = source.quoted(item.text, 0.65 if item.is_by_comma else 0.88)
    law = next(laws_in(source.text, *item.quote), None)
    due = due_in(source.text, *item.quote)
    return Directive(
        number,
        text,
        source.quoted(item.quote, text.confidence),
        addressees,
        issuers,
        _themes(article, gazetteer, item),
        is_complete,
        source.quoted(law, 0.85) if law else None,
        source.quoted(due, 0.8) if due else None,
    )


def _themes(article: Article, gazetteer: Gazetteer, item: Item) -> tuple[str, ...]:
    """The themes whose cue words stand in the directive, the one with most cues first."""
    tokens = tokenise(article.source.text, *item.text)
    counts: dict[str, int] = {}
    for place in range(len(tokens)):
        if found := gazetteer.cues.match(tokens, place):
            for slug in found[1]:
                counts[slug] = counts.get(slug, 0) + 1
    return tuple(sorted(counts, key=lambda slug: -counts[slug]))


def _issuers(article: Article, speech: Speech) -> tuple[Found[str], ...]:
    """Who gave the directives: named people, else the office or body as printed."""
    found: dict[str, Found[str]] = {}
    for mention in speech.subjects:
        person = article.roster.who.get(id(mention))
        if person is None:
            issuer = _unnamed(article, mention)
        else:
            where = tokens_where(mention.sentence, mention.name or (mention.start, mention.end))
            name = tokens_where(person.first.sentence, person.first.name or (0, 1))
            reason = None if mention.name else Reason.TITLE_ONLY if mention.titles else Reason.PRONOUN
            issuer = article.source.found(article.source.words(*name), where, 0.8 if reason else 0.93, reason)
        if issuer:
            found.setdefault(issuer.value, issuer)
    return tuple(found.values()) or _body(article, speech)


def _unnamed(article: Article, mention: Mention) -> Found[str] | None:
    mention = article.roster.titled.get(id(mention), mention)
    if not mention.titles:
        return None
    where = tokens_where(mention.sentence, mention.titles[0])
    return article.source.quoted((where[0], tokens_where(mention.sentence, mention.titles[-1])[1]), 0.7)


def _body(article: Article, speech: Speech) -> tuple[Found[str], ...]:
    """The conference or committee that stands before the verb, when nobody is the subject."""
    return _named_body(article, speech.sentence.tokens, speech.items[0].quote[0])


def _named_body(article: Article, tokens: Sequence[Token], before: int) -> tuple[Found[str], ...]:
    for place, token in enumerate(tokens):
        if token.start >= before:
            break
        if token.key in {"hội", "ban", "bcđ", "đoàn", "huyện", "tỉnh", "lãnh", "thường", "đại"} and place < 12:
            end = place + 1
            while (
                end < len(tokens)
                and tokens[end].start < before
                and tokens[end].key not in {"đã", "yêu", "đề", "xác", "cũng", "thống", "nhấn", ",", "nêu", "tập"}
            ):
                end += 1
            return (article.source.quoted((token.start, tokens[end - 1].end), 0.6),)
    return ()
