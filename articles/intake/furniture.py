"""What stands on a page beside the report: menus, counters, share buttons, related news, copyright lines."""

import re

LINES = re.compile(
    r"^(?:"
    r"[aA](?:[-+]|\s)*(?:\s*[aA][-+]?){1,3}"
    r"|(?:số )?lượt (?:xem|đọc|truy cập).*|(?:đã|lần) xem\b.*|\d[\d.,]* (?:lượt xem|lượt đọc|views?)|views?:? ?\d.*"
    r"|\[?gmt ?\+ ?7\]?|>>.*|»+ .*|➤.*|►.*"
    r"|skip to (?:main )?content|(?:trang chủ|home|menu|tìm kiếm|đăng nhập|đăng ký|rss|english|tiếng việt|"
    r"liên hệ|sitemap|search|close|e-?paper)(?:\s*[|>/»›].*)?"
    r"|(?:chia sẻ|share|facebook|zalo|twitter|like|thích|lưu bài|lưu|in bài(?: viết)?|in trang|bản in|gửi "
    r"(?:email|bài|cho bạn bè)|print|email|copy link|sao chép.*)"
    r"(?:[ :|,/]+(?:chia sẻ|share|facebook|zalo|twitter|like|thích|in bài|email|print|messenger|linkedin))*(?: bài viết)?(?: ?\d+)?"
    r"|theo dõi .{0,40}(?:google news|zalo|facebook|youtube)|cỡ chữ.*|font size.*|nghe (?:bài viết|đọc bài"
    r"|audio).*|\d{1,2}:\d{2}(?: ?/ ?\d{1,2}:\d{2})?"
    r"|ý kiến (?:bạn đọc|độc giả)?.{0,12}|\(?\d* ?\)? ?bình luận.{0,30}|gửi (?:bình luận|ý kiến|phản "
    r"hồi).*|phản hồi:? ?\d*|đánh giá bài viết.*|xếp hạng.*|★.*|☆.*"
    r"|(?:©|\(c\)|copyright|bản quyền|giấy phép|ghi rõ nguồn|®).*|tổng biên tập ?:.*|tòa soạn ?:.*|địa chỉ"
    r" ?:.*|điện thoại ?:.*|đt ?:.*|hotline.*"
    r"|(?:cổng|trang) (?:thông tin|tin) điện tử.{0,80}|báo điện tử.{0,60}|cơ quan (?:ngôn luận )?của .{0,90}|tiếng nói của .{0,90}"
    r"|tổng số điểm của bài viết.*|click để.*|.{0,30}đánh giá bài viết|chào mừng .{0,30}đến với .{0,120}|"
    r"mới - nóng|> .{4,150}|quảng cáo|advertisement|đầu trang|"
    r"về đầu trang|quay lại|trở lại|xem tiếp.*|đọc tiếp.*|\[?(?:xem|đọc) thêm\]?.*|từ khóa ?:?.*|tags? "
    r"?:?.*|chủ đề ?:.*|thẻ ?:.*"
    r"|\./\.|[-*_=.~•–—]{2,}|\d{1,6}|\*? ?mời (?:quý )?(?:độc giả|bạn đọc|quý vị).*|thứ (?:hai|ba|tư|năm|sáu|bảy) \|.*"
    r")$",
    re.IGNORECASE,
)
RELATED = re.compile(
    r"^(?:(?:các |những )?(?:tin|bài)(?: viết)?(?:,? ?bài)? ?(?:liên quan|khác|cùng chuyên mục|mới(?: "
    r"nhất)?(?: hơn)?|cũ(?: hơn)?|đọc nhiều|nổi bật|đã đưa|xem nhiều|tiếp theo)"
    r"|có thể bạn quan tâm|cùng chuyên mục|đọc nhiều(?: nhất)?|xem nhiều(?: nhất)?|mới nhất|bạn có thể "
    r"quan tâm|video nổi bật|tin nóng)\s*:?\s*(?:\(\d+\))?$",
    re.IGNORECASE,
)
SECTIONS = frozenset(
    [
        "chính trị",
        "thời sự",
        "xã hội",
        "tin tức",
        "kinh tế",
        "văn hóa",
        "pháp luật",
        "xây dựng đảng",
        "dân vận",
        "thời sự - chính trị",
        "chính trị - xã hội",
        "tin trong tỉnh",
        "tin trong nước",
        "đời sống",
        "trong tỉnh",
        "tin hoạt động",
        "tin tức - sự kiện",
        "tin tức sự kiện",
        "hoạt động",
        "xây dựng đảng - chính quyền",
        "chính trị – xã hội",
        "tin địa phương",
        "công tác dân vận",
        "xã hội - đời sống",
        "sự kiện",
        "tin nổi bật",
        "thời sự chính trị",
        "mặt trận",
        "quốc phòng - an ninh",
        "an ninh - quốc phòng",
        "chuyên mục",
        "tin mới",
        "bản tin",
        "thời sự trong nước",
        "tin tức - thời sự",
        "thời sự, chính trị",
        "thời sự – chính trị",
        "chính quyền",
        "nội chính",
        "hoạt động của các cơ quan",
        "tin vắn",
        "tin ảnh",
        "trong nước",
    ]
)
CRUMBS = re.compile(r"^[^.;!?]{2,40}(?:\s*[>»›]\s*[^.;!?]{2,60})+$|^[^.;!?/]{2,28}(?:\s+[/|]\s+[^.;!?/|]{2,28}){1,}$")
LONGEST = 160


def is_furniture(line: str) -> bool:
    """Whether a line belongs to the page and not to the report."""
    if len(line) > LONGEST:
        return False
    return bool(line.casefold().strip(" :-") in SECTIONS or LINES.match(line) or CRUMBS.match(line))


def opens_related(line: str) -> bool:
    """Whether a line is the heading of links to other reports."""
    return len(line) <= LONGEST and bool(RELATED.match(line))
