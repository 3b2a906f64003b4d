"""The reference data: the provinces of every day since 1997, and a loader that never undoes an editor's work."""

import csv
import datetime
import shutil
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from meetings.models import Cluster, Organisation, Province, ProvinceAlias, ReferenceRow, Region, Succession, Theme
from meetings.reference import FOLDER, BrokenData, load, read_tables
from qcdc.vietnamese import slug

pytestmark = pytest.mark.django_db

OLD_DAY = datetime.date(2018, 5, 29)
LAST_OF_63 = datetime.date(2025, 6, 30)
FIRST_OF_34 = datetime.date(2025, 7, 1)

MERGED_IN_2025 = """Tuyên Quang + Hà Giang; Lào Cai + Yên Bái; Thái Nguyên + Bắc Kạn; Phú Thọ + Vĩnh Phúc + Hòa Bình;
Bắc Ninh + Bắc Giang; Hưng Yên + Thái Bình; Hải Phòng + Hải Dương; Ninh Bình + Hà Nam + Nam Định; Quảng Trị + Quảng Bình;
Đà Nẵng + Quảng Nam; Quảng Ngãi + Kon Tum; Gia Lai + Bình Định; Khánh Hòa + Ninh Thuận; Lâm Đồng + Đắk Nông + Bình Thuận;
Đắk Lắk + Phú Yên; Hồ Chí Minh + Bình Dương + Bà Rịa - Vũng Tàu; Đồng Nai + Bình Phước; Tây Ninh + Long An;
Cần Thơ + Sóc Trăng + Hậu Giang; Vĩnh Long + Bến Tre + Trà Vinh; Đồng Tháp + Tiền Giang; Cà Mau + Bạc Liêu; An Giang + Kiên Giang"""
UNCHANGED = "Hà Nội; Huế; Cao Bằng; Điện Biên; Hà Tĩnh; Lai Châu; Lạng Sơn; Nghệ An; Quảng Ninh; Thanh Hóa; Sơn La"
SPLIT_IN_1997 = """Bắc Thái = Bắc Kạn + Thái Nguyên; Hải Hưng = Hải Dương + Hưng Yên; Hà Bắc = Bắc Giang + Bắc Ninh;
Vĩnh Phú = Phú Thọ + Vĩnh Phúc; Nam Hà = Hà Nam + Nam Định; Quảng Nam - Đà Nẵng = Quảng Nam + Đà Nẵng;
Sông Bé = Bình Dương + Bình Phước; Minh Hải = Bạc Liêu + Cà Mau"""
SPLIT_IN_2004 = "Lai Châu = Điện Biên + Lai Châu; Đắk Lắk = Đắk Lắk + Đắk Nông; Cần Thơ = Cần Thơ + Hậu Giang"


def listed(text):
    return [item.strip() for item in text.split(";")]


@pytest.fixture
def register():
    return load()


@pytest.fixture
def folder(tmp_path):
    """A copy of the data files, for a test to change."""
    return shutil.copytree(FOLDER, tmp_path / "data")


def rewrite(folder, file, old, new):
    """Replace words of a data file once; tells on which line they stood."""
    text = (folder / file).read_text(encoding="utf-8")
    (folder / file).write_text(text.replace(old, new, 1), encoding="utf-8")
    return text[: text.index(old)].count("\n") + 1


def command(*arguments):
    out = StringIO()
    call_command("load_reference", *map(str, arguments), stdout=out)
    return out.getvalue()


def test_as_many_units_exist_as_the_law_says(register):
    periods = {61: ("1997-01-01", "2003-12-31"), 64: ("2004-01-01", "2008-07-31"), 63: ("2008-08-01", "2025-06-30"), 34: ("2025-07-01",)}
    for number, days in periods.items():
        assert [Province.objects.on(datetime.date.fromisoformat(day)).count() for day in days] == [number] * len(days)


def test_the_units_of_2025_are_the_successors_of_the_old_ones(register):
    wanted = {units.split(" + ")[0]: sorted(units.split(" + ")) for units in listed(MERGED_IN_2025 + ";" + UNCHANGED)}
    found = {name: [] for name in wanted}
    for unit in Province.objects.on(LAST_OF_63):
        (heir,) = unit.heirs(FIRST_OF_34)
        found[heir.name] = sorted([*found[heir.name], unit.name])
        assert unit.exists_on(FIRST_OF_34) == (unit.name in listed(UNCHANGED)), unit.name
    assert found == wanted


