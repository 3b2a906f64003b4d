"""Photos on the desk of an article, as a browser shows it: dropped, put in order, worded, saved, and read."""

import io

import pytest
from django.contrib.auth.models import Group
from PIL import Image

from articles.models import Article, Photo, PhotoSubject
from qcdc.management.commands.create_groups import create_groups
from tests import factories

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PASSWORD = "mật khẩu thử 29/5"
LINES = "#placements-group .inline-related:not(.empty-form)"


@pytest.fixture
def desk(open_page):
    """The page of an editor who has just logged in by the form."""
    create_groups()
    user = factories.make_user(username="bien-tap", password=PASSWORD)
    user.groups.set(Group.objects.filter(name__in=["Editor", "Publisher"]))
    page = open_page(viewport={"width": 1366, "height": 900})
    page.goto("/admin/login/?next=/admin/")
    page.fill("#id_username", user.username)
    page.fill("#id_password", PASSWORD)
    page.keyboard.press("Enter")
    page.locator("#user-tools").wait_for()
    return page


def picture(number: int) -> bytes:
    buffer = io.BytesIO()
    Image.new("RGB", (300, 200), (10 * number % 256, 90, 200)).save(buffer, "JPEG")
    return buffer.getvalue()


def files(count: int) -> list[dict]:
    return [{"name": f"anh-{number:02}.jpg", "mimeType": "image/jpeg", "buffer": picture(number)} for number in range(1, count + 1)]


def labels(page) -> list[str]:
    """The photos of the lines, by the names of their files, as they stand on the page."""
    chosen = page.locator(f"{LINES} select[name$='-photo']").evaluate_all("all => all.map(one => one.value)")
    names = dict(Photo.objects.values_list("pk", "original_name"))
    return [names[int(pk)] for pk in chosen]


def field(page, line: int, name: str):
    return page.locator(LINES).nth(line).locator(f"[name$='-{name}']")


def settle(page):
    page.locator("[data-said]", has_text="Xong:").wait_for()


def save(page):
    page.locator("input[name=_save]").click()
    page.locator(".messagelist .success").wait_for()


def shown_captions(page, article) -> list[str]:
    page.goto(article.get_absolute_url())
    return [text.split("\n")[0].strip() for text in page.locator("figure figcaption").all_inner_texts()]


def new_article(page):
    page.goto("/admin/articles/article/add/")
    page.fill("#id_headline", "Tin có ảnh")


def test_of_twenty_files_sent_at_once_one_is_bad_and_nineteen_stand_in_the_article(desk):
    new_article(desk)
    batch = files(20)
    batch[6] = {"name": "hong.jpg", "mimeType": "image/jpeg", "buffer": b"<svg></svg>"}
    desk.locator("#photo-files").set_input_files(batch)
    settle(desk)
    wanted = [file["name"] for file in batch if file["name"] != "hong.jpg"]
    assert labels(desk) == wanted
    assert Photo.objects.count() == 19
    assert desk.locator("[data-files] li").count() == 20
    refused = desk.locator("[data-files] .is-refused")
    assert "hong.jpg" in refused.inner_text()
    assert "JPEG, PNG" in refused.inner_text()
    assert "19 ảnh tải lên, 0 ảnh đã có từ trước, 1 tệp bị từ chối" in desk.locator("[data-said]").inner_text()
    for line, name in enumerate(wanted):
        field(desk, line, "caption").fill(f"Chú thích {name}")
    field(desk, 18, "caption").press("Alt+ArrowUp")
    save(desk)
    article = Article.objects.get()
    wanted[17], wanted[18] = wanted[18], wanted[17]
    assert [placement.photo.original_name for placement in article.working.placements.all()] == wanted
    article.publish()
    desk.goto(article.get_absolute_url())
    assert desk.locator(".grid--photos p").all_inner_texts() == [f"Chú thích {name}" for name in wanted]
    assert [text for text in desk.complaints if "Failed to load resource" not in text] == []


def test_each_file_shows_how_far_it_is(desk):
    new_article(desk)
    desk.evaluate(
        """() => { window.seen = []; new MutationObserver(() => {
             const bar = document.querySelector('[data-files] progress');
             if (bar) window.seen.push(bar.value);
        }).observe(document.querySelector('[data-files]'), {subtree: true, childList: true, characterData: true}); }"""
    )
    desk.locator("#photo-files").set_input_files(files(2))
    settle(desk)
    assert desk.locator("[data-files] progress").count() == 2
    assert max(desk.evaluate("window.seen")) > 0


