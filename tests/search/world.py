"""A small record that real questions are put to: the register of provinces, the demo conference, and invented people and meetings."""

import datetime
from typing import Any

from django.core.management import call_command

from articles.demo import load_demo
from articles.models import Article
from meetings.models import Official, Organisation, Province
from qcdc.search.finding import Hit
from qcdc.search.keeping import work_off
from tests import factories


def moment(day: str) -> datetime.datetime:
    return datetime.datetime.fromisoformat(f"{day}T09:00:00+07:00")


def conference(slug: str, title: str, date: str, host: str, **more: Any) -> Any:
    province = Province.objects.get(slug=host)
    return factories.make_conference(slug=slug, title=title, date=date, host_province=province, published_at=moment("2026-02-01"), **more)


def article(slug: str, headline: str, body: str, day: str, **more: Any) -> Article:
    return factories.make_article(slug=slug, headline=headline, body=f"<p>{body}</p>", at=moment(day), **more)


def fill() -> None:
    """Everything, in one order, so that the ids run alike on every database."""
    call_command("load_reference", verbosity=0)
    load_demo()
    lam = factories.make_official(name="Trần Thị Ngọc Lam", slug="ngoc-lam", aliases="Trần Ngọc Lam\nChị Lam")
    twin = factories.make_official(name="Trần Thị Ngọc Lâm", slug="ngoc-lam-2")
    ban = factories.make_official(name="Hoàng Văn Bạn", slug="van-ban")
    doan = factories.make_official(name="Đỗ Đình Đoàn", slug="dinh-doan")
    thuy = factories.make_official(name="Lê Thị Thủy Hòa", slug="thuy-hoa")
    nie = factories.make_official(name="H'Thử Niê", slug="h-thu-nie")
    unseen = factories.make_official(name="Phạm Kín Tiếng", slug="kin-tieng")
    factories.make_post(official=ban, title="Trưởng Ban Dân vận Tỉnh ủy thử")
    final = conference("tong-ket-2019", "Hội nghị tổng kết thực hiện Quy chế dân chủ ở cơ sở năm 2019", "2019-12-20", "ha-giang")
    interim = conference("so-ket-2020", "Hội nghị sơ kết sáu tháng thực hiện QCDC", "2020-07", "dak-lak-truoc-2025")
    briefing = conference("giao-ban-2021", "Hội nghị giao ban cụm miền Trung", "2021-03-02", "thua-thien-hue", venue="Hội trường Sông Thử")
    dialogue = conference("doi-thoai-2022", "Hội nghị đối thoại với công nhân khu công nghiệp", "2022-05-18", "bac-giang")
    training = conference(
        "tap-huan-2023", "Hội nghị tập huấn Luật Thực hiện dân chủ ở cơ sở", "2023-08-15", "ho-chi-minh-truoc-2025", state="held"
    )
    seminar = conference("toa-dam-2024", "Toạ đàm mô hình “Dân vận khéo”", "2024-10-09", "can-tho-truoc-2025", kind="toa-dam")
    after = conference("tong-ket-2025", "Hội nghị tổng kết năm 2025", "2026-01-10", "tuyen-quang", state="held")
    for meeting, people in {
        final: [lam, ban],
        interim: [nie],
        briefing: [doan],
        dialogue: [thuy],
        training: [twin],
        seminar: [lam],
        after: [lam, doan],
    }.items():
        for person in people:
            factories.make_attendance("chair", conference=meeting, official=person)
    twin.merge_into(lam)
    factories.organise(final, Organisation.objects.get(abbreviation="BCĐ Trung ương"))
    directives(final, interim, dialogue, after)
    articles(final, dialogue, seminar, after)
    hidden(unseen)
    work_off()


def directives(final: Any, interim: Any, dialogue: Any, after: Any) -> None:
    factories.make_directive("tuyen-truyen", conference=final, text="Đẩy mạnh tuyên truyền Quy chế dân chủ tới thôn, bản", number=1)
    factories.make_directive("kiem-tra", conference=final, text="Tăng cường kiểm tra, giám sát của Mặt trận Tổ quốc", number=2)
    factories.make_directive(
        "doi-thoai", conference=interim, text="Chủ tịch UBND cấp xã đối thoại với nhân dân ít nhất mỗi năm một lần", number=1
    )
    factories.make_directive("loai-hinh", conference=dialogue, text="Doanh nghiệp tổ chức hội nghị người lao động hằng năm", number=1)
    told = factories.make_directive("nhiem-vu", conference=after, text="Gắn thực hiện dân chủ với nông thôn mới", number=1)
    told.addressee_provinces.add(Province.objects.get(slug="lang-son"))


def articles(final: Any, dialogue: Any, seminar: Any, after: Any) -> None:
    article("dan-chu", "Phát huy dân chủ ở thôn bản", "Nhân dân bàn bạc, quyết định việc làng.", "2019-12-21", conference=final)
    article("dan-chung", "Dẫn chứng từ những con số", "Báo cáo nêu nhiều dẫn chứng chủ yếu.", "2020-01-05")
    article("ban-doc", "Bạn đọc viết", "Thư của bạn đọc gửi toà soạn về việc bàn giao nhà.", "2020-02-01")
    article("ban-giao", "Bàn giao nhà văn hóa", "Công trình do nhân dân đóng góp.", "2020-03-01")
    article("hoa-giai", "Hoà giải ở cơ sở", "Tổ hòa giải giữ gìn thuận hoà trong thôn.", "2021-04-01", byline="NGỌC THỬ")
    article("thuy-loi", "Sửa đập thuỷ lợi nhờ dân bàn, dân làm", "Xã Thử mỹ lệ, kỹ thuật giản dị.", "2021-06-01")
    article("cong-nhan", "Công nhân được đối thoại", "Chủ doanh nghiệp trả lời 18.253 ý kiến.", "2022-05-19", conference=dialogue)
    article("dan-van", "Mô hình “Dân vận khéo” lan tỏa", "Cả tỉnh có 120 mô hình dân vận khéo.", "2024-10-10", conference=seminar)
    article("khong-kheo", "Chuyện người thợ khéo", "Ông làm công tác dân vận ở xã, nổi tiếng khéo tay.", "2025-01-15")
    article("tong-ket", "Tuyên Quang tổng kết năm", "Mặt trận Tổ quốc các cấp giám sát 300 cuộc.", "2026-01-11", conference=after)
    article("mttq", "MTTQ giám sát đầu tư", "Ban Thanh tra nhân dân cùng giám sát.", "2026-01-20")
    article("kinh-te", "Gắn dân chủ với phát triển KT-XH", "Nghị quyết của HĐND tỉnh.", "2026-01-25")


def hidden(official: Official) -> None:
    """What readers must not find."""
    draft = factories.make_conference(published=False, title="Hội nghị tuyệt mật", slug="nhap")
    factories.make_attendance("chair", conference=draft, official=official)
    factories.make_article(published=False, headline="Bài tuyệt mật", slug="bai-nhap")
    factories.make_article(headline="Bài hẹn giờ tuyệt mật", slug="bai-hen", at=factories.moment(days=-3))
    factories.make_conference(title="Hội nghị tuyệt mật đã rút", slug="da-rut").withdraw("Rút")


def name_of(hit: Hit) -> str:
    """How the file of questions writes an answer."""
    row = hit.row
    if hit.kind.name == "directive":
        return f"directive {row.conference.slug} {row.number}"
    return f"{hit.kind.name} {row.slug}"
