"""The words by which the grammar of a report is known: honorifics, heads of titles, verbs of speech, nouns of bodies."""

from articles.intake.report import Role
from articles.intake.tokens import Phrases, keys, labelled, listed

SINGULAR, PLURAL = "one", "several"
HONORIFICS = Phrases(
    labelled(
        [
            (SINGULAR, "đồng chí|đ/c|đ.c|ông|bà|anh|chị|ngài"),
            (PLURAL, "các đồng chí|các đ/c|các đ.c|các ông|các bà|các anh|các chị|các ông bà|hai đồng chí|ba đồng chí|hai ông"),
            (PLURAL, "các vị|các đồng chí là"),
        ]
    )
)
RANKS = Phrases(
    listed(
        "Đại tướng|Thượng tướng|Trung tướng|Thiếu tướng|Đại tá|Thượng tá|Trung tá|Thiếu tá|Đại úy|Thượng úy|Chuẩn đô đốc|Phó đô đốc"
        "|PGS|GS|TS|TSKH|ThS|Th.S|PGS.TS|GS.TS|PGS. TS|GS. TS|GS.TSKH|Phó giáo sư|Giáo sư|Tiến sĩ|Tiến sỹ|Thạc sĩ|Thạc sỹ"
        "|Phó giáo sư - Tiến sĩ|Phó giáo sư – Tiến sĩ|BS|BSCKII|Luật sư|Nhà giáo ưu tú|NGƯT|Bác sĩ|Kỹ sư"
        "|Hòa thượng|Thượng tọa|Đại đức|Linh mục|Ni sư|AHLĐ|AHLLVTND"
    )
)
HEADS = Phrases(
    listed(
        "ủy viên|ủy viên dự khuyết|ủy viên thường trực|ủy viên thường vụ|tổng bí thư|bí thư|phó bí thư|bí thư"
        " thứ nhất|trưởng ban|phó trưởng ban|phó ban"
        "|trưởng đoàn kiểm tra|trưởng đoàn giám sát|trưởng đoàn khảo sát|phó trưởng đoàn kiểm tra|phó trưởng đoàn giám sát"
        "|trưởng đoàn|phó trưởng đoàn|phó đoàn|tổ trưởng|tổ phó|phó tổ trưởng|trưởng phòng|phó trưởng phòng|phó phòng|trưởng"
        "|phó trưởng|phó|phó bcđ|trưởng bcđ|phó ban chỉ đạo|trưởng ban chỉ đạo|chủ tịch|phó chủ tịch|quyền "
        "chủ tịch|quyền bí thư|quyền giám đốc|quyền trưởng ban"
        "|thủ tướng|phó thủ tướng|tỉnh ủy viên|thành ủy viên|huyện ủy viên"
        "|thị ủy viên|quận ủy viên|đảng ủy viên|giám đốc|phó giám đốc|tổng giám đốc|phó tổng giám đốc|chủ nhiệm|phó chủ nhiệm"
        "|chánh án|phó chánh án|viện trưởng|phó viện trưởng|phó viện trưởng phụ trách|thứ trưởng|bộ trưởng|"
        "chính ủy|phó chính ủy|chỉ huy trưởng"
        "|phó chỉ huy trưởng|chỉ huy phó|tư lệnh|phó tư lệnh|vụ trưởng|phó vụ trưởng|cục trưởng|phó cục trưởng|tổng cục trưởng"
        "|phó tổng cục trưởng|chi cục trưởng|phó chi cục trưởng|đại biểu quốc hội|chánh văn phòng|phó chánh văn phòng|phó văn phòng"
        "|chánh thanh tra|phó chánh thanh tra|tổng thư ký|phó tổng thư ký|tổng thanh tra|phó tổng thanh tra|hiệu trưởng|phó hiệu trưởng"
        "|tổng tham mưu trưởng|phó tổng tham mưu trưởng|tổng cục phó|tổng biên tập|phó tổng biên tập|chính "
        "trị viên|phó chính trị viên|tham mưu trưởng|phó tham mưu trưởng|thành viên"
        "|trưởng thôn|trưởng bản|trưởng công an|phó trưởng công an|nguyên ủy viên|nguyên bí thư|nguyên phó bí thư|nguyên chủ tịch"
        "|nguyên phó chủ tịch|nguyên trưởng ban|nguyên phó trưởng ban|thường trực|kiểm toán trưởng|tổng kiểm toán|phó tổng kiểm toán"
        "|chuyên viên|báo cáo viên|cố vấn|trợ lý|đội trưởng|đội phó|trưởng khoa|trưởng ban thường trực|phó trưởng ban "
        "thường trực|chủ tịch nước|thường vụ|thường trực ban bí thư"
        "|UVBCT|UVBTV|UVTV|UV BTV|UVTƯ|UVTW|UVT.Ư|UVTWĐ|UVBCH|UVUBTVQH|TUV|TVTU|ThUV|HUV|TVHU|TVThU|PCT|PBT|"
        "PTB|PGĐ|ĐBQH|UV Ban Thường vụ|UV|CVP|PCVP"
        "|phó công an|phó giám thị|phó bí thư thường trực|phó chủ tịch thường trực|trưởng tiểu ban|phó trưởng tiểu ban"
        "|thẩm phán|kiểm sát viên|điều phối viên|giám thị|trưởng trạm|trạm trưởng|đồn trưởng|chủ nhiệm ủy ban"
    )
)
SHORT_HEADS = Phrases(listed("CT|BT|GĐ|TB"))
BARE_HEADS = keys("chủ tịch phó") | frozenset({"phó chủ tịch", "chủ tịch", "phó bí thư", "bí thư", "giám đốc", "chủ nhiệm"})
BODY_NOUNS = keys(
    "Ban Bộ Sở Vụ Cục Ủy UBND HĐND UBMTTQ MTTQ Tỉnh Thành Huyện Thị Quận Đảng Văn Hội Liên Viện Tòa Đoàn "
    "Phòng Trung Tổng Tập Công Trường Kho Ngân"
    " Quốc Quân Học Đài Báo Chi Mặt LĐLĐ BCĐ BTV TAND VKSND BCH TƯ TW T.Ư UBTƯ UBMT Chính Nhà Hiệp Cơ Tổ Khối Bảo Kiểm Trụ Đại BCHQS BĐBP"
)
PLACE_NOUNS = keys("tỉnh huyện xã phường quận thôn bản") | frozenset({"thành phố", "thị xã", "thị trấn", "tp.", "khu phố"})
# Names of bodies that hold commas or words which elsewhere are verbs.
COMPOUNDS = Phrases(
    listed(
        "văn hóa, thể thao và du lịch|văn hóa, thể thao, du lịch|văn hóa, thông tin và thể thao|lao động, thương binh và xã hội"
        "|lao động - thương binh và xã hội|lao động, thương binh, xã hội|nông nghiệp, nông dân|công thương, khoa học và công nghệ"
        "|dân chủ, giám sát và phản biện xã hội|dân chủ - giám sát - phản biện xã hội|giám sát và phản biện xã hội"
        "|dân chủ, giám sát, phản biện xã hội|phòng, chống tham nhũng, lãng phí, tiêu cực|phòng, chống tham nhũng, tiêu cực"
        "|phòng, chống tham nhũng|phòng, chống thiên tai và tìm kiếm cứu nạn|phòng, chống tội phạm|phòng, chống dịch"
        "|phòng, chống|tôn giáo, dân tộc|dân tộc, tôn giáo|kinh tế, hạ tầng và đô thị|văn hóa, khoa học và thông tin"
        "|giáo dục, thanh niên, thiếu niên và nhi đồng|khoa học, công nghệ và môi trường|khoa học, công nghệ|tổ chức cán bộ"
        "|tổ chức - cán bộ"
        "|tổ chức - kiểm tra|tổ chức - nội vụ|tổ chức - hành chính|kiểm tra - giám sát|thi đua, khen thưởng|thi đua - khen thưởng"
        "|tuyên giáo và dân vận|nông nghiệp và phát triển nông thôn|nông nghiệp và môi trường"
    )
)
SPEECH = "speech"
ATTEND = Role.ATTENDEE
VERBS = Phrases[Role | str](
    labelled(
        [
            (
                Role.CHAIR,
                "chủ trì|chủ tọa|chủ tọa hội nghị|chủ tọa cuộc họp|chủ tọa buổi họp|chủ tọa kỳ họp"
                "|làm trưởng đoàn|làm tổ trưởng|là trưởng đoàn|dẫn đầu|điều hành hội nghị|chủ trì điều hành",
            ),
            (Role.CO_CHAIR, "đồng chủ trì|cùng chủ trì|đồng chủ tọa|cùng chủ tọa|đồng chủ trì điều hành"),
            (Role.OPENING, "phát biểu khai mạc|khai mạc|diễn văn khai mạc"),
            (Role.WELCOME, "phát biểu chào mừng|chào mừng|phát biểu chào mừng và khai mạc"),
            (
                Role.CONCLUDING,
                "phát biểu kết luận|kết luận hội nghị|kết luận buổi|kết luận tại|kết luận cuộc|phát biểu bế mạc|phát biểu tổng kết",
            ),
            (Role.CONCLUDING, "phát biểu ý kiến kết luận|kết luận"),
            (
                Role.REPORT,
                "trình bày|trình bày báo cáo|báo cáo|thông báo|thông qua báo cáo|truyền đạt|quán triệt|giới thiệu|phổ biến|thông tin",
            ),
            (Role.REPORT, "báo cáo kết quả|báo cáo tại|thông qua dự thảo|thông qua|triển khai"),
            (
                Role.SPEAKER,
                "là yêu cầu|là ý kiến|là đề nghị|là khẳng định|là chia sẻ|là nhấn mạnh|là lời|là mong muốn"
                "|là phát biểu|là phát biểu chỉ đạo|là phát biểu kết luận|là chỉ đạo|là kết luận|là ý kiến chỉ đạo",
            ),
            (Role.SPEAKER, "phát biểu|phát biểu chỉ đạo|phát biểu ý kiến|phát biểu tại|tham luận|phát biểu tham luận|có bài phát biểu"),
            (
                Role.ATTENDEE,
                "về phía|thành phần đoàn|dự|tham dự|cùng dự|đến dự|tới dự|về dự|cùng tham dự|dự hội nghị|tham gia|"
                "cùng tham gia|có mặt|dự và|cùng đi|tham gia đoàn"
                "|cùng làm việc|tham gia làm việc|dự và chỉ đạo|dự, chỉ đạo|đến dự và chỉ đạo|tới dự và chỉ đạo|tham dự và chỉ đạo",
            ),
            (
                SPEECH,
                "yêu cầu|đề nghị|nhấn mạnh|cho biết|khẳng định|cho rằng|ghi nhận|biểu dương|đánh giá|đánh giá cao|nêu|nêu rõ|lưu ý|chỉ rõ",
            ),
            (
                SPEECH,
                "mong muốn|mong|chia sẻ|giải đáp|trả lời|tiếp thu|kiến nghị|đề xuất|thảo luận|trao đổi|chỉ đạo|giao|"
                "gợi ý|quyết định|phân tích|chỉ ra",
            ),
            (
                SPEECH,
                "bày tỏ|thừa nhận|cảm ơn|hoan nghênh|phân công|đặt vấn đề|làm rõ|giải trình|thống nhất|điểm qua|nhắc "
                "lại|đề cập|phản ánh|nói|tin tưởng",
            ),
            (SPEECH, "bế mạc|định hướng|nhận định|nhận xét|tổng kết|tán thành|cám ơn|đặt câu hỏi|chất vấn|phát động|xác định"),
            (
                "other",
                "trao|tặng|trao tặng|trao bằng khen|tặng hoa|được|đã|đang|sẽ|cũng|cùng|là|có|với|tại|trong|khi|tới|"
                "đến|thay mặt|đại diện cho|chúc",
            ),
            (
                "other",
                "ký kết|kiểm tra|nghe|thăm|và đoàn|lên|nhằm|vào|để|từ|theo|do|về dự|bị|vừa|chứng kiến|làm việc|làm|đi"
                "|gặp|tiếp|đón|hỏi|công bố",
            ),
            (
                "other",
                "ngày|sáng|chiều|luôn|chủ động|trực tiếp|tiếp tục|cần|phải|rất|chưa|không|nơi|sau|trước|tuy|bằng|đối "
                "thoại|ban hành|khen thưởng",
            ),
            (
                "other",
                "chứng nhận|điều hành|tuyên bố|xin|phê duyệt|lắng nghe|hướng dẫn|tổ chức|gửi|đăng|nêu gương|động viên"
                "|khảo sát|giám sát|nguyên là",
            ),
            (
                "other",
                "vắng mặt|vắng|chúc mừng|thư ký là"
                "|thừa ủy quyền|thừa lệnh|kêu gọi|cam kết|thể hiện|nhất trí|đồng tình|đồng ý|giải thích|hy vọng|tâm sự"
                "|dâng hương|cắt băng|bấm nút|tuyên dương|góp ý|đọc|điểm lại|khái quát|ra mắt|nhắc nhở|cảnh báo|phê bình|ủng hộ|khích lệ"
                "|ký ban hành|ban tặng|tiếp xúc|thị sát|khảo sát|tham quan|đi kiểm tra|giữ chức|được bầu|được phân công|tri ân|xúc động",
            ),
        ]
    )
)
NOT_VERBS = Phrases(
    listed(
        "dự thảo|dự án|dự kiến|dự báo|dự khuyết|dự toán|dự phòng|kết luận số|kết luận của|ban chỉ đạo|tổ chức"
        "|báo cáo viên|báo cáo số|thông báo số|thông tin và|thông tin -"
        "|kiểm tra tỉnh ủy|kiểm tra huyện ủy|kiểm tra thành ủy|kiểm tra trung ương|giao thông|giao ban|giao "
        "dịch|nói chung|nói riêng|nêu trên|nói trên|đại diện"
        "|tổng kết|làm chủ|trong đó|quyết định số|kết luận 120|kế hoạch|đề nghị của|yêu cầu của"
    )
)
GROUP_HEADS = Phrases(
    listed(
        "đại diện|lãnh đạo|các đồng chí trong|các đồng chí là|các đồng chí thành viên|các đồng chí lãnh đạo|"
        "các đồng chí đại diện|các đồng chí nguyên"
        "|các đồng chí ủy viên|các thành viên|thành viên|các đại biểu|đại biểu|cán bộ|các sở|các ban|các cơ "
        "quan|thường trực|các đơn vị|hơn|trên|gần|khoảng"
        "|đông đảo|toàn thể|các phòng|các huyện|bí thư|trưởng|trưởng ban|trưởng các|chủ tịch|các vị|các ủy "
        "viên|các phó|ban thường vụ|các trưởng|đồng chí thường trực|bí thư chi bộ|các chi bộ|các ban|các "
        "ngành|báo cáo viên|các doanh nghiệp|chuyên viên|các hội|các tổ chức"
        "|các đoàn thể|các chuyên viên|các địa phương|các tỉnh|phóng viên|một số|người đứng đầu|các cấp ủy|"
        "các đảng ủy|các xã|các bí thư|ban chỉ đạo|các đồng chí phó|các đồng chí trưởng|các đồng chí bí thư|"
        "các đồng chí chủ tịch|các đồng chí cán bộ|các đồng chí thường trực|các đồng chí ban|các cán bộ|các "
        "lãnh đạo"
    )
)
