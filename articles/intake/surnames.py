"""Family names of Vietnam's peoples, by which a run of capitalised words is told to be a person's name."""

from articles.intake.tokens import keys, listed

COMMON = keys(
    "Nguyễn Trần Lê Phạm Huỳnh Hoàng Phan Vũ Võ Đặng Bùi Đỗ Hồ Ngô Dương Lý Đoàn Trịnh Đinh Lâm Mai Tô Trương Đào Phùng Tạ Lưu Tống Vương"
)
OTHERS = keys(
    "Âu An Bạch Bành Bàn Bàng Bế Biện Bồ Cái Cấn Cao Chế Chiêm Chu Châu Chung Cổ Công Cù Cung Diệp Doãn Đái Đàm Đan Đậu Đinh Điền Đồng Đổng"
    " Đới Đường Giang Giáp Hà Hầu Hạ Hàn Hình Hoa Hứa Hùng Kha Khổng Khuất Khúc Kiều Kim La Lại Lã Lữ Lạc"
    " Lương Lường Lều Liêu Liễu Lò Lô Lỗ Lộc Lục Mã Ma Mạc"
    " Mạch Mẫn Mộc Nghiêm Nghê Ngụy Nhan Nhâm Nhữ Ninh Nông Ông Phí Phó Phú Quách Quan Quản Quàng Sầm Sái"
    " Sơn Sử Tăng Tất Thạch Thái Thẩm Thân Thang Thi Thiều"
    " Thịnh Thôi Tiêu Tiết Tôn Tòng Triệu Trang Trà Trầm Trình Trưng Từ Ty Văn Viên Vi Viên Vòng Vưu Xa "
    "Yên Ứng Ân Bá Ánh Bì Cảnh Cam Cẩm Chương Danh Dư"
    " Đăng Hạc Hoắc Kiên Lang Lăng Long Lôi Mông Mục Nại Ngọ Ngũ Nhiêu Ôn Phương Sùng Tào Thào Thành Tiền"
    " Tưởng Uông Vừ Xồng Giàng Vàng Vàng Mùa"
    " Hạng Cứ Cư Ly Tráng Hảng Hờ Hầu Sình Thò Vù Lừ Lù Lèng Lồ Tẩn Chẻo Phàn Bàn Đèo Cầm Cà Bạc Lèo Lự "
    "Lỳ Pờ Khoàng Sừng Giừ Kháng Ly Thền Xìn Cháng Chảo"
    " Hoảng Vi Lầu Già Và Dềnh Lỷ Chang Khà Vùi Mè Tếnh Ngần Hà Cụt Moong Lương Vy Lộc Sằm Pịt Cút Trá "
    "Quảng Đàng Thị Kiên Neang Néang Chau Sơn Thạch"
    " Y A Siu Ksor Rơ Rah Rmah Kpă Kpuih Kpui Nay Rơchăm Ralan Hiao Ama Ayun Niê Êban Mlô Byă Kbuôr Ktla "
    "Adrơng Buôn Đinh U Puih Rcom Rô Điểu Thị"
    " Lơ Lơmu Cil Kơ Bon Liêng Dà Đa Kră Rơông Ndu Bờ Ya Ma K Bríu Pơloong Zơ Alăng Bling Bhnướch Bh Coor"
    " Arất Hôih Tơ Ating Clâu Blúp Kpơr Ta Chamaléa Katơr"
    " Pi Mấu Cao Tro Mang So La Bo Đạo Nịm Blong Bloong Xiêng Ca Hôi Krông Rơmah"
)
SURNAMES = COMMON | OTHERS
MIDDLES = keys(
    "Văn Thị Hữu Đức Đình Xuân Ngọc Quang Minh Thanh Công Bá Duy Đăng Quốc Hồng Kim Trọng Mạnh Viết Khắc Thế Huy Anh Thành Tiến Như Phúc"
)
# Streets, wards and schools bear the names of the great dead; behind the word for a place they are no people at a conference.
HONOURED = frozenset(
    listed(
        "trần phú|lê lợi|nguyễn huệ|lê hồng phong|trần hưng đạo|nguyễn trãi|hoàng văn thụ|nguyễn thị minh khai|lý thường kiệt"
        "|nguyễn du|ngô quyền|lê chân|trưng vương|phan bội châu|phan chu trinh|nguyễn công trứ|lý tự trọng|nguyễn văn cừ|lê duẩn"
        "|phan đình phùng|chu văn an|lê quý đôn|nguyễn bỉnh khiêm|đinh tiên hoàng|lê thánh tông|võ thị sáu|nguyễn văn trỗi"
        "|tô hiệu|lê đại hành|trường chinh|tôn đức thắng|lý thái tổ"
    )
)
NEVER = frozenset({"hồ chí minh", "bác hồ", "nguyễn ái quốc", "nguyễn tất thành"})
