"""Vietnamese text: one spelling, one fold for finding, one order for sorting. Pure Python, no database.

Sources: Unicode Standard Annex 15 (normalisation forms) and section 3.13 (caseless matching);
TCVN 6909:2001 (the 29 letters and five tone marks as Unicode characters); the order of letters and tones
(ngang, huyền, hỏi, ngã, sắc, nặng) is that of Vietnamese dictionaries, where one syllable after the other is
compared: first its letters, then its tone.
"""

import re
import unicodedata

ALPHABET = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
TONES = {"\u0300": "1", "\u0309": "2", "\u0303": "3", "\u0301": "4", "\u0323": "5"}
QUALITIES = "\u0302\u0306\u031b"

LOOK_ALIKES = str.maketrans({"\u00d0": "Đ", "\u0189": "Đ", "\u00f0": "đ", "\u0256": "đ"})
INVISIBLE = str.maketrans("", "", "\u00ad\u200b\u200c\u200d\u2060\ufeff")
SAME_SIGNS = str.maketrans(dict.fromkeys("‘’‚‛ʼ`´", "'") | dict.fromkeys("“”„‟«»", '"') | dict.fromkeys("-‐‑‒–—―−", " "))

PLACES = {letter: chr(ord("A") + place) for place, letter in enumerate(ALPHABET)}


def nfc(text: str) -> str:
    """Text in composed form (NFC), with the look-alikes of Đ that real reports contain put right."""
    return unicodedata.normalize("NFC", text).translate(LOOK_ALIKES)


def fold(text: str) -> str:
    """What text is found by: no marks, no tones, no case, đ as d, plain dashes and single spaces.

    Old and new tone placement (hoà, hòa) fold alike, because both lose the tone.
    """
    text = unicodedata.normalize("NFD", nfc(text)).casefold()
    text = unicodedata.normalize("NFKD", text).casefold()
    text = unicodedata.normalize("NFKD", text)
    text = "".join(char for char in text if not unicodedata.combining(char))
    text = unicodedata.normalize("NFC", text).replace("đ", "d")
    return " ".join(text.translate(INVISIBLE).translate(SAME_SIGNS).split())


def compare_key(text: str) -> str:
    """Equal for two spellings of the same words with the same tones: hoà and hòa, Mỹ and Mĩ; not for hòa and hoa."""
    text = nfc(text).casefold().translate(INVISIBLE).translate(SAME_SIGNS)
    return " ".join(_letters_then_tone(syllable) for syllable in text.split())


def _letters_then_tone(syllable: str) -> str:
    letters, tone = without_tone(syllable)
    return re.sub(r"^([hklmst]|qu)y$", r"\1i", letters) + tone


def without_tone(syllable: str) -> tuple[str, str]:
    """A syllable's letters with their own marks (â, ơ), and the digit of its tone."""
    tone = "0"
    letters = []
    for char in unicodedata.normalize("NFD", syllable):
        if char in TONES:
            tone = TONES[char]
        elif char in QUALITIES or not unicodedata.combining(char):
            letters.append(char)
    return unicodedata.normalize("NFC", "".join(letters)), tone


def slug(text: str, max_length: int = 80) -> str:
    """The readable part of an address: ASCII letters, digits and hyphens, cut between words; "" when none are left."""
    words = re.findall(r"[a-z0-9]+", fold(text))
    whole = "-".join(words)
    if len(whole) <= max_length:
        return whole
    cut = whole[: max_length + 1].rpartition("-")[0]
    return cut or whole[:max_length]


def sort_key(text: str) -> str:
    """An ASCII key whose plain byte order is the order of a Vietnamese dictionary.

    Each syllable gives its letters, then its tone, so that "hoa" < "hòa" < "hoan" and "em" < "Đà Nẵng" is false.
    """
    return " ".join(_syllable_key(syllable) for syllable in re.findall(r"[^\W_]+", nfc(text).lower().translate(INVISIBLE)))


def _syllable_key(syllable: str) -> str:
    letters, tone = without_tone(syllable)
    return "".join(_letter_key(letter) for letter in letters) + "!" + tone


def _letter_key(letter: str) -> str:
    if letter.isascii() and letter.isdigit():
        return letter
    if letter not in PLACES and letter.isascii() is False:
        base = unicodedata.normalize("NFKD", letter)[0].lower()
        return PLACES.get(base) or f"z{ord(letter):06x}"
    return PLACES.get(letter, letter)


def name_sort_key(name: str) -> str:
    """The key by which people are listed: given name, then family name, then what stands between.

    "Trương Thị Mai" sorts as Mai, Trương, Thị. A name of one word sorts by that word.
    """
    words = name.split()
    return sort_key(" ".join([*words[-1:], *words[:1], *words[1:-1]] if len(words) > 1 else words))


def initials(name: str) -> str:
    """The first letters of the family and the given name, in capitals."""
    words = nfc(name).split()
    return "".join(word[0] for word in ([words[0], words[-1]] if len(words) > 1 else words)).upper()
