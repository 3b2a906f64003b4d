"""How long a text is: its syllables as Vietnamese counts words, and the minutes that reading it takes.

Source of the speed: S. Trauzettel-Klosinski and K. Dietz, "Standardized Assessment of Reading Performance", IOVS 53 (2012),
found 863 characters a minute, read aloud, over 17 languages. Vietnamese was not among them; with some 4.5 characters to a
syllable and its space (counted in reports of the house) this is about 190 syllables aloud. Reading in silence is faster:
the house reckons with 220.
"""

import re

SYLLABLES_A_MINUTE = 220
# What stands between spaces and holds a letter or a digit; the sign of a note is none of it.
WORD = re.compile(r"\S*[^\W_]\S*")
NOTE_SIGN = re.compile(r"\[\d{1,3}\]")


def word_count(text: str) -> int:
    """How many syllables a text has: in Vietnamese each stands between spaces, so these are what editors call words."""
    return sum(1 for _found in WORD.finditer(NOTE_SIGN.sub("", text)))


def reading_minutes(words: int) -> int:
    """In how many minutes so many syllables are read, at least one; 0 where there is nothing to read."""
    return max(1, int(words / SYLLABLES_A_MINUTE + 0.5)) if words else 0
