"""Text of before Unicode: found where it is, never found where it is not, and converted whole."""

import json
import re
import shutil
import subprocess
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qcdc.legacy_text import TCVN3, VNI, Encoding, convert, detect, of_font
from qcdc.syllables import is_syllable
from qcdc.vietnamese import nfc

ROOT = Path(__file__).parents[2]
LETTERS = "àảãáạăằẳẵắặâầẩẫấậèẻẽéẹêềểễếệìỉĩíịòỏõóọôồổỗốộơờởỡớợùủũúụưừửữứựỳỷỹýỵđ"
SENTENCE = (
    "Chiều nay (29/5), tại thành phố Lạng Sơn, Hội nghị giao ban cụm các tỉnh miền núi biên giới phía Bắc "
    "về thực hiện quy chế dân chủ ở cơ sở. Đồng chí Lê Văn Thử phát biểu."
)
IN_TCVN3 = (
    "ChiÒu nay (29/5), t¹i thµnh phè L¹ng S¬n, Héi nghÞ giao ban côm c¸c tØnh miÒn nói biªn giíi phÝa B¾c "
    "vÒ thùc hiÖn quy chÕ d©n chñ ë c¬ së. §ång chÝ Lª V¨n Thö ph¸t biÓu."
)
IN_VNI = (
    "Chieàu nay (29/5), taïi thaønh phoá Laïng Sôn, Hoäi nghò giao ban cuïm caùc tænh mieàn nuùi bieân giôùi phía Baéc "
    "veà thöïc hieän quy cheá daân chuû ôû cô sôû. Ñoàng chí Leâ Vaên Thöû phaùt bieåu."
)
ENCODED = {Encoding.TCVN3: IN_TCVN3, Encoding.VNI: IN_VNI}
TABLES = {Encoding.TCVN3: TCVN3, Encoding.VNI: VNI}
encodings = pytest.mark.parametrize("encoding", list(Encoding))
FOREIGN = [
    "L'été dernier, les députés ont été reçus là où le président a évoqué la démocratie à la base, très célèbre, naïve, Noël, août, déjà.",
    "Le coût du goût a plu : dûment, forêt, hôtel, côté, élève, maïs, Haïti, aïeul, où, ça, très, après, né, thé, fée.",
    "Müller übt größere Übungen, für die Straße öffentlich, daß wir über Fuß und Tür können.",
    "Mañana el niño comió más, señor: el corazón está también aquí, allá, después.",
    "São Paulo não é então coração; avô, você, três, português, à vontade.",
    "The café’s naïve rôle in the fiancée’s résumé — façade, über, Zoë, coöperate, £10, ©2018, §5, ½ µm ± 3°.",
]


def written(text, encoding):
    """Some Unicode text as a file of the old days would hold it."""
    codes = {letter: code for code, letter in TABLES[encoding].items() if code != "Đ"}
    return "".join(codes.get(char, char) for char in text)


def words_of_the_house():
    """Every word of the demo report and of the register's reference files."""
    files = [ROOT / "articles/data/demo.json", *(ROOT / "meetings/data").glob("*.csv")]
    text = " ".join(
        json.dumps(json.loads(path.read_text()), ensure_ascii=False) if path.suffix == ".json" else path.read_text() for path in files
    )
    return sorted(set(re.findall(r"[^\W\d_]+", text)))


WORDS = words_of_the_house()


@encodings
def test_a_report_in_an_old_encoding_is_found_and_read(encoding):
    found = detect(ENCODED[encoding])
    assert found is not None
    assert (found.encoding, found.sure) == (encoding, 1.0)
    assert convert(ENCODED[encoding], encoding) == SENTENCE


@encodings
def test_it_is_found_after_the_register_has_normalised_it(encoding):
    kept = nfc(ENCODED[encoding])
    assert detect(kept) is not None
    assert convert(kept, encoding) == SENTENCE


def test_the_letter_that_normalising_takes_for_another_comes_back():
    assert convert(nfc("Ðp buéc, xÐt xö, khÐp"), Encoding.TCVN3) == "ép buộc, xét xử, khép"


@encodings
def test_every_letter_has_its_code(encoding):
    assert set(LETTERS) <= set(TABLES[encoding].values())
    assert convert(written(LETTERS, encoding), encoding) == LETTERS


