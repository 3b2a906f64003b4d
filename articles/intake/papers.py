"""Newspapers by the codes they print before a report, with the province they belong to. A caller's gazetteer goes before these."""

KNOWN = (
    ("LSO", "Lạng Sơn"),
    ("GLO", "Gia Lai"),
    ("HBĐT", "Hòa Bình"),
    ("QBĐT", "Quảng Bình"),
    ("BGĐT", "Bắc Giang"),
    ("HGĐT", "Hà Giang"),
    ("YBĐT", "Yên Bái"),
    ("TQĐT", "Tuyên Quang"),
    ("BTNO", "Tây Ninh"),
    ("ABO", "Tiền Giang"),
    ("BPO", "Bình Phước"),
    ("CMO", "Cà Mau"),
    ("QNO", "Quảng Nam"),
    ("QNP", "Quảng Ninh"),
    ("HNP", "Hà Nội"),
    ("HNMO", "Hà Nội"),
    ("ĐTO", "Đồng Tháp"),
    ("LĐ online", "Lâm Đồng"),
)
