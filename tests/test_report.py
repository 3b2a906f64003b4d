"""A whole printed report, entered as an editor enters it and read back as a reader reads it."""

import re
from html import unescape
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from articles.demo import FOLDER, read_demo
from articles.models import Article
from meetings.models import Cluster, Conference, Directive, Indicator, Official, Organisation, Province, Role, Theme
from qcdc.management.commands.create_groups import create_groups
from qcdc.vietnamese import fold, slug
from tests.admin_forms import add_row, fields_of
from tests.factories import make_user
from tests.reading import words

pytestmark = pytest.mark.django_db

REPORT = read_demo()
TO_ALL = {"addressees_printed": "các tỉnh", "addressee_provinces": REPORT["provinces"], "addressee_organisations": []}
DIRECTIVES = [TO_ALL | row for row in REPORT["directives"]]
MAI, THANH = "Trương Thị Mai", "Lâm Thị Phương Thanh"
REGISTERS = {"organisation": Organisation, "cluster": Cluster, "indicator": Indicator, "roles": Role, "themes": Theme}
REGISTERS |= {"province": Province, "host_province": Province}
REGISTERS |= {"addressee_provinces": Province, "addressee_organisations": Organisation}
LEVELS = {"province": "Cấp tỉnh", "district": "Cấp huyện", "commune": "Cấp xã"}
PRECISIONS = {4: "year", 7: "month", 10: "day"}
CONFERENCE = f"/hoi-nghi/2018/{REPORT['conference']['slug']}/"
ARTICLE = f"/tin-bai/{REPORT['article']['slug']}/"


def sit_down() -> Client:
    """The browser of an editor who may publish."""
    create_groups()
    user = make_user()
    user.groups.set(Group.objects.filter(name__in=["Editor", "Publisher"]))
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


@pytest.fixture
def desk():
    return sit_down()


def choose(desk: Client, model: str, field: str, wanted: Any) -> str:
    """Type a name without its marks into a field, and choose what is wanted from the list that opens."""
    app = "articles" if model in {"article", "placement", "photosubject"} else "meetings"
    asked = {"term": fold(str(wanted).partition(" (")[0]), "app_label": app, "model_name": model, "field_name": field}
    offered = desk.get("/admin/autocomplete/", asked).json()["results"]
    found = [each["id"] for each in offered if each["text"] == str(wanted)]
    assert len(found) == 1, (asked, offered)
    return str(found[0])


def entries(field: str, given: Any) -> list[Any]:
    """What a field should show: the register's entries of the given slugs in that order, or a name as given."""
    wanted = given if isinstance(given, list) else [given] if given else []
    return [REGISTERS[field].objects.get(slug=slug) for slug in wanted] if field in REGISTERS else wanted


def chosen(desk: Client, model: str, **given: Any) -> dict[str, Any]:
    """The values that fields get when everything in them is chosen by typing."""
    found = {field: [choose(desk, model, field, entry) for entry in entries(field, value)] for field, value in given.items()}
    return {field: ids if isinstance(given[field], list) else "".join(ids) for field, ids in found.items()}


def typed(date: str) -> str:
    """A date as an editor types it, with as much of it as is known."""
    return "/".join(str(int(part)) for part in reversed(date.split("-")))


def opened(desk: Client, model: str) -> tuple[str, dict[str, Any]]:
    """The address of an empty form, and what a browser would post of it."""
    address = f"/admin/{model}/add/"
    page = desk.get(address)
    assert page.status_code == 200, address
    return address, fields_of(page, f"{model.partition('/')[2]}_form")


def save(desk: Client, address: str, data: dict[str, Any]) -> None:
    response = desk.post(address, data)
    context = response.context or {}
    refusals = [context.get("errors"), [formset.formset.errors for formset in context.get("inline_admin_formsets", [])]]
    assert response.status_code == 302, refusals


def enter_official(desk: Client, row: dict[str, Any]) -> None:
    address, data = opened(desk, "meetings/official")
    data["name"] = row["name"]
    for post in row["posts"]:
        where = chosen(desk, "post", organisation=post["organisation"], province=post.get("province"))
        add_row(data, "posts", title=post["title"], source=post["source"], start=typed(post["start"]), end=typed(post["end"]), **where)
    save(desk, address, data)