def test_the_small_letters_of_tcvn3_are_those_of_the_c_library():
    if not shutil.which("iconv"):
        pytest.skip("iconv is not installed")
    codes = "".join(code for code, letter in TCVN3.items() if letter in LETTERS and code != "Đ").encode("latin-1")
    answer = subprocess.run(["iconv", "-f", "TCVN5712-1", "-t", "UTF-8"], input=codes, capture_output=True, check=True)
    assert nfc(answer.stdout.decode()) == convert(codes.decode("latin-1"), Encoding.TCVN3)


def test_capitals_of_vni_are_read_whatever_the_case_of_their_signs():
    assert convert("UÛY BAN NHAÂN DAÂN TÆNH, ÑAÛNG UÛY, Ñaûng Uûy", Encoding.VNI) == "ỦY BAN NHÂN DÂN TỈNH, ĐẢNG ỦY, Đảng Ủy"


def test_capitals_of_tcvn3_come_back_where_the_letters_beside_them_show_them():
    assert convert("§¶NG ñY, UBND tØnh, Lª V¨n Thö", Encoding.TCVN3) == "ĐẢNG ỦY, UBND tỉnh, Lê Văn Thử"
    assert convert("VÒ VIÖC Kª KHAI", Encoding.TCVN3) == "VỀ VIỆC KÊ KHAI"


def test_characters_that_word_hides_in_its_private_area_are_read():
    hidden = "".join(chr(ord(char) + 0xF000) if 0xA0 <= ord(char) < 0x100 else char for char in IN_TCVN3)
    assert detect(hidden) is not None
    assert convert(hidden, Encoding.TCVN3) == SENTENCE


def test_a_line_that_is_unicode_already_is_left_alone_among_old_ones():
    mixed = f"{SENTENCE}\n{IN_TCVN3}\n"
    assert detect(mixed) is not None
    assert convert(mixed, Encoding.TCVN3) == f"{SENTENCE}\n{SENTENCE}\n"


@encodings
@given(st.lists(st.sampled_from(WORDS), min_size=20, max_size=80))
def test_real_words_come_back_as_they_were(encoding, words):
    text = " ".join(word.lower() for word in words if is_syllable(word))
    assert convert(written(text, encoding), encoding) == text


@given(st.lists(st.sampled_from(WORDS), max_size=60), st.sampled_from([" ", ", ", "\n"]))
def test_real_vietnamese_words_are_never_taken_for_an_old_encoding(words, between):
    assert detect(between.join(words)) is None


@given(st.lists(st.sampled_from([word for word in WORDS if not re.search("[ăơưĂƠƯĩũĨŨ\u1ea0-\u1ef9]", word)]), max_size=60))
def test_words_whose_letters_old_encodings_use_too_are_not_taken_for_one(words):
    assert detect(" ".join(words)) is None


@pytest.mark.parametrize("text", FOREIGN)
def test_other_languages_are_not_taken_for_an_old_encoding(text):
    assert detect(text) is None


@given(st.lists(st.sampled_from(" ".join(FOREIGN).split()), max_size=40))
def test_no_mixture_of_foreign_words_is_taken_for_an_old_encoding(words):
    assert detect(" ".join(words)) is None


def test_abbreviations_with_their_capital_letter_are_not_taken_for_an_old_encoding():
    assert detect("NĐ, QĐ, HĐ, TĐ, BĐ, VĐ, HĐND, NĐ-CP, CĐ, LĐLĐ") is None


@given(st.text(max_size=200))
def test_no_text_makes_it_stumble(text):
    detect(text)
    for encoding in Encoding:
        convert(text, encoding)


@pytest.mark.parametrize(
    ("font", "encoding"),
    [
        (".VnTime", Encoding.TCVN3),
        (".VnTimeH", Encoding.TCVN3),
        ("VNI-Times", Encoding.VNI),
        ("VNI Helve", Encoding.VNI),
        ("Times New Roman", None),
        ("", None),
    ],
)
def test_a_font_tells_the_encoding_that_it_was_drawn_for(font, encoding):
    assert of_font(font) == encoding


@pytest.mark.parametrize("word", ["nghiêng", "Quyết", "giếng", "gì", "khuya", "HÒA", "hoà", "oằn", "quốc", "thuở", "ấy", "ý"])
def test_a_syllable_is_known_wherever_its_tone_stands(word):
    assert is_syllable(word)


@pytest.mark.parametrize("word", ["hoc", "thẩp", "xyz", "nghÞ", "mañ", "chý", ""])
def test_what_cannot_be_spoken_is_no_syllable(word):
    assert not is_syllable(word)
