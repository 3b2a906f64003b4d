"""Which lines stand under a photo."""

import re

CUES = re.compile(
    r"^(?:[Tt]oàn cảnh|TOÀN CẢNH|[Qq]uang cảnh|Ảnh\b|Hình ảnh|Các đại biểu (?:dự|tham|chụp|tại|thảo|bấm)|"
    r"Đại biểu (?:dự|tham|các)|Một góc|Một số hình ảnh|Đoàn (?:chủ tịch|chủ tọa)|Chủ tọa)"
)
PEOPLE = re.compile(
    r"^(?:(?:Các )?[Đđ]ồng chí|ĐỒNG CHÍ|Đ/c|(?:Các )?[ÔB](?:ng|à)\b|Lãnh đạo|Thường trực|Đại diện|Ban "
    r"(?:tổ chức|Tổ chức)|(?:Phó |Ủy viên|Uỷ viên|Bí thư|Chủ tịch|Trưởng|Giám đốc|Bộ trưởng|Thứ trưởng|Thủ"
    r" tướng|PGS|TS|Thiếu|Trung|Đại tá))"
)
DOING = re.compile(
    r"\b(?:phát biểu|trao|tặng|chủ trì|kết luận|trình bày|báo cáo|điều hành|tham luận|chụp ảnh|khai mạc|"
    r"thảo luận|kiểm tra|nói chuyện|quán triệt|tiếp xúc|đối thoại|thăm|trả lời|giải đáp|truyền đạt|thông "
    r"qua)\b"
)
CREDIT = re.compile(
    r"(?:[.\s(\[–-]|^)\s*(?P<all>Ảnh\s*(?::\s*|(?=[A-ZĐ]{2,})|(?=\d{1,2}$))(?P<who>(?:[^.()\[\]]|(?<=[A-ZĐ])\.){1,60}?))[.)\]]*\s*$"
)
ENDS_SPEAKING = re.compile(r"\bphát biểu(?: [^\s,;.]+){0,9}\.?$|\b(?:trao|tặng) (?:[^\s,;.]+ ?){1,24}\.?$")
DATED = re.compile(r"^\W*(?:sáng|chiều|ngày|tối)\b|\b(?:sáng|chiều|ngày) \d", re.IGNORECASE)
LONGEST = 420


def is_caption(text: str, *, is_closed: bool) -> bool:
    """Whether a line is the caption of a photo: what it starts with, what the people in it do, how it ends."""
    if len(text) > LONGEST:
        return False
    if CREDIT.search(text) and len(text) < 300:
        return True
    if CUES.match(text):
        return not is_closed or len(text) < 110
    if not PEOPLE.match(text):
        return False
    if not is_closed:
        return bool(DOING.search(text)) and not text.endswith(":") and not DATED.search(text)
    is_single = text.count(". ") == 0
    return is_single and len(text) < 230 and bool(ENDS_SPEAKING.search(text)) and text.count(":") == 0 and "phát biểu" in text


def is_certain(text: str) -> bool:
    """Whether a line can be nothing but a caption."""
    return bool(CREDIT.search(text) or CUES.match(text) or "phát biểu" in text)


def credit_of(text: str) -> tuple[int, int] | None:
    """Where the photographer's name stands in a caption."""
    found = CREDIT.search(text)
    return found.span("who") if found else None