def test_files_dropped_anywhere_on_the_lines_are_taken(desk):
    article = factories.make_article(published=False)
    desk.goto(f"/admin/articles/article/{article.pk}/change/")
    contents = [list(picture(3)), list(picture(4))]
    desk.evaluate(
        """contents => {
             const data = new DataTransfer();
             for (const [index, name] of ['mot.jpg', 'hai.jpg'].entries()) {
               const bytes = new Uint8Array(contents[index]);
               data.items.add(new File([bytes, name], name, {type: 'image/jpeg'}));
             }
             const place = document.querySelector('#placements-heading');
             for (const type of ['dragover', 'drop'])
               place.dispatchEvent(new DragEvent(type, {bubbles: true, cancelable: true, dataTransfer: data}));
           }""",
        contents,
    )
    settle(desk)
    assert labels(desk) == ["mot.jpg", "hai.jpg"]
    save(desk)
    assert article.working.placements.count() == 2


def test_a_file_that_is_there_already_is_offered_with_its_first_use(desk):
    first = factories.make_article(published=False, headline="Bài đầu tiên")
    desk.goto(f"/admin/articles/article/{first.pk}/change/")
    desk.locator("#photo-files").set_input_files(files(1))
    settle(desk)
    save(desk)
    new_article(desk)
    desk.locator("#photo-files").set_input_files(files(1))
    settle(desk)
    known = desk.locator("[data-files] .is-known")
    assert "Bài đầu tiên" in known.inner_text()
    assert desk.locator(LINES).count() == 0
    known.get_by_role("button").click()
    assert labels(desk) == ["anh-01.jpg"]
    save(desk)
    assert Photo.objects.get().placements.count() == 2
    assert desk.complaints == []


@pytest.fixture
def three(desk):
    """An article with two saved photos and a new one, not yet saved."""
    article = factories.make_article(published=False)
    for number in (1, 2):
        factories.place(factories.make_photo(original_name=f"cu-{number}", caption=f"Cũ {number}"), article, order=10 * number)
    desk.goto(f"/admin/articles/article/{article.pk}/change/")
    desk.locator("#photo-files").set_input_files(files(1))
    settle(desk)
    assert labels(desk) == ["cu-1", "cu-2", "anh-01.jpg"]
    return article


def kept_order(article) -> list[str]:
    return [placement.photo.original_name for placement in article.working.placements.all()]


def test_a_new_line_goes_before_saved_ones_by_keys_and_says_where_it_stands(desk, three):
    field(desk, 2, "caption").fill("Mới")
    field(desk, 2, "caption").press("Alt+ArrowUp")
    desk.keyboard.press("Alt+ArrowUp")
    assert labels(desk) == ["anh-01.jpg", "cu-1", "cu-2"]
    desk.locator("[data-ordered-said]", has_text="Ảnh 1 trên 3").wait_for(state="attached")
    assert desk.evaluate("document.activeElement.value") == "Mới"
    save(desk)
    assert kept_order(three) == ["anh-01.jpg", "cu-1", "cu-2"]


def test_a_line_is_moved_by_its_buttons_and_keeps_the_focus(desk, three):
    down = desk.locator(LINES).nth(0).locator("[data-move='1']")
    down.focus()
    desk.keyboard.press("Enter")
    assert labels(desk) == ["cu-2", "cu-1", "anh-01.jpg"]
    desk.keyboard.press("Enter")
    desk.keyboard.press("Enter")
    assert labels(desk) == ["cu-2", "anh-01.jpg", "cu-1"]
    assert desk.evaluate("document.activeElement.dataset.move") == "1"
    save(desk)
    assert kept_order(three) == ["cu-2", "anh-01.jpg", "cu-1"]


def test_a_new_line_is_dragged_by_its_handle(desk, three):
    desk.set_viewport_size({"width": 1366, "height": 5000})  # the whole form, so that nothing has to scroll
    start = desk.locator(LINES).nth(2).locator("[data-handle]").bounding_box()
    end = desk.locator(LINES).nth(0).bounding_box()
    desk.mouse.move(start["x"] + 5, start["y"] + 5)
    desk.mouse.down()
    desk.mouse.move(end["x"] + 20, end["y"] + 5, steps=30)
    desk.mouse.up()
    assert labels(desk) == ["anh-01.jpg", "cu-1", "cu-2"]
    save(desk)
    assert kept_order(three) == ["anh-01.jpg", "cu-1", "cu-2"]


