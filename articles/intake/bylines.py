"""Who wrote the report, and from where a paper took it."""

import re

from articles.intake.lexicon import BODY_NOUNS, HEADS
from articles.intake.tokens import tokenise

LABEL = re.compile(
    r"^\(?(?P<label>(?:tin,? (?:và )?(?:bài,? )?(?:và )?ảnh|tin,? bài|tin|bài,? (?:và )?ảnh|bài viết|bài|"
    r"ảnh,? tin|tác giả(?: bài viết)?|thực hiện|người viết|người đăng|đăng bởi|biên tập|viết "
    r"bởi)\s*:)\s*(?P<who>[^.;:]{2,80}?)\)?$",
    re.IGNORECASE,
)
SOURCE = re.compile(
    r"^[(\[]?\s*(?:(?:theo|nguồn tin|nguồn|source)(?:\s*:\s*|\s+(?=[A-ZĐ]))(?P<from>[^;:?!]{2,80}?)(?:\s*:\s*https?://\S+)?|"
    r"(?P<agency>TTXVN(?:/[\w+]+)?|VGP|chinhphu\.vn|TTXVN/Vietnam\+))\s*[)\]]?\.?$",
    re.IGNORECASE,
)
EDITORS = re.compile(
    r"^[(\[]?(?:BBT|PV|P\.V|CTV|HP|B\.T|Ban Biên tập|Phóng viên|BAN BIÊN TẬP|TTXVN|N\.V|NHÓM PV(?:TS)?|Nhóm PV|Nhóm phóng viên)[)\]]?\.?$"
)
JOIN = re.compile(r"\s*(?:[-–—,&+/]|\bvà\b)\s*")
NOT_NAMES = re.compile(r"hội nghị|tổng kết|sơ kết|quy chế|dân chủ|chính trị|thời sự|tin tức|xã hội", re.IGNORECASE)


def is_byline(text: str, *, is_last: bool, is_upper_only: bool = False) -> bool:
    """Whether a line holds nothing but who wrote the report. Mixed case counts at the end, or above in the shape of names."""
    if len(text) > 90:
        return False
    bare = text.strip(" .()[]*")
    if EDITORS.match(text) or LABEL.match(text):
        return not is_upper_only or bool(EDITORS.match(text) or LABEL.match(text))
    if not 2 <= len(bare) <= 60 or any(char.isdigit() for char in bare) or NOT_NAMES.search(bare):
        return False
    if text.rstrip().endswith((".", "!", "?", ":", ";", "…")) and not (is_last and len(bare) <= 40):
        return False
    pieces = [piece for piece in JOIN.split(bare) if piece]
    if is_upper_only and not bare.isupper():
        return False
    return bool(pieces) and len(pieces) <= 5 and all(_is_pen_name(piece, is_alone=len(pieces) == 1 and not is_last) for piece in pieces)


def _is_pen_name(piece: str, *, is_alone: bool) -> bool:
    tokens = tokenise(piece, 0, len(piece))
    words = [token for token in tokens if token.is_word]
    if not words or len(words) > 4 or len(words) != len([token for token in tokens if token.text != "."]):
        return False
    if is_alone and len(words) < 2:
        return False
    if HEADS.match(tokens, 0) or (words[0].key in BODY_NOUNS and not words[0].is_shout and len(words) > 3):
        return False
    return all(token.is_capital for token in words)


def is_source(text: str) -> bool:
    """Whether a line only says from where the report was taken."""
    return len(text) <= 100 and bool(SOURCE.match(text))


def source_of(text: str) -> tuple[int, int]:
    """Where the name of the source stands in its line."""
    found = SOURCE.match(text)
    if not found:
        return 0, len(text)
    return found.span("from") if found.group("from") else found.span("agency")


def writer_of(text: str) -> tuple[int, int]:
    """Where the writer's name stands in a byline."""
    found = LABEL.match(text)
    if found:
        return found.span("who")
    start, end = 0, len(text)
    while start < end and text[start] in " ([*":
        start += 1
    while end > start and text[end - 1] in " .)]*":
        end -= 1
    return start, end
