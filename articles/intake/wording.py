"""Names of bodies and titles as they are compared: short forms written out, brackets left away, marks and case aside."""

import re

from qcdc.vietnamese import fold

BRACKETS = re.compile(r"\([^()]*\)")
WORDS = re.compile(r"[^\W_]+")
WRITTEN_OUT = {
    "qcdc": "quy che dan chu",
    "bcd": "ban chi dao",
    "bdv": "ban dan van",
    "btv": "ban thuong vu",
    "mttq": "mat tran to quoc",
    "ubmttq": "uy ban mat tran to quoc",
    "ubnd": "uy ban nhan dan",
    "hdnd": "hoi dong nhan dan",
    "lhpn": "lien hiep phu nu",
    "ccb": "cuu chien binh",
    "tncs": "thanh nien cong san",
    "ldld": "lien doan lao dong",
    "tw": "trung uong",
    "ubtu": "uy ban trung uong",
    "ubtw": "uy ban trung uong",
    "uvbct": "uy vien bo chinh tri",
    "uvtu": "uy vien trung uong",
    "tuv": "tinh uy vien",
    "pct": "pho chu tich",
    "pbt": "pho bi thu",
    "tp": "thanh pho",
}
CENTRAL = re.compile(r"\bT\.?\s?[ƯW]\b\.?")
# Since the law of 2023 texts drop "Quy chế", and older ones "ở cơ sở": all of them mean one thing.
LAW = re.compile(r"\b(?:quy che )?dan chu(?: o co so)?\b")


def wording(name: str) -> str:
    """The same for two ways of printing one name: "Trưởng Ban Chỉ đạo (BCĐ) T.Ư thực hiện QCDC" and the long form."""
    plain = fold(CENTRAL.sub("TW", BRACKETS.sub(" ", name)))
    words = " ".join(WRITTEN_OUT.get(word, word) for word in WORDS.findall(plain))
    return LAW.sub("dan chu", words)


def without_place(words: str, place: str) -> str:
    """A name in this wording without the province at its end: "bi thu tinh uy lang son" of Lạng Sơn is "bi thu tinh uy"."""
    if place and words.endswith(f" {place}"):
        return words.removesuffix(f" {place}").removesuffix(" tinh").removesuffix(" thanh pho")
    return words.removesuffix(" tinh") if place else words
