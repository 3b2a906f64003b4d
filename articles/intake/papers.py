"""Newspapers by the codes they print before a report, with the province they belong to. A caller's gazetteer goes before these.

The first group was seen in print on the papers' own pages; the rest is general knowledge, to be confirmed.
"""

KNOWN = (
    ("LSO", "Lạng Sơn"),
    ("GLO", "Gia Lai"),
    ("QBĐT", "Quảng Bình"),
    ("BBNĐT", "Bắc Ninh"),
    ("BHG", "Hà Giang"),
    ("BDK", "Bến Tre"),
    ("BDK.VN", "Bến Tre"),
    ("BP", "Bình Phước"),
    ("HNM", "Hà Nội"),
    ("QTO", "Quảng Trị"),
    ("QNO", "Quảng Nam"),
    ("HNP", "Hà Nội"),
    ("LĐ online", "Lâm Đồng"),
    ("HBĐT", "Hòa Bình"),
    ("BGĐT", "Bắc Giang"),
    ("HGĐT", "Hà Giang"),
    ("YBĐT", "Yên Bái"),
    ("TQĐT", "Tuyên Quang"),
    ("BTNO", "Tây Ninh"),
    ("ABO", "Tiền Giang"),
    ("BPO", "Bình Phước"),
    ("CMO", "Cà Mau"),
    ("QNP", "Quảng Ninh"),
    ("HNMO", "Hà Nội"),
    ("ĐTO", "Đồng Tháp"),
)