@pytest.mark.parametrize(("day", "split"), [("1997-01-01", SPLIT_IN_1997), ("2004-01-01", SPLIT_IN_2004)])
def test_a_split_unit_reaches_exactly_its_parts(register, day, split):
    ended = Province.objects.filter(valid_to=day)
    found = {unit.name: sorted(heir.name for heir in unit.heirs(unit.valid_to)) for unit in ended}
    assert found == {item.split(" = ")[0]: sorted(item.split(" = ")[1].split(" + ")) for item in listed(split)}


def test_hanoi_took_in_ha_tay_and_stayed_one_unit(register):
    hanoi = Province.objects.get(name="Hà Nội")
    assert Province.objects.get(slug="ha-tay").heirs(datetime.date(2008, 8, 1)) == [hanoi]
    assert hanoi.exists_on(datetime.date(1997, 1, 1))
    assert Succession.objects.get(predecessor__slug="vinh-phuc", successor=hanoi).kind == "partial"


def test_two_units_of_one_name_never_exist_together(register):
    for unit in Province.objects.all():
        unit.full_clean()


def test_slugs_say_when_an_earlier_unit_of_a_name_ended(register):
    for unit in Province.objects.all():
        later = unit.valid_to and Province.objects.filter(name=unit.name, valid_from__gte=unit.valid_to).exists()
        assert unit.slug == slug(unit.name) + (f"-truoc-{unit.valid_to.year}" if later else "")


SPELLINGS = {
    "Bắc Cạn": ("bac-kan", "thai-nguyen"),
    "Đắc Lắc": ("dak-lak-truoc-2025", "dak-lak"),
    "Đăk Lăk": ("dak-lak-truoc-2025", "dak-lak"),
    "Dak Nông": ("dak-nong", "lam-dong"),
    "Kontum": ("kon-tum", "quang-ngai"),
    "TPHCM": ("ho-chi-minh-truoc-2025", "ho-chi-minh"),
    "TP.HCM": ("ho-chi-minh-truoc-2025", "ho-chi-minh"),
    "TP. Hồ Chí Minh": ("ho-chi-minh-truoc-2025", "ho-chi-minh"),
    "Thừa Thiên - Huế": ("thua-thien-hue", "hue"),
    "Bà Rịa – Vũng Tàu": ("ba-ria-vung-tau", "ho-chi-minh"),
    "Khánh Hoà": ("khanh-hoa-truoc-2025", "khanh-hoa"),
}


def test_spellings_met_in_print_are_understood_on_an_old_day_and_today(register):
    for spelling, (then, now) in SPELLINGS.items():
        assert [unit.slug for unit in Province.objects.resolve(spelling, OLD_DAY)] == [then]
        assert [unit.slug for unit in Province.objects.resolve(spelling)] == [now]


def test_an_alias_differs_from_the_name_and_means_one_name(register):
    owners = {}
    for alias in ProvinceAlias.objects.select_related("province"):
        assert alias.folded != alias.province.folded_name
        assert owners.setdefault(alias.folded, alias.province.name) == alias.province.name


def test_the_cluster_of_2018_and_the_bodies_other_code_needs_are_there(register):
    cluster = Cluster.objects.get(slug="mien-nui-bien-gioi-phia-bac")
    slugs = {"cao-bang", "lao-cai-truoc-2025", "dien-bien", "lai-chau", "ha-giang", "son-la", "lang-son"}
    assert set(cluster.members.values_list("slug", flat=True)) == slugs
    assert all(member.exists_on(OLD_DAY) for member in cluster.members.all())
    assert Organisation.objects.get(slug="ban-dan-van-trung-uong").dissolved == "2025-02-03"
    assert Organisation.objects.get(slug="ban-chi-dao-tinh-lang-son").province.slug == "lang-son"
    assert Theme.objects.get(slug="doi-thoai").cue_words.splitlines() == ["tiếp dân", "tiếp xúc", "đối thoại", "lắng nghe"]


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.csv")), ids=lambda path: path.stem)
def test_every_row_has_a_source(path):
    with path.open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    assert rows
    assert all(row["source"].strip() and row["confirmed"] in ("yes", "no") for row in rows)


def test_loading_again_writes_nothing(register):
    histories = Province.history.count(), Cluster.history.count()
    with CaptureQueriesContext(connection) as queries:
        report = load()
    assert all(tally.created == tally.updated == tally.kept == 0 for tally in report.values())
    assert not [query for query in queries.captured_queries if query["sql"].startswith(("INSERT", "UPDATE", "DELETE"))]
    assert len(queries) < 20
    assert (Province.history.count(), Cluster.history.count()) == histories


