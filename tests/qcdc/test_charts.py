"""Charts drawn on the server."""

from qcdc.abbreviations import abbreviations_in
from qcdc.charts import chart


def test_bars_are_as_long_as_their_numbers():
    drawn = chart("Tỷ lệ", "Ba thanh", [("một", 100, "100 %"), ("hai", "50", "50 %"), ("không", 0, "0 %")], whole=100)
    assert [bar.width for bar in drawn.bars] == ["78.00%", "39.00%", "0.00%"]
    assert [bar.top for bar in drawn.bars] == ["1.4em", "4.5em", "7.6em"]
    assert drawn.height == "9.3em"
    assert drawn.rows == [("một", "100 %"), ("hai", "50 %"), ("không", "0 %")]


def test_more_than_the_whole_makes_the_scale_longer_and_nothing_draws_nothing():
    assert [bar.width for bar in chart("", "", [("a", 200, ""), ("b", 100, "")], whole=100).bars] == ["78.00%", "39.00%"]
    assert chart("", "", []).bars == []
    assert [bar.width for bar in chart("", "", [("a", 0, "")]).bars] == ["0.00%"]


def test_a_long_label_is_cut_in_the_drawing_and_whole_in_the_table():
    label = "Tỷ lệ xã, phường, thị trấn tổ chức đối thoại trực tiếp với nhân dân"
    drawn = chart("", "", [(label, 1, "1")])
    assert drawn.bars[0].short == "Tỷ lệ xã, phường, thị trấn tổ chức đối thoạ…"
    assert drawn.rows == [(label, "1")]


def test_abbreviations_are_whole_words_and_the_longest_comes_first():
    assert abbreviations_in("UBND tỉnh, UBMTTQ và BCĐ; không phải UBNDX, MTTQx") == {
        "UBMTTQ": "Ủy ban Mặt trận Tổ quốc",
        "UBND": "Ủy ban nhân dân",
        "BCĐ": "Ban Chỉ đạo",
    }
