"""What the tests of filing share: a small register, an invented report, and the way from a text to the drafts.

All people here are invented, and so is what the report says.
"""

import datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from articles.intake.filing import Filed, file
from articles.intake.matching import match
from articles.intake.parser import parse
from articles.intake.proposal import propose
from articles.intake.record import Record
from articles.intake.register import gazetteer
from articles.intake.report import Role
from articles.models import Intake
from tests import factories

# The printed report that the project began from is somebody else's text: it lies beside the repository, not in it.
PRINTED = Path(__file__).parents[4] / "shared" / "report.txt"
needs_report = pytest.mark.skipif(not PRINTED.exists(), reason="the printed report lies beside the repository")
PASTED = datetime.date(2026, 1, 1)
DAY = datetime.date(2018, 5, 29)

REPORT = """Ban Chỉ đạo Trung ương thực hiện Quy chế dân chủ ở cơ sở:
Ba tỉnh thử trao đổi kinh nghiệm dân chủ

LSO-Chiều 29/5/2018, tại Lạng Sơn, Ban Chỉ đạo Trung ương thực hiện QCDC tổ chức hội nghị trao đổi kinh nghiệm thực hiện QCDC \
các tỉnh gồm: Cao Bằng, Lào Cai và Lạng Sơn.

Đồng chí Lê Thị Mẫu, Bí thư Tỉnh ủy Lạng Sơn
phát biểu chào mừng hội nghị

Đồng chí Trần Văn Thử, Trưởng Ban Dân vận Trung ương, Trưởng Ban Chỉ đạo Trung ương thực hiện QCDC chủ trì hội nghị. \
Dự hội nghị về phía tỉnh Lạng Sơn có đồng chí Lê Thị Mẫu, Bí thư Tỉnh ủy; lãnh đạo các huyện ủy, thành ủy.

Phát biểu chào mừng, đồng chí Lê Thị Mẫu cho biết năm 2017, cấp tỉnh tổ chức được 3 cuộc đối thoại, \
cấp huyện tổ chức được 6 cuộc đối thoại, đạt 54%.

Phát biểu kết luận, đồng chí Trần Văn Thử yêu cầu các tỉnh cần đẩy mạnh tuyên truyền, phổ biến pháp luật; \
tiếp tục rà soát các quy chế ở cơ sở; MTTQ và các đoàn thể tiếp tục nâng cao chất lượng giám sát.

BÚT DANH THỬ
"""

SECOND = """Trao đổi kinh nghiệm dân chủ ở ba tỉnh thử

(CBO) - Chiều 29/5/2018, tại tỉnh Lạng Sơn, Ban Chỉ đạo Trung ương thực hiện QCDC tổ chức hội nghị trao đổi kinh nghiệm \
thực hiện QCDC các tỉnh gồm: Cao Bằng, Lào Cai và Lạng Sơn.

Đồng chí Trần Văn Thử, Trưởng Ban Dân vận Trung ương chủ trì hội nghị. Dự hội nghị có đồng chí Vũ Đức Giả, Phó Bí thư Tỉnh ủy Cao Bằng.

Phát biểu kết luận, đồng chí Trần Văn Thử yêu cầu các tỉnh cần đẩy mạnh tuyên truyền, phổ biến pháp luật; \
thường xuyên kiểm tra việc thực hiện dân chủ trong các doanh nghiệp.

NGƯỜI VIẾT KHÁC
"""


def small_register() -> SimpleNamespace:
    """The few rows of the register that the invented reports speak of."""
    province, body = factories.make_province, factories.make_organisation
    lang_son, cao_bang = province(name="Lạng Sơn"), province(name="Cao Bằng")
    until, since = {"valid_to": datetime.date(2025, 7, 1)}, {"valid_from": datetime.date(2025, 7, 1)}
    lao_cai, new_lao_cai = province(name="Lào Cai", **until), province(name="Lào Cai", **since)
    committee = body(
        name="Ban Chỉ đạo Trung ương thực hiện Quy chế dân chủ ở cơ sở",
        aliases="BCĐ Trung ương thực hiện QCDC",
        kind="steering-committee",
    )
    front = body(name="Ủy ban Trung ương Mặt trận Tổ quốc Việt Nam", abbreviation="MTTQ", kind="front")
    commission = body(name="Ban Dân vận Trung ương", kind="party-body")
    party = body(name="Tỉnh ủy Lạng Sơn", kind="party-committee", level="province", province=lang_son)
    paper = body(name="Báo Lạng Sơn", abbreviation="LSO", kind="press", level="province", province=lang_son)
    for role in Role:
        factories.make_role(str(role))
    dialogues = factories.make_indicator("cuoc-doi-thoai", name="Cuộc đối thoại", unit="cuộc")
    factories.make_theme("tuyen-truyen", cue_words="tuyên truyền\nphổ biến")
    factories.make_theme("the-che", cue_words="rà soát")
    factories.make_theme("giam-sat", cue_words="giám sát")
    return SimpleNamespace(
        lang_son=lang_son,
        cao_bang=cao_bang,
        lao_cai=lao_cai,
        new_lao_cai=new_lao_cai,
        committee=committee,
        front=front,
        commission=commission,
        party=party,
        paper=paper,
        dialogues=dialogues,
    )


def proposed(text: str) -> Record:
    """The record that a text gives with the register as it is now."""
    report = parse(text, gazetteer(), pasted_on=PASTED)
    on = report.event_date.value if report.event_date else PASTED
    return propose(report, on=on, matches=match(report, on=on))


def pasted(text: str, by: Any) -> tuple[Intake, Record]:
    """A text kept as it was pasted, and what is proposed for it."""
    intake = Intake.keep(text, by=by, on=PASTED)
    return intake, proposed(intake.text)


def filed(text: str, by: Any) -> Filed:
    """A text filed as it is proposed."""
    intake, record = pasted(text, by)
    return file(record, intake, by=by)
