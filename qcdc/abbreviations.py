"""The abbreviations of reports on grassroots democracy and the words that they stand for, for reading aloud."""

import re

WHOLE = {
    "BCĐ": "Ban Chỉ đạo",
    "BCH": "Ban Chấp hành",
    "BTV": "Ban Thường vụ",
    "CCHC": "cải cách hành chính",
    "CNH": "công nghiệp hóa",
    "ĐBQH": "đại biểu Quốc hội",
    "GCNQSDĐ": "giấy chứng nhận quyền sử dụng đất",
    "HĐH": "hiện đại hóa",
    "HĐND": "Hội đồng nhân dân",
    "HTCT": "hệ thống chính trị",
    "KT-XH": "kinh tế, xã hội",
    "LĐLĐ": "Liên đoàn Lao động",
    "MTTQ": "Mặt trận Tổ quốc",
    "NQ": "Nghị quyết",
    "NTM": "nông thôn mới",
    "NĐ-CP": "Nghị định Chính phủ",
    "PCTN": "phòng, chống tham nhũng",
    "QCDC": "Quy chế dân chủ",
    "QĐ": "Quyết định",
    "QP-AN": "quốc phòng, an ninh",
    "TP": "thành phố",
    "TTHC": "thủ tục hành chính",
    "TƯ": "Trung ương",
    "TW": "Trung ương",
    "UBMTTQ": "Ủy ban Mặt trận Tổ quốc",
    "UBND": "Ủy ban nhân dân",
    "UBTVQH": "Ủy ban Thường vụ Quốc hội",
    "UBKT": "Ủy ban Kiểm tra",
    "XHCN": "xã hội chủ nghĩa",
}
FOUND = re.compile(rf"(?<!\w)({'|'.join(map(re.escape, sorted(WHOLE, key=len, reverse=True)))})(?!\w)")


def abbreviations_in(text: str) -> dict[str, str]:
    """The abbreviations that stand in a text, each with the words it stands for; the longest first."""
    found = set(FOUND.findall(text))
    return {short: WHOLE[short] for short in sorted(found, key=lambda short: (-len(short), short))}
