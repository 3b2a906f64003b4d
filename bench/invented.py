"""Invented Vietnamese-like text, with the statistics of the real: few words often, most words seldom, the same neighbours again.

It means nothing. Of 680 syllables some 240 differ and 510 of their pairs, as in running text of this site's own.
"""

import itertools
import random
from collections import Counter
from collections.abc import Iterator

SYLLABLES = 5000
WORDS = 30_000
TOPICS = 300
OF_TOPIC = 0.6
TONES = ("", "\u0300", "\u0301", "\u0309", "\u0303", "\u0323")
RARE_EVERY = 500


class Language:
    """A vocabulary of words of one or two syllables, and topics that take some of them more often."""

    def __init__(self, seed: int = 7) -> None:
        from qcdc.syllables import ONSETS, RIMES
        from qcdc.vietnamese import nfc

        self.random = random.Random(seed)
        plain = [onset + rime for onset in sorted(ONSETS - {"q"}) for rime in sorted(RIMES)]
        # Common syllables are short.
        plain.sort(key=lambda syllable: len(syllable) * self.random.uniform(0.5, 2.2))
        spelt = [nfc(toned(syllable, self.random.choice(TONES))) for syllable in plain]
        # Some syllables are told apart by their marks alone, as dân, dẫn and dần are.
        spelt[1::7] = [nfc(toned(syllable, self.random.choice(TONES))) for syllable in plain[: len(spelt[1::7])]]
        self.syllables = list(dict.fromkeys(spelt))[:SYLLABLES]
        weights = list(itertools.accumulate(1 / (place + 5) for place in range(len(self.syllables))))
        drawn = self.random.choices(self.syllables, cum_weights=weights, k=3 * WORDS)
        made = [drawn[place] if place % 5 == 0 else f"{drawn[place]} {drawn[-place - 1]}" for place in range(len(drawn) // 2)]
        self.words = list(dict.fromkeys(made))[:WORDS]
        self.weights = list(itertools.accumulate(1 / (place + 6) for place in range(len(self.words))))
        self.topics = [self.random.sample(self.words, 120) for _ in range(TOPICS)]
        self.topic_weights = list(itertools.accumulate(1 / (place + 2) for place in range(120)))

    def texts(self, count: int, length: int, first: int = 0) -> Iterator[str]:
        """So many texts of so many bytes or little more; one in `RARE_EVERY` holds the word zhiếmz."""
        self.random.seed(first)
        for number in range(first, first + count):
            topic = self.random.choice(self.topics)
            wanted = length * 2 // 20
            own = self.random.choices(topic, cum_weights=self.topic_weights, k=int(wanted * OF_TOPIC))
            common = self.random.choices(self.words, cum_weights=self.weights, k=wanted - len(own))
            words = own + common
            self.random.shuffle(words)
            if number % RARE_EVERY == 0:
                words[len(words) // 2] = "zhiếmz"
            text = " ".join(words)
            while len(text.encode()) < length:
                text += f" {self.random.choice(topic)}"
            yield text

    def shares(self, length: int, sample: int = 1000) -> tuple[Counter[str], Counter[str]]:
        """Of a thousand texts, how many hold each syllable, and how many each pair of neighbours."""
        syllables: Counter[str] = Counter()
        pairs: Counter[str] = Counter()
        for text in self.texts(sample, length):
            said = text.split()
            syllables.update(set(said))
            pairs.update({f"{one} {two}" for one, two in itertools.pairwise(said)})
        return syllables, pairs


def toned(syllable: str, tone: str) -> str:
    """A syllable with a tone on its last vowel but a closing one."""
    vowels = [place for place, letter in enumerate(syllable) if letter in "aăâeêioôơuưy"]
    if not vowels or not tone:
        return syllable
    place = vowels[-1] if len(vowels) == 1 or syllable[-1] not in "aăâeêioôơuưy" else vowels[-2]
    return f"{syllable[: place + 1]}{tone}{syllable[place + 1 :]}"