def test_an_editors_change_survives_and_the_other_fields_follow_the_file(register, folder):
    unit = Province.objects.get(slug="lang-son")
    unit.note = "Giáp Quảng Tây"
    unit.save()
    rewrite(folder, "provinces.csv", "lang-son,20,Lạng Sơn,Lang Son,tinh,", "lang-son,20,Lạng Sơn,Langson,tinh,")
    rewrite(folder, "themes.csv", "một cửa", "một cửa liên thông")
    report = load(folder)
    unit.refresh_from_db()
    assert (unit.note, unit.name_en) == ("Giáp Quảng Tây", "Langson")
    assert "một cửa liên thông" in Theme.objects.get(slug="cai-cach").cue_words
    assert (report["provinces"].updated, report["provinces"].kept, report["themes"].updated) == (1, 1, 1)


def test_a_field_changed_by_both_stays_as_the_editor_left_it_unless_forced(register, folder):
    Province.objects.filter(slug="lang-son").update(name_en="Lạng Sơn province")
    rewrite(folder, "provinces.csv", "lang-son,20,Lạng Sơn,Lang Son,tinh,", "lang-son,20,Lạng Sơn,Langson,tinh,")
    load(folder)
    load(folder)
    assert Province.objects.get(slug="lang-son").name_en == "Lạng Sơn province"
    load(folder, force=True)
    assert Province.objects.get(slug="lang-son").name_en == "Langson"


def test_what_an_editor_deleted_stays_deleted_unless_forced(register):
    ProvinceAlias.objects.filter(name="Kontum").delete()
    Cluster.objects.get().members.remove(Province.objects.get(slug="son-la"))
    Cluster.objects.get().delete()
    report = load()
    assert not ProvinceAlias.objects.filter(name="Kontum").exists()
    assert not Cluster.objects.exists()
    assert (report["province_aliases"].kept, report["clusters"].kept, report["cluster_members"].kept) == (1, 1, 7)
    load(force=True)
    assert ProvinceAlias.objects.filter(name="Kontum").exists()
    assert Cluster.objects.get().members.count() == 7


def test_a_row_made_by_hand_is_taken_over_without_losing_what_it_says():
    Region.objects.create(code="tay-nguyen", name="Vùng Tây Nguyên", order=4)
    load()
    region = Region.objects.get(code="tay-nguyen")
    assert (region.name, region.name_en) == ("Vùng Tây Nguyên", "Central Highlands")


def test_a_new_status_is_a_row_of_data_and_old_records_keep_their_unit(register, folder):
    old = Province.objects.get(slug="lang-son")
    path = folder / "provinces.csv"
    lines = path.read_text(encoding="utf-8").splitlines()
    at = next(number for number, line in enumerate(lines) if line.startswith("lang-son,"))
    row = lines[at].split(",")
    lines[at] = ",".join(["lang-son-truoc-2030", *row[1:7], "2030-01-01", *row[8:]])
    lines.insert(at + 1, ",".join([*row[:4], "thanh-pho", row[5], "2030-01-01", *row[7:]]))
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    with (folder / "successions.csv").open("a", encoding="utf-8") as stream:
        stream.write("lang-son-truoc-2030,lang-son,changed-kind,2030-01-01,,Bài kiểm tra,no\n")
    rewrite(folder, "cluster_members.csv", ",lang-son,", ",lang-son-truoc-2030,")
    report = load(folder)
    old.refresh_from_db()
    assert (old.slug, old.valid_to) == ("lang-son-truoc-2030", datetime.date(2030, 1, 1))
    assert old.heirs(datetime.date(2030, 1, 1)) == [Province.objects.get(slug="lang-son", kind="thanh-pho")]
    assert old in Cluster.objects.get().members.all()
    assert (report["provinces"].created, report["provinces"].updated, report["cluster_members"].created) == (1, 1, 0)


def test_a_corrected_beginning_finds_the_unit_by_its_address(register, folder):
    unit = Province.objects.get(slug="ha-giang")
    rewrite(folder, "provinces.csv", "trung-du-mien-nui-phia-bac,,2025-07-01", "trung-du-mien-nui-phia-bac,1991-10-01,2025-07-01")
    assert load(folder)["provinces"].created == 0
    unit.refresh_from_db()
    assert unit.valid_from == datetime.date(1991, 10, 1)
    assert ReferenceRow.objects.filter(file="provinces").count() == Province.objects.count()