def enter_conference(desk: Client) -> None:
    """The whole conference on one form, in the order of the report."""
    address, data = opened(desk, "meetings/conference")
    data |= {name: value for name, value in REPORT["conference"].items() if name != "directives_complete"}
    data |= chosen(desk, "conference", host_province=REPORT["host_province"], cluster=REPORT["cluster"])
    data["date"] = "29/5/2018"
    del data["directives_complete"]
    for organisation in REPORT["organisers"]:
        add_row(data, "organisers", **chosen(desk, "organiser", organisation=organisation))
    for province in REPORT["provinces"]:
        add_row(data, "participations", **chosen(desk, "participation", province=province))
    for row in REPORT["attendances"]:
        enter_attendance(desk, data, row)
    for row in REPORT["figures"]:
        enter_figure(desk, data, row)
    for row in DIRECTIVES:
        enter_directive(desk, data, row)
    save(desk, address, data)


def enter_attendance(desk: Client, data: dict[str, Any], row: dict[str, Any]) -> None:
    who = {"official": row["official"], "post": f"{row['official']} — {row['post']}"} if "official" in row else {}
    who |= {"roles": row["roles"], "organisation": row.get("organisation"), "province": row.get("province")}
    printed = {"group_name": row.get("group_name", ""), "titles": "\r\n".join(row.get("titles", [])), "quote": row.get("quote", "")}
    add_row(data, "attendances", **printed, **chosen(desk, "attendance", **who))


def enter_figure(desk: Client, data: dict[str, Any], row: dict[str, Any]) -> None:
    speaker = choose(desk, "attendance", "official", THANH)
    register = chosen(desk, "figure", indicator=row["indicator"], province="lang-son")
    printed = {name: row.get(name, "") for name in ("value", "percent", "level", "quote")}
    add_row(data, "figures", period_start="2017", speaker=speaker, **printed, **register)


def enter_directive(desk: Client, data: dict[str, Any], row: dict[str, Any]) -> None:
    speaker = choose(desk, "attendance", "official", MAI)
    register = chosen(desk, "directive", **{name: row[name] for name in ("themes", "addressee_provinces", "addressee_organisations")})
    add_row(data, "directives", speaker=speaker, **{name: row[name] for name in ("text", "quote", "addressees_printed")}, **register)


def enter_photo(desk: Client, row: dict[str, Any]) -> None:
    address, data = opened(desk, "articles/photo")
    data |= {name: row[name] for name in ("alt", "caption", "credit")}
    data["file"] = SimpleUploadedFile(row["file"], (FOLDER / row["file"]).read_bytes(), "image/png")
    for name in row["officials"]:
        add_row(data, "subjects", **chosen(desk, "photosubject", official=name))
    save(desk, address, data)


def enter_article(desk: Client) -> None:
    address, data = opened(desk, "articles/article")
    data |= REPORT["edition"] | {"slug": REPORT["article"]["slug"]} | chosen(desk, "article", conference=REPORT["conference"]["title"])
    for row in REPORT["photos"]:
        add_row(data, "placements", **chosen(desk, "placement", photo=row["caption"]))
    save(desk, address, data)


def act(desk: Client, model: str, pk: int, name: str = "publish") -> None:
    """Press the button, read what will happen, and confirm it."""
    page = desk.get(f"/admin/{model}/{pk}/change/")
    address = f"/admin/{model}/{pk}/{name}/"
    assert address in words(page)
    save(desk, address, fields_of(desk.get(address)))


def names(field: str, slugs: list[str]) -> list[str]:
    return [entry.name for entry in entries(field, slugs)]


def holds(reader: Client, address: str, *facts: str) -> None:
    """Every fact stands on a page or in the words for its pictures, each after the one before."""
    response = reader.get(address)
    assert response.status_code == 200, address
    text = re.sub(r'<img[^>]*\balt="([^"]*)"[^>]*>|<[^>]*>', r" \1 ", words(response).partition("<main")[2].partition("</main>")[0])
    text, place = " ".join(unescape(text).split()), 0
    for fact in facts:
        assert fact in text[place:], (address, f"missing, or out of its place: {fact}")
        place = text.index(fact, place) + len(fact)


