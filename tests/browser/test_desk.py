"""The newsroom's desks as a browser shows them, used with the keyboard and the mouse."""

import pytest
from django.contrib.auth.models import Group

from articles.models import Article
from meetings.models import Attendance, Conference, Official
from qcdc.management.commands.create_groups import create_groups
from tests import factories

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PASSWORD = "mật khẩu thử 29/5"


@pytest.fixture
def desk(open_page):
    """The page of an editor who has just logged in by the form."""
    create_groups()
    user = factories.make_user(username="bien-tap", password=PASSWORD)
    user.groups.set(Group.objects.filter(name__in=["Editor", "Publisher"]))
    page = open_page(viewport={"width": 1280, "height": 900})
    page.goto("/admin/login/?next=/admin/")
    page.fill("#id_username", user.username)
    page.fill("#id_password", PASSWORD)
    page.keyboard.press("Enter")
    page.locator("#user-tools").wait_for()
    return page


def save(page):
    page.locator("input[name=_save]").click()
    page.locator(".messagelist .success").wait_for()


def choose_by_keyboard(page, field, typed, wanted):
    """Open a field to choose from, type, wait until what is wanted is offered, and take it with Enter."""
    page.locator(f"#{field} + .select2-container .select2-selection").press("Enter")
    page.keyboard.type(typed)
    page.locator(".select2-results__option--highlighted", has_text=wanted).wait_for()
    page.keyboard.press("Enter")


def test_words_typed_into_the_editor_become_the_text_of_the_article(desk):
    desk.goto("/admin/articles/article/add/")
    desk.fill("#id_headline", "Tin thử")
    desk.locator(".field-body [contenteditable=true]").click()
    desk.keyboard.insert_text("Bảy tỉnh gặp nhau")
    desk.keyboard.press("Enter")
    desk.keyboard.type("tai Lang Son")
    save(desk)
    assert Article.objects.get().working.body == "<p>Bảy tỉnh gặp nhau</p><p>tai Lang Son</p>"
    assert desk.complaints == []


def test_an_official_is_found_without_marks_and_chosen_with_the_keyboard(desk):
    official = factories.make_official(name="Trương Thị Thử")
    factories.make_official(name="Lâm Văn Thử")
    desk.goto("/admin/meetings/conference/add/")
    desk.fill("#id_title", "Hội nghị thử")
    desk.fill("#id_date", "29/5/2018")
    another = desk.locator("#attendances-group .add-row a")
    another.click()
    another.click()
    assert desk.locator("#attendances-1").is_visible()
    choose_by_keyboard(desk, "id_attendances-0-official", "truong thi", official.name)
    desk.fill("#id_attendances-1-group_name", "đại biểu các huyện")
    save(desk)
    lines = Conference.objects.get().attendances.order_by("order")
    assert [str(line) for line in lines] == [official.name, "đại biểu các huyện"]
    assert desk.complaints == []


@pytest.fixture
def three():
    """A published conference with three people, in this order."""
    conference = factories.make_conference()
    for order, name in enumerate(["Ngô Thử Một", "Ngô Thử Hai", "Ngô Thử Ba"], start=1):
        factories.make_attendance(conference=conference, official=factories.make_official(name=name), order=10 * order)
    return conference


def people_shown(page, conference):
    page.goto(conference.get_absolute_url())
    return page.locator(".person__name").all_inner_texts()


def test_an_order_typed_into_the_lines_is_the_order_that_readers_see(desk, three):
    desk.goto(f"/admin/meetings/conference/{three.pk}/change/")
    desk.fill("#id_attendances-2-order", "5")
    save(desk)
    assert people_shown(desk, three) == ["Ngô Thử Ba", "Ngô Thử Một", "Ngô Thử Hai"]


def drag(page, line, place):
    """Take a line by its handle, and put it down at the head of another line."""
    page.set_viewport_size({"width": 1280, "height": 5000})  # the whole form, so that nothing has to scroll
    start = page.locator(f"{line} .admin-ordering-field-input-wrapper").bounding_box()
    end = page.locator(f"{place} h3").bounding_box()
    page.mouse.move(start["x"] + 5, start["y"] + start["height"] / 2)
    page.mouse.down()
    page.mouse.move(end["x"] + 5, end["y"], steps=40)
    page.mouse.up()


def test_lines_dragged_by_the_mouse_stand_in_their_new_order_for_readers(desk, three):
    desk.goto(f"/admin/meetings/conference/{three.pk}/change/")
    drag(desk, "#attendances-2", "#attendances-0")
    save(desk)
    assert people_shown(desk, three) == ["Ngô Thử Ba", "Ngô Thử Một", "Ngô Thử Hai"]
    assert desk.complaints == []


def test_an_official_added_in_a_new_window_is_chosen_in_the_line(desk):
    desk.goto("/admin/meetings/conference/add/")
    desk.fill("#id_title", "Hội nghị thử")
    desk.fill("#id_date", "5/2018")
    desk.locator("#attendances-group .add-row a").click()
    with desk.expect_popup() as opened:
        desk.locator("#add_id_attendances-0-official").click()
    window = opened.value
    window.fill("#id_name", "Trương Thị Mới")
    with window.expect_event("close"):
        window.locator("input[name=_save]").click()
    assert desk.locator("#id_attendances-0-official option:checked").inner_text() == "Trương Thị Mới"
    save(desk)
    assert Attendance.objects.get().official == Official.objects.get(name="Trương Thị Mới")
    assert desk.complaints == []