def test_the_command_prints_a_line_for_each_table():
    assert "provinces: 100 rows, 100 new, 0 changed\n" in command()
    assert "provinces: 100 rows, 0 new, 0 changed\n" in command()
    assert "regions: 6 rows, 0 new, 0 changed\n" in command("--check")


def test_a_check_writes_nothing_and_complains_of_what_is_not_loaded(folder):
    with pytest.raises(CommandError, match=r"regions.csv, line 2: the register lacks it") as raised:
        command("--check")
    assert raised.value.returncode == 1
    assert not Province.objects.exists()
    assert not ReferenceRow.objects.exists()
    load()
    rewrite(folder, "regions.csv", "Central Highlands", "The Highlands")
    with pytest.raises(CommandError, match=r"regions.csv, line 5: the register has another name_en"):
        command("--check", "--data", folder)
    assert Region.objects.get(code="tay-nguyen").name_en == "Central Highlands"
    Region.objects.filter(code="tay-nguyen").update(name_en="Highlands")
    command("--check")


@pytest.mark.parametrize(
    ("file", "old", "new", "message"),
    [
        ("provinces.csv", ",20,Lạng Sơn,", ",Lạng Sơn,", "provinces.csv, line {line}: 12 cells are expected"),
        ("provinces.csv", "Lang Son,tinh,", "Lang Son,bang,", "provinces.csv, line {line}: kind: "),
        ("provinces.csv", "lang-son,20", ",20", "provinces.csv, line {line}: slug: must not be empty"),
        ("provinces.csv", "2025-07-01", "1/7/2025", "provinces.csv, line 2: valid_to: "),
        ("provinces.csv", "2025-07-01", "2025-07-02", "provinces.csv, line 3: An Giang must begin before it ends, and after"),
        ("provinces.csv", "valid_to,", "valid_until,", "provinces.csv, line 1: columns missing or unknown: valid_to, valid_until"),
        ("regions.csv", ",yes", ",perhaps", "regions.csv, line 2: confirmed: must be yes or no"),
        ("roles.csv", "Cách phân loại của trang này", "", "roles.csv, line 2: source: must not be empty"),
        ("successions.csv", "bac-thai,bac-kan,", "bac-thai,bac-can,", "successions.csv, line 2: successor: provinces.csv has no 'bac-can'"),
        ("successions.csv", "ha-tay,ha-noi,merged,2008-08-01", "ha-tay,ha-noi,merged,2008-08-02", "on 2008-08-02 ha-tay must end"),
        ("successions.csv", "ha-tay,ha-noi,merged", "ha-tay,ha-noi,partial", "ha-tay has ended, and successions.csv does not say"),
        ("organisations.csv", "bo-noi-vu,", "chinh-phu,", "the same row stands above"),
    ],
)
def test_broken_data_are_refused_with_file_and_line(folder, file, old, new, message):
    line = rewrite(folder, file, old, new)
    for arguments in (["--check"], []):
        with pytest.raises(CommandError) as raised:
            command(*arguments, "--data", folder)
        assert message.format(line=line) in str(raised.value)
    assert not ReferenceRow.objects.exists()


def test_missing_and_unreadable_files_are_named(folder):
    (folder / "roles.csv").unlink()
    (folder / "themes.csv").write_bytes("slug,name\nđ".encode("utf-16"))
    with pytest.raises(BrokenData) as raised:
        read_tables(folder)
    assert "roles.csv: " in str(raised.value)
    assert "themes.csv: " in str(raised.value)


def test_what_the_database_refuses_is_named_and_nothing_is_written(folder):
    load()
    Province.objects.create(name="Bắc Giang Mới", slug="new", valid_from="2040-01-01")
    line = rewrite(folder, "provinces.csv", "lang-son,20", "new,20")
    for file in ("cluster_members.csv", "organisations.csv"):
        path = folder / file
        path.write_text(path.read_text(encoding="utf-8").replace(",lang-son,", ",new,"), encoding="utf-8")
    rewrite(folder, "regions.csv", "Central Highlands", "The Highlands")
    with pytest.raises(CommandError, match=f"provinces.csv, line {line}: "):
        command("--data", folder)
    assert Region.objects.get(code="tay-nguyen").name_en == "Central Highlands"