def the_pages_tell_the_conference(reader: Client, seventh: str) -> None:
    title, provinces = REPORT["conference"]["title"], names("province", REPORT["provinces"])
    organiser, cluster = names("organisation", REPORT["organisers"])[0], names("cluster", [REPORT["cluster"]])[0]
    facts = ["Đánh giá kết quả kiểm tra và trao đổi kinh nghiệm", title, "Chiều, 29/05/2018", "Lạng Sơn", organiser, cluster]
    facts.append(REPORT["conference"]["summary"].removeprefix("<p>").removesuffix("</p>"))
    figures = []
    for row in REPORT["attendances"]:
        facts += [row["official"], *row["titles"], *names("roles", row["roles"])] if "official" in row else []
    groups = [row["group_name"] for row in REPORT["attendances"] if "group_name" in row]
    for row in REPORT["figures"]:
        percent = [f"{row['percent']} %"] if "percent" in row else []
        figures += ["Cuộc đối thoại", f"{row['value']} cuộc", *percent, LEVELS[row["level"]], "2017", THANH, row["quote"]]
    facts += [*provinces, *groups, *figures]
    for row in DIRECTIVES:
        facts += [row["text"], row["quote"], *names("themes", row["themes"]), f"Do {MAI} chỉ đạo", f"Giao: {row['addressees_printed']}"]
    holds(reader, CONFERENCE, *facts, "Bản tin ngắt danh sách giữa chừng", REPORT["edition"]["headline"])
    holds(reader, seventh, "Chỉ đạo số 7", DIRECTIVES[6]["text"], "phản viện xã hội", title, "29/05/2018", MAI, "MTTQ và các đoàn thể")
    holds(reader, seventh, "Ủy ban Trung ương Mặt trận Tổ quốc Việt Nam", "MTTQ, đoàn thể: giám sát, phản biện xã hội")
    to_lang_son = [row["text"] for row in DIRECTIVES if row["addressee_provinces"]]
    holds(reader, "/tinh-thanh/lang-son/", *to_lang_son, title, "7 tỉnh", "2 cán bộ", "9 nội dung", *figures, THANH, "Bí thư Tỉnh ủy")
    holds(reader, "/hoi-nghi/", "2018", title)
    holds(reader, "/chi-dao/", *(row["text"] for row in DIRECTIVES))


def the_pages_tell_the_people(reader: Client) -> None:
    mai, thanh = REPORT["officials"]
    dates = [["04/02/2016 – 04/2021", "2016 – 2021"], ["12/2017 – 2021"]]
    for row, periods, printed in zip([mai, thanh], dates, REPORT["attendances"], strict=False):
        posts = [(when, post["title"], post["source"]) for when, post in zip(periods, row["posts"], strict=True)]
        appearance = ["29/05/2018", REPORT["conference"]["title"], ", ".join(printed["titles"]), *names("roles", printed["roles"])]
        given = [row["text"] for row in DIRECTIVES] if row is mai else []
        holds(reader, f"/can-bo/{slug(row['name'])}/", row["name"], *sum(posts, ()), *appearance, *given)
    holds(reader, "/can-bo/", MAI, THANH)


def the_pages_tell_the_article(reader: Client) -> None:
    edition, photos = REPORT["edition"], [[row["alt"], row["caption"], row["credit"]] for row in REPORT["photos"]]
    body = [unescape(part) for part in re.split(r"<[^>]*>", edition["body"]) if part]
    published = f"{timezone.localtime(Article.objects.get().published_at):%H:%M %d/%m/%Y}"
    first = [edition["kicker"], edition["headline"], edition["lead"], published]
    dateline = [edition["dateline_code"], f"{edition['dateline_place']}, {edition['day_phrase']}"]
    last = [edition["byline"], edition["source"], REPORT["conference"]["title"]]
    holds(reader, ARTICLE, *first, *photos[0], *dateline, *body, *photos[1], *last)
    holds(reader, "/tin-bai/", edition["headline"], edition["lead"])


def plainly(told: Any) -> Any:
    """What the API tells, with every link as the name that it shows."""
    if isinstance(told, list):
        return [plainly(each) for each in told]
    if isinstance(told, dict):
        return told["name"] if set(told) == {"id", "name", "url"} else {name: plainly(value) for name, value in told.items()}
    return told


def by_name(row: dict[str, Any]) -> dict[str, Any]:
    """A line of the report with the names of what it points at, as the API tells it."""
    found = {field: names(field, value if isinstance(value, list) else [value]) for field, value in row.items() if field in REGISTERS}
    plain = {field: value if isinstance(row[field], list) else value[0] for field, value in found.items()}
    return {field: value for field, value in (row | plain).items() if field != "key"}


