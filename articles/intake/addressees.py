"""To whom a directive is addressed: the words from the verb of asking up to the verb of doing."""

from collections.abc import Sequence

from articles.intake.tokens import Phrases, Token, keys, listed

MODALS = keys("cần phải")
OPENERS = Phrases(
    listed(
        "chủ trì|tiếp tục|tăng cường|nâng cao|tập trung|đẩy mạnh|phát huy|quan tâm|xây dựng|rà soát|duy trì|phối hợp|"
        "gắn|tạo điều kiện|xử lý|đánh giá|tuyên truyền|thực hiện"
        "|thường xuyên|kịp thời|chú trọng|sớm|chủ động|bám sát|làm tốt|đổi mới|củng cố|kiện toàn|mở rộng|công"
        " khai|giải quyết|tổ chức|triển khai|quán triệt|ban hành"
        "|chấn chỉnh|khắc phục|nghiên cứu|bổ sung|hoàn thiện|hướng dẫn|kiểm tra|giám sát|lãnh đạo|chỉ đạo|đôn"
        " đốc|nhân rộng|biểu dương|khen thưởng|phát hiện|xác định|cụ thể hóa"
        "|thể chế hóa|nắm chắc|nắm bắt|lắng nghe|tiếp thu|đối thoại|bảo đảm|đảm bảo|phổ biến|vận động|lồng "
        "ghép|tích cực|coi trọng|đưa|lấy|thực hành|cải cách|tham mưu|ưu tiên"
        "|gửi|báo cáo|bố trí|tạo|động viên|khuyến khích|mỗi|hằng năm|hàng năm|nghiêm túc|phân công|gương mẫu|"
        "nêu cao|rút kinh nghiệm|khẩn trương|tham gia|đề cao|cải tiến|tranh thủ"
        "|niêm yết|tiếp công dân|sơ kết|tổng kết|không để|không|cử|chuẩn bị|chăm lo|giữ vững|tiến hành|cập "
        "nhật|theo dõi|quản lý|chống|phòng ngừa|ngăn chặn|hỗ trợ|học tập|hoàn thành"
        "|phấn đấu|tận dụng|ứng dụng|rèn luyện|bồi dưỡng|đào tạo|tập huấn|lựa chọn|xem xét|chỉnh sửa|điều "
        "chỉnh|nhận diện|bảo vệ|nhanh chóng|kiên quyết|làm rõ|làm|thành lập|ký|thống nhất|mở|thẩm định|cùng|"
        "đi sâu|xem|cải thiện|cung cấp|thu hút|tiết kiệm|đầu tư|đi|giúp|giúp đỡ|tôn trọng|đáp ứng|lập|sử dụng"
        "|khai thác|bảo vệ|gần|sát|sâu sát|nói|hạn chế|loại bỏ|đơn giản|rút ngắn|trả lời|tiếp|chia sẻ|nhận "
        "thức|xác lập|chấp hành|tuân thủ|quy định|hình thành|thay đổi|dành|khơi dậy|cảnh giác|nâng|giảm|tăng|"
        "ra sức|tự giác|trực tiếp|phân loại|định kỳ|hòa giải|tạo chuyển biến|bám|nghiên"
    )
)
STRONG = Phrases(
    listed(
        "tiếp tục|tăng cường|nâng cao|tập trung|đẩy mạnh|phát huy|quan tâm|chú trọng|thường xuyên|kịp thời|"
        "sớm|chủ động|làm tốt|củng cố|kiện toàn|gắn|rà soát|khắc phục|đổi mới"
        "|xử lý|duy trì|thực hiện tốt|thực hiện nghiêm|thực hiện có hiệu quả|tạo điều kiện|coi trọng|nhân "
        "rộng|giải quyết|xây dựng|triển khai|công khai|tổ chức|bám sát|phối hợp|chấn chỉnh|tích cực|nghiêm "
        "túc|quán triệt|mở rộng|bổ sung|ra sức"
    )
)
ADDRESSEES = keys(
    "cả hệ các cấp ủy bcđ ban mttq mặt ubnd hđnd lãnh từng mỗi sở huyện tỉnh thành đảng đoàn chính cán địa cơ "
    "đơn người hội công tổ ngành doanh đối xã phường toàn bộ thường ủy chi liên bí chủ tập khối văn phòng "
    "mọi lực trường viện ngân quân đội hợp thủ giám đại kho bệnh nhân nông cựu phụ trung chị"
)
PART_OF_NAMES = keys("cơ người bộ thường lực trong phòng dân đoàn tổ chi")
EACH = keys("cấp đơn cơ cán đảng chi xã huyện địa người ngành tổ đồng thôn bản hội")
LED = keys("tỉnh huyện xã các ubnd sở ban bộ cơ đơn địa thành phường cấp")
TELLING = keys("đã đang vừa luôn vẫn")
ASKING = Phrases(listed("đề nghị|yêu cầu|nhấn mạnh"))
LONGEST_ADDRESSEE = 45


