"""The photos that came with a report in its file, and the captions that they belong to."""

import re
from dataclasses import replace
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from articles.intake.record import CaptionLine, Record
from articles.models import Intake
from articles.word.filing import taken_in
from articles.word.reader import Words
from qcdc.vietnamese import fold

WORDS = re.compile(r"\w+")


def bring(words: Words, *, by: Any) -> tuple[list[dict[str, Any]], list[str]]:
    """Take the photos of a Word file into the newsroom, as an intake keeps them, with what is to be said of it.

    A photo gets no words of its own here: whether the paragraph under it is its caption, the reader and the editor tell.
    """
    pictures, said = words.pictures()
    if pictures and not by.has_perm("articles.add_photo"):
        return [], [_("The photos of the file were left out: adding photos is not among your rights.")]
    below = {picture.file: picture.caption for picture in pictures}
    photos = [
        {"pk": photo.pk, "words": below[picture.file]} for photo, picture in taken_in((replace(each, caption="") for each in pictures), by)
    ]
    if not photos:
        return [], list(said)
    told = ngettext("{count} photo of the file stands at its caption.", "{count} photos of the file stand at their captions.", len(photos))
    return photos, [told.format(count=len(photos)), *said]


def with_photos(record: Record, intake: Intake) -> Record:
    """The record with the photos of its file at their captions; a photo without one gets a line of its own."""
    waiting = list(intake.photos)
    captions = []
    for line in record.captions:
        found = next((each for each in waiting if _are_the_same(line.text, each["words"])), None)
        if found:
            waiting.remove(found)
        captions.append(replace(line, photo=found["pk"]) if found else line)
    return replace(record, captions=(*captions, *(CaptionLine("", photo=each["pk"]) for each in waiting)))


def _are_the_same(caption: str, below: str) -> bool:
    """Whether a paragraph is a caption or its beginning, or holds it and the photographer's name."""
    one, other = (" ".join(WORDS.findall(fold(words))) for words in (caption, below))
    return bool(one and other) and (one.startswith(other) or other.startswith(one))
