"""Whether words are Vietnamese syllables: foreign words in a report, or the garbage of an old font, are cause for doubt."""

import re
from functools import lru_cache

from qcdc.vietnamese import fold

ONSET = "ngh|gh|gi|kh|ng|nh|ph|qu|th|tr|ch|[bcdghklmnprstvx]"
NUCLEUS = "ieu|yeu|uoi|uou|uye|uya|oai|oay|oeo|uay|uyu|iê|ia|ie|iu|ua|uo|uê|ue|uy|ui|uu|oa|oe|oi|oo|ai|ao|au|ay|eo|eu|ya|ye|[aeiouy]"
SYLLABLE = re.compile(rf"^(?:{ONSET})?(?:{NUCLEUS})(?:ch|ng|nh|[cmnpt])?$")
WORD = re.compile(r"(?<![\w.@/])[^\W\d_]{2,24}(?![\w@/]|\.\w)")
OLD_FONT = re.compile("[\u00a1-\u00bf\u00d7\u00f7\u00de\u00fe\u00d8\u00f8\u00c5\u00e5\u00c6\u00e6\u00df\u00f0]|[\u00c0-\u00ff]{2}")
SAMPLE = 60_000


@lru_cache(maxsize=8192)
def is_syllable(word: str) -> bool:
    """Whether a word could be spoken in Vietnamese. Abbreviations and names of one letter are not asked about."""
    return bool(SYLLABLE.match(fold(word)))


def foreign_words(text: str) -> tuple[int, list[str]]:
    """How many of 100 words in small letters are no syllables, and which words those are."""
    words = [match.group() for match in WORD.finditer(text[:SAMPLE])]
    plain = [word for word in words if word.islower()]
    foreign = [word for word in plain if not is_syllable(word)]
    share = round(100 * len(foreign) / len(plain)) if len(plain) >= 20 else 0
    return share, list(dict.fromkeys(foreign))


def looks_like_old_font(text: str) -> bool:
    """TCVN3 and VNI read as Latin-1 are full of signs that Vietnamese never has inside a word."""
    sample = text[:SAMPLE]
    return len(sample) >= 50 and len(OLD_FONT.findall(sample)) > 0.03 * len(sample)
