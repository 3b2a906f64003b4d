"""Which letters can make a Vietnamese syllable: an onset, a rime, a tone. Pure Python, no database.

Written down from the rules of quốc ngữ as school books give them: 26 onsets, some 160 rimes, and the rule that a rime
ending in c, ch, p or t takes only the tones sắc and nặng. It says what can be, not what is a word: "tụi" and "tuĩ" both can.
"""

import re

from qcdc.vietnamese import nfc, without_tone

_ONSETS = "b c ch d đ g gh gi h k kh l m n ng ngh nh p ph qu r s t th tr v x"
_RIMES = """
a ac ach ai am an ang anh ao ap at au ay
ăc ăm ăn ăng ăp ăt
âc âm ân âng âp ât âu ây
e ec em en eng eo ep et
ê êch êm ên êng ênh êp êt êu
i ia ich iêc iêm iên iêng iêp iêt iêu im in inh ip it iu
o oa oac oach oai oam oan oang oanh oao oap oat oay oăc oăm oăn oăng oăt oc oe oen oeo oet oi om on ong oong ooc op ot
ô ôc ôi ôm ôn ông ôp ôt
ơ ơi ơm ơn ơp ơt
u ua uâ uân uâng uât uây uc uê uêch uênh uêu ui um un ung uơ uôc uôi uôm uôn uông uôt up ut uy uya uych uyên uyêt uyn uynh uyp uyt uyu
ư ưa ưc ưi ưng ươc ươi ươm ươn ương ươp ươt ươu ưt ưu
y yêm yên yêng yêt yêu
"""
# After "qu" the u is spoken with the onset, so that these stand beside the rimes in general.
_AFTER_QU = """
a ac ach ai an ang anh ao at au ay ăc ăm ăn ăng ăp ăt âc ân âng ât ây e en eo et ê ên ênh êt êch
ơ i ich in inh it iu o ôc y yên yêt ynh yt
"""
ONSETS = frozenset(["", *_ONSETS.split()])
RIMES = frozenset(_RIMES.split())
AFTER_QU = frozenset(_AFTER_QU.split())
LETTERS = re.compile("[a-zàáâãèéêìíòóôõùúýăđĩũơưạ-ỹ]+")
BEFORE_Y = frozenset(["", "h", "k", "l", "m", "qu", "s", "t", "v"])
PARTS = re.compile(r"(ngh|ng|nh|ch|gh|gi|kh|ph|qu|th|tr|[bcdđghklmnpqrstvx]?)(.*)")
STOPPED = re.compile(r"(?:c|ch|p|t)$")
SHARP, HEAVY = "4", "5"


def is_syllable(word: str) -> bool:
    """Whether some letters can be one Vietnamese syllable, whatever their case and wherever the tone mark was put."""
    word = nfc(word).lower()
    letters, tone = without_tone(word)
    if not LETTERS.fullmatch(word) or (STOPPED.search(letters) and tone not in {SHARP, HEAVY}):
        return False
    found = PARTS.fullmatch(letters)
    onset, rime = (found[1], found[2]) if found else ("", "")
    if rime == "y" and onset not in BEFORE_Y:
        return False
    if onset == "qu":
        return rime in AFTER_QU
    if onset == "gi" and (not rime or rime[0] not in "aăâeêioôơuư"):
        return rime == "" or f"i{rime}" in RIMES  # gì, gìn, giếng: the i is the onset's and the rime's at once.
    return onset in ONSETS and (rime in RIMES or (onset == "gi" and f"i{rime}" in RIMES))