def test_taking_out_a_new_line_leaves_the_others_their_photos_and_their_order(desk, three):
    desk.locator("#photo-files").set_input_files(files(3)[1:])
    settle(desk)
    desk.locator(LINES).nth(4).locator("[data-move='-1']").press("Enter")
    for _time in range(3):
        desk.keyboard.press("Enter")
    assert labels(desk) == ["anh-03.jpg", "cu-1", "cu-2", "anh-01.jpg", "anh-02.jpg"]
    desk.locator(LINES).nth(3).locator(".inline-deletelink").click()
    desk.wait_for_function("document.querySelectorAll('#placements-group .inline-related:not(.empty-form)').length === 4")
    assert labels(desk) == ["anh-03.jpg", "cu-1", "cu-2", "anh-02.jpg"]
    save(desk)
    assert kept_order(three) == ["anh-03.jpg", "cu-1", "cu-2", "anh-02.jpg"]


def test_a_caption_is_drafted_in_the_line_with_the_titles_of_the_day(desk):
    conference = factories.make_conference()
    photo = factories.make_photo(caption="")
    for place, name in enumerate(["Ngô Thử Một", "Ngô Thử Hai"]):
        person = factories.make_official(name=name)
        factories.make_attendance(conference=conference, official=person, titles="Bí thư thử")
        PhotoSubject.objects.create(photo=photo, official=person, order=place)
    article = factories.make_article(published=False, conference=conference)
    factories.place(photo, article)
    desk.goto(f"/admin/articles/article/{article.pk}/change/")
    desk.locator(LINES).nth(0).locator("[data-draft]").click()
    desk.locator("[data-said]", has_text="Đã soạn chú thích").wait_for()
    drafted = "Từ trái sang: đồng chí Ngô Thử Một, Bí thư thử; đồng chí Ngô Thử Hai, Bí thư thử."
    assert field(desk, 0, "caption").input_value() == drafted
    save(desk)
    assert article.working.placements.get().caption == drafted
    assert desk.complaints == []


def test_the_focal_point_is_set_by_a_click_and_by_the_arrow_keys(desk):
    photo = factories.make_photo(file=factories.make_picture(400, 200))
    desk.goto(f"/admin/articles/photo/{photo.pk}/change/")
    target = desk.locator("[data-focus-picture]")
    box = target.bounding_box()
    target.click(position={"x": box["width"] * 0.2, "y": box["height"] * 0.7})
    assert (desk.input_value("#id_focus_0"), desk.input_value("#id_focus_1")) == ("20", "70")
    target.press("ArrowRight")
    target.press("Shift+ArrowUp")
    save(desk)
    photo.refresh_from_db()
    assert photo.focus == "0.21x0.6"
    assert desk.complaints == []


def test_an_upload_that_finds_no_answer_is_tried_again(desk):
    new_article(desk)
    desk.route("**/photo/upload/", lambda route: route.abort())
    desk.locator("#photo-files").set_input_files(files(1))
    settle(desk)
    desk.unroute("**/photo/upload/")
    desk.locator("[data-files] .is-refused button").click()
    desk.locator("[data-files] .is-new").wait_for()
    assert labels(desk) == ["anh-01.jpg"]


def test_without_javascript_many_files_go_through_one_form(open_page):
    create_groups()
    user = factories.make_user(username="bien-tap", password=PASSWORD)
    user.groups.set(Group.objects.filter(name="Reporter"))
    page = open_page(java_script_enabled=False, viewport={"width": 360, "height": 800})
    page.goto("/admin/login/?next=/admin/articles/photo/upload/")
    page.fill("#id_username", user.username)
    page.fill("#id_password", PASSWORD)
    page.keyboard.press("Enter")
    page.locator("#id_files").set_input_files([*files(3), {"name": "hong.jpg", "mimeType": "image/jpeg", "buffer": b"x"}])
    page.locator("form[enctype] input[type=submit]").click()
    assert page.locator(".arrivals .is-new").count() == 3
    assert "JPEG, PNG" in page.locator(".arrivals .is-refused").inner_text()
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
