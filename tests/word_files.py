"""Files of Word made here, part by part, as Word writes them."""

import io
import zipfile
from html import escape
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
NAMESPACES = " ".join(
    f'xmlns:{prefix}="{address}"'
    for prefix, address in {
        "w": W,
        "r": R,
        "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
        "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
        "pic": "http://schemas.openxmlformats.org/drawingml/2006/picture",
        "v": "urn:schemas-microsoft-com:vml",
        "o": "urn:schemas-microsoft-com:office:office",
        "m": "http://schemas.openxmlformats.org/officeDocument/2006/math",
    }.items()
)
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
STYLES = {"Title": "Title", "Heading1": "heading 1", "Heading2": "heading 2", "Caption": "caption", "Quote": "Quote", "Odd": "Kiểu riêng"}


def run(text: str, *, bold: bool = False, font: str = "", properties: str = "") -> str:
    """Some words in one look."""
    look = ("<w:b/>" if bold else "") + (f'<w:rFonts w:ascii="{font}" w:hAnsi="{font}"/>' if font else "") + properties
    return f'<w:r><w:rPr>{look}</w:rPr><w:t xml:space="preserve">{escape(text, quote=False)}</w:t></w:r>'


def paragraph(*runs: str, style: str = "", item: int | None = None) -> str:
    """A paragraph of runs or of plain words; `item` puts it into list 1 at a level."""
    inside = "".join(each if each.startswith("<w:") else run(each) for each in runs)
    properties = (f'<w:pStyle w:val="{style}"/>' if style else "") + (
        f'<w:numPr><w:ilvl w:val="{item}"/><w:numId w:val="1"/></w:numPr>' if item is not None else ""
    )
    return f"<w:p><w:pPr>{properties}</w:pPr>{inside}</w:p>"


def picture(number: int, description: str = "") -> str:
    """A picture of the file, in a paragraph of its own."""
    blip = f'<pic:pic><pic:blipFill><a:blip r:embed="rIdPic{number}"/></pic:blipFill></pic:pic>'
    graphic = f"<a:graphic><a:graphicData>{blip}</a:graphicData></a:graphic>"
    drawing = f'<w:drawing><wp:inline><wp:docPr id="1" name="x" descr="{escape(description)}"/>{graphic}</wp:inline></w:drawing>'
    return f"<w:p><w:r>{drawing}</w:r></w:p>"


def table(*rows: list[str]) -> str:
    cells = ["".join(f"<w:tc>{paragraph(cell)}</w:tc>" for cell in row) for row in rows]
    return f"<w:tbl>{''.join(f'<w:tr>{row}</w:tr>' for row in cells)}</w:tbl>"


def note_sign(number: int) -> str:
    return f'<w:r><w:footnoteReference w:id="{number + 1}"/></w:r>'


def parts_of(
    *body: str, notes: tuple[str, ...] = (), pictures: tuple[bytes, ...] = (), more: dict[str, Any] | None = None
) -> dict[str, Any]:
    """The parts of a file by their names."""
    relations = [("styles", "styles.xml"), ("numbering", "numbering.xml"), ("footnotes", "footnotes.xml")]
    images = "".join(
        f'<Relationship Id="rIdPic{number}" Type="{R}/image" Target="media/image{number}.png"/>' for number in range(1, len(pictures) + 1)
    )
    others = "".join(f'<Relationship Id="rId{number}" Type="{R}/{kind}" Target="{name}"/>' for number, (kind, name) in enumerate(relations))
    relation_space = 'xmlns="http://schemas.openxmlformats.org/package/2006/relationships"'
    types = 'xmlns="http://schemas.openxmlformats.org/package/2006/content-types"'
    written = "".join(f'<w:footnote w:id="{number + 1}">{paragraph(text)}</w:footnote>' for number, text in enumerate(notes, start=1))
    rule = '<w:footnote w:type="separator" w:id="0"><w:p/></w:footnote>'
    styles = "".join(f'<w:style w:type="paragraph" w:styleId="{code}"><w:name w:val="{name}"/></w:style>' for code, name in STYLES.items())
    main = f'<Relationship Id="rId1" Type="{R}/officeDocument" Target="word/document.xml"/>'
    one = '<w:num w:numId="1"><w:abstractNumId w:val="1"/></w:num>'
    level = '<w:lvl w:ilvl="{}"><w:numFmt w:val="{}"/></w:lvl>'
    numbering = f'<w:abstractNum w:abstractNumId="1">{level.format(0, "bullet")}{level.format(1, "decimal")}</w:abstractNum>'
    return {
        "[Content_Types].xml": f'{HEAD}<Types {types}><Default Extension="png" ContentType="image/png"/></Types>',
        "_rels/.rels": f"{HEAD}<Relationships {relation_space}>{main}</Relationships>",
        "word/_rels/document.xml.rels": f"{HEAD}<Relationships {relation_space}>{others}{images}</Relationships>",
        "word/document.xml": f"{HEAD}<w:document {NAMESPACES}><w:body>{''.join(body)}</w:body></w:document>",
        "word/styles.xml": f"{HEAD}<w:styles {NAMESPACES}>{styles}</w:styles>",
        "word/numbering.xml": f"{HEAD}<w:numbering {NAMESPACES}>{numbering}{one}</w:numbering>",
        "word/footnotes.xml": f"{HEAD}<w:footnotes {NAMESPACES}>{rule}{written}</w:footnotes>",
        **{f"word/media/image{number}.png": content for number, content in enumerate(pictures, start=1)},
        **(more or {}),
    }


def zipped(parts: dict[str, Any]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def word_file(*body: str, name: str = "bai.docx", **parts: Any) -> SimpleUploadedFile:
    """An uploaded .docx with these paragraphs."""
    return SimpleUploadedFile(name, zipped(parts_of(*body, **parts)))