def addressee_end(tokens: Sequence[Token], start: int, *, needs_modal: bool = False) -> int | None:
    """Where an addressee ends: before cần, phải, or the verb of what is to be done."""
    place = start
    if place >= len(tokens) or tokens[place].key not in ADDRESSEES:
        return None
    if OPENERS.match(tokens, place) and not _is_organisation(tokens, place):
        return None
    place += 1
    while place < min(len(tokens), start + LONGEST_ADDRESSEE):
        token = tokens[place]
        if token.text in ".;":
            return None
        if token.key in MODALS:
            return place
        if token.key in TELLING or ASKING.match(tokens, place):
            return None
        if step := _inside_body(tokens, place):
            place += step
            continue
        if not needs_modal and (opener := OPENERS.match(tokens, place)) and _is_verb_here(tokens, start, place):
            after = place + opener[0]
            if after >= len(tokens) or tokens[after].key != "viên":
                return place
        place += 1
    return None


def _is_organisation(tokens: Sequence[Token], place: int) -> bool:
    """ "Tổ chức đảng", "tổ giám sát", "lãnh đạo tỉnh" are people; "tổ chức hội nghị" and "lãnh đạo công tác" are things to do."""
    if tokens[place].key == "mỗi":
        return place + 1 < len(tokens) and tokens[place + 1].key in EACH
    if tokens[place].key == "lãnh":
        return place + 2 < len(tokens) and (tokens[place + 2].is_capital or tokens[place + 2].key in LED)
    if tokens[place].key != "tổ":
        return False
    following = [token.key for token in tokens[place + 1 : place + 3]]
    return following[:1] != ["chức"] or following[1:] in (["đảng"], ["chính"], ["hội"], ["đoàn"], ["cơ"], ["công"], ["xã"], ["thành"])


def _is_verb_here(tokens: Sequence[Token], start: int, place: int) -> bool:
    """Whether a verb is what the addressee is to do, not a part of the addressee's own name or of a list of addressees."""
    before = tokens[place - 1].key
    is_strong = bool(STRONG.match(tokens, place)) and tokens[place].key != "tổ"
    if tokens[place].is_capital or before in {
        "và",
        "các",
        "công",
        "việc",
        "ban",
        "của",
        "để",
        "được",
        "sự",
        "về",
        "tác",
        "trình",
        "khảo",
        "giám",
    }:
        return False
    if before == "," and tokens[start].key == "đối":
        opener = OPENERS.match(tokens, place)
        return is_strong or bool(opener and tokens[min(place + opener[0], len(tokens) - 1)].is_word)
    if before in PART_OF_NAMES or before in {",", "chức"}:
        return is_strong
    return True


def _inside_body(tokens: Sequence[Token], place: int) -> int:
    """Verbs inside the name of a committee: Ban Chỉ đạo thực hiện QCDC; Ban Thanh tra nhân dân."""
    if tokens[place - 1].key != "ban" and tokens[place].key != "bcđ":
        return 0
    if tokens[place].key not in {"chỉ", "bcđ"}:
        return 2 if tokens[place].key in {"thanh", "giám", "kiểm", "tổ", "tuyên"} else 0
    after = place + (2 if tokens[place].key == "chỉ" else 1)
    if after < len(tokens) and tokens[after].key not in {"về", "thực", "xây", "triển", "quy", "qcdc", "("}:
        return after - place
    for ahead in range(place, min(place + 14, len(tokens))):
        if tokens[ahead].key == "qcdc" or (tokens[ahead].key == "sở" and tokens[ahead - 1].key == "cơ"):
            return ahead + 1 - place
        if tokens[ahead].text in ",;:.":
            break
    return 2 if tokens[place].key == "chỉ" else 1