def ask(reader: Client, address: str) -> Any:
    return plainly(reader.get(f"/api/v1/{address}/").json())


def tells(told: list[Any], wanted: list[dict[str, Any]]) -> None:
    """Each row holds what is wanted of it; there is no other row."""
    assert [{name: row[name] for name in want} for row, want in zip(told, wanted, strict=True)] == wanted


def the_api_tells_it(reader: Client) -> None:
    told, report, edition = ask(reader, f"conferences/{REPORT['conference']['slug']}"), REPORT["conference"], REPORT["edition"]
    own = {name: report[name] for name in ("title", "kind", "state", "date", "part_of_day", "summary", "directives_complete")}
    own |= {"date_precision": "day", "host_province": "Lạng Sơn", "counts": {"officials": 2, "figures": 3, "directives": 9}}
    own |= {"organisers": names("organisation", REPORT["organisers"]), "provinces": names("province", REPORT["provinces"])}
    tells([told], [own])
    blank = {"group_name": "", "titles": [], "official": None, "post": None, "organisation": None, "province": None, "quote": ""}
    tells(told["attendances"], [blank | by_name(row) for row in REPORT["attendances"]])
    common = {"period_start": "2017", "period_start_precision": "year", "province": "Lạng Sơn", "said_by": THANH, "percent": None}
    tells(told["figures"], [common | by_name(row) for row in REPORT["figures"]])
    directives = [by_name(row) | {"number": number, "issuer": MAI} for number, row in enumerate(DIRECTIVES, start=1)]
    for row in [*told["directives"], *directives]:
        row["addressee_provinces"].sort()
    tells(told["directives"], directives)
    article = ask(reader, f"articles/{REPORT['article']['slug']}")
    words_of = {name: edition[name] for name in ("kicker", "headline", "lead", "body", "byline", "source")}
    dateline = {"code": edition["dateline_code"], "place": edition["dateline_place"], "day": edition["day_phrase"]}
    tells([article], [words_of | {"dateline": dateline, "conference": report["title"], "edition": 1}])
    tells(article["photos"], [{name: row[name] for name in ("alt", "caption", "credit", "officials")} for row in REPORT["photos"]])
    for row in REPORT["officials"]:
        official = ask(reader, f"officials/{slug(row['name'])}")
        precisions = [{f"{end}_precision": PRECISIONS[len(post[end])] for end in ("start", "end")} for post in row["posts"]]
        tells(official["posts"], [by_name(post) | precision for post, precision in zip(row["posts"], precisions, strict=True)])


def test_a_whole_report_is_entered_on_the_desks_and_read_back_fact_by_fact(desk):
    call_command("load_reference", verbosity=0)
    for row in REPORT["officials"]:
        enter_official(desk, row)
    enter_conference(desk)
    for row in REPORT["photos"]:
        enter_photo(desk, row)
    enter_article(desk)
    conference, article = Conference.objects.get(), Article.objects.get()
    seventh = Directive.objects.get(number=7).get_absolute_url()
    people = [official.get_absolute_url() for official in Official.objects.order_by("pk")]
    photos = [placement.photo.url("w480").partition("?")[0] for placement in article.working.placements.all()]
    api = [f"/api/v1/conferences/{conference.slug}/", f"/api/v1/articles/{article.slug}/", "/api/v1/officials/truong-thi-mai/"]
    hidden = [CONFERENCE, ARTICLE, seventh, *people, *photos, *api]
    lists = ["/", "/hoi-nghi/", "/tin-bai/", "/can-bo/", "/chi-dao/", "/tinh-thanh/lang-son/", "/sitemap-officials.xml"]
    reader = Client()
    assert not any(re.search("Trương Thị Mai|29/05/2018|truong-thi-mai", words(reader.get(address))) for address in lists)
    assert [(address, reader.get(address).status_code) for address in hidden] == [(address, 404) for address in hidden]
    act(desk, "meetings/conference", conference.pk)
    act(desk, "articles/article", article.pk, "send")
    act(sit_down(), "articles/article", article.pk, "approve")
    assert reader.get(ARTICLE).status_code == 404
    act(desk, "articles/article", article.pk)
    assert [(address, reader.get(address).status_code) for address in hidden] == [(address, 200) for address in hidden]
    the_pages_tell_the_conference(reader, seventh)
    the_pages_tell_the_people(reader)
    the_pages_tell_the_article(reader)
    the_api_tells_it(reader)
