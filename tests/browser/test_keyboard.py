"""The way of an article from the log-in to its readers, by the keyboard alone."""

import pytest
from django.contrib.auth.models import Group

from articles.models import Article
from qcdc.management.commands.create_groups import create_groups
from tests import factories

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PASSWORD = "mật khẩu thử 29/5"
MOST_TABS = 60
SEEN = """() => {
  const node = document.activeElement;
  const style = getComputedStyle(node);
  const box = node.getBoundingClientRect();
  const ringed = (style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0) || style.boxShadow !== "none";
  const middle = (from, to, end) => (Math.max(from, 0) + Math.min(to, end)) / 2;
  const at = [middle(box.left, box.right, innerWidth), middle(box.top, box.bottom, innerHeight)];
  const top = document.elementFromPoint(...at);
  return { ringed, uncovered: top !== null && (node.contains(top) || top.contains(node)) };
}"""


class Hands:
    """Somebody with a keyboard and no mouse, who has to see where she is."""

    def __init__(self, page):
        self.page = page
        self.keys = page.keyboard
        self.devtools = page.context.new_cdp_session(page)

    def focused(self):
        """The name and the role by which assistive technology knows what has the focus."""
        node = self.devtools.send("Runtime.evaluate", {"expression": "document.activeElement"})["result"]
        if "objectId" not in node:
            return "", ""
        tree = self.devtools.send("Accessibility.getPartialAXTree", {"objectId": node["objectId"], "fetchRelatives": False})["nodes"][0]
        return tree.get("name", {}).get("value", ""), tree.get("role", {}).get("value", "")

    def to(self, name, role=None, key="Tab"):
        """Go on by Tab until what is wanted has the focus."""
        passed = []
        while len(passed) < MOST_TABS:
            self.keys.press(key)
            passed.append(self.focused())
            if passed[-1][0].rstrip(":").casefold() == name.casefold() and role in (None, passed[-1][1]):
                self.seen()
                return self
        raise AssertionError(f"no “{name}” among {passed}")

    def type(self, words):
        self.keys.type(words)
        return self

    def press(self, key):
        self.keys.press(key)
        return self

    def choose(self, words, wanted):
        """Open the field that has the focus, search in it, and take what is offered first."""
        self.press("Enter").type(words)
        self.page.locator(".select2-results__option--highlighted", has_text=wanted).wait_for()
        self.seen()
        return self.press("Enter")

    def done(self):
        self.page.locator(".messagelist .success").wait_for()
        return self

    def seen(self):
        """What has the focus shows it, and nothing lies over it."""
        found = self.page.evaluate(SEEN)
        for _ in range(20):  # The page may still be scrolling to it.
            if found == {"ringed": True, "uncovered": True}:
                break
            self.page.wait_for_timeout(50)
            found = self.page.evaluate(SEEN)
        assert found == {"ringed": True, "uncovered": True}, self.focused()

    def skip_to_content(self):
        self.page.wait_for_load_state("load")
        self.to("Đến nội dung chính").press("Enter")
        return self

    def log_in(self, username):
        self.page.goto("/admin/login/?next=/admin/")
        self.type(username).to("Mật khẩu").type(PASSWORD).press("Enter")
        self.page.locator("#user-tools").wait_for()
        return self


@pytest.fixture
def hands(open_page):
    """Seats somebody of some groups before a browser."""
    create_groups()

    def seated(*groups):
        user = factories.make_user(password=PASSWORD)
        user.groups.set(Group.objects.filter(name__in=groups))
        page = open_page(viewport={"width": 1366, "height": 768})
        return Hands(page).log_in(user.username)

    return seated


def test_an_article_goes_from_the_log_in_to_its_readers_by_the_keyboard_alone(hands, open_page):
    conference = factories.make_conference(title="Hội nghị giao ban thử")
    factories.make_photo(caption="Toàn cảnh hội nghị", credit="Ảnh: Thử", alt="Hội trường")
    editor = hands("Editor")
    editor.skip_to_content().to("Viết bài").press("Enter")
    editor.to("Tiêu đề").type("Bảy tỉnh giao ban")
    editor.to("Sa-pô").type("Sáng nay, bảy tỉnh giao ban.")
    editor.to("Nội dung").type("Hội nghị khai mạc.").press("Enter").type("Các tỉnh báo cáo.")
    editor.to("Nguồn").type("Báo Thử")
    editor.to("Hội nghị").choose("giao ban", conference.title)
    assert editor.focused() == (f"Hội nghị: {conference.title}", "combobox")
    editor.to("Thêm Ảnh trong bài").press("Enter")
    assert editor.focused() == ("Ảnh", "combobox")
    editor.choose("toan canh", "Toàn cảnh hội nghị")
    editor.to("Lưu và tiếp tục chỉnh sửa").press("Enter").done()
    editor.skip_to_content().to("Gửi duyệt").press("Enter")
    editor.skip_to_content().to("Gửi duyệt").press("Enter").done()

    publisher = hands("Publisher")
    publisher.skip_to_content().to("Bảy tỉnh giao ban").press("Enter")
    for step in ("Duyệt", "Đăng ngay"):
        publisher.skip_to_content().to(step).press("Enter")
        publisher.skip_to_content().to(step).press("Enter").done()

    reader = open_page()
    reader.goto(Article.objects.get().get_absolute_url())
    assert reader.locator("h1").inner_text() == "Bảy tỉnh giao ban"
    assert reader.locator("main p", has_text="Các tỉnh báo cáo.").is_visible()
    assert reader.locator("figure", has_text="Toàn cảnh hội nghị").locator("img").get_attribute("alt") == "Hội trường"
    assert (editor.page.complaints, publisher.page.complaints) == ([], [])


def test_the_text_is_formatted_and_left_again_without_a_mouse(hands):
    editor = hands("Editor")
    editor.page.goto("/admin/articles/article/add/")
    editor.to("đoạn văn", "button").press("ArrowLeft")
    assert editor.focused() == ("làm lại", "button")
    editor.press("Home").press("Enter")
    assert editor.focused() == ("Đề mục", "button")
    editor.press("ArrowDown").press("Enter").type("Đề mục thử").press("Enter")
    editor.press("Alt+F10").press("ArrowRight")
    assert editor.focused() == ("danh sách gạch đầu dòng", "button")
    editor.press("Enter").type("Một").press("Enter").type("Hai").press("Tab").press("Enter").press("Enter").press("Enter")
    editor.press("Alt+F10").to("chèn bảng", key="ArrowRight").press("Enter")
    assert editor.focused() == ("Số hàng", "spinbutton")
    editor.press("Enter").type("Ô một").press("Tab").type("Ô hai").seen()
    assert editor.focused() == ("Nội dung", "textbox")
    editor.press("Escape").to("Tác giả (bút danh)").to("Nội dung", key="Shift+Tab").press("Escape")
    editor.to("chèn bảng", key="Shift+Tab").press("Escape")
    assert editor.focused() == ("Nội dung", "textbox")
    text = editor.page.locator(".field-body textarea").input_value()
    assert text.startswith("<h3>Đề mục thử</h3><ul><li><p>Một</p><ul><li><p>Hai</p></li></ul></li></ul>")
    assert text.count("<td") == 9
    assert editor.page.complaints == []


def test_the_keyboard_stands_where_the_page_has_changed(hands):
    editor = hands("Editor")
    editor.page.goto("/admin/articles/article/add/")
    add = "Thêm Ảnh trong bài"
    editor.to(add).press("Space")
    assert editor.focused() == ("Ảnh", "combobox")
    editor.to("Gỡ bỏ", key="Shift+Tab").press("Space").seen()
    assert editor.focused() == (add, "button")
    editor.to("Lưu lại").press("Enter")
    editor.page.locator(".errornote").wait_for()
    editor.page.wait_for_load_state("load")
    editor.seen()
    assert editor.focused() == ("Tiêu đề:", "textbox")
