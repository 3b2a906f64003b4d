"""What a copy must come to."""

from typing import Any

from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request

from qcdc import asking
from qcdc.changes import checksums, cursors
from qcdc.changes.nouns import NOUNS
from qcdc.changes_api.asked import LARGEST_ID, NAMES, NOUN, REFUSED, answer, noun_asked, standing
from qcdc.links import OpenView

MOST_RANGES = 200
LARGEST_STEP = 1000
ATTEMPTS = 3  # Where the sequence goes on while it is reckoned.


class ChecksumSerializer(serializers.Serializer):
    """What a whole copy of a noun comes to."""

    noun = serializers.ChoiceField(choices=NAMES, help_text="The noun, named as in the address of its list.")
    count = serializers.IntegerField(help_text="How many records there are.")
    checksum = serializers.CharField(
        help_text="The SHA-256 in hexadecimal over a line `id:version` for each record in the order of ids, each ended by a line feed."
    )
    last_version = serializers.IntegerField(help_text="The greatest version of any of them; 0 where there is none.")
    url = serializers.URLField(help_text="The same by range of ids.")


class RangeSerializer(serializers.Serializer):
    """What a copy of the records with some ids comes to."""

    first = serializers.IntegerField(help_text="The first id of the range.")
    last = serializers.IntegerField(help_text="The last id of the range.")
    count = serializers.IntegerField(help_text="How many records there are.")
    checksum = serializers.CharField(help_text="As of the whole noun, over these records alone.")
    last_version = serializers.IntegerField(help_text="The greatest version of any of them; 0 where there is none.")


class ChecksumsSerializer(serializers.Serializer):
    """What a copy must come to at this moment."""

    cursor = serializers.CharField(help_text="Where the sequence of changes stands: a copy that was read up to here is compared.")
    nouns = ChecksumSerializer(many=True, help_text="Each noun as a whole; with `noun`, that one.")
    ranges = RangeSerializer(many=True, help_text="With `noun`, each range of ids in turn; else empty.")
    next = serializers.URLField(allow_null=True, help_text="With `noun`, the address of the ranges that follow; null where no record does.")


class Checksums(OpenView):
    """How many records there are and a checksum over them, by which a copy is proved whole."""

    parameters = frozenset({"noun", "from", "to", "step"})

    @extend_schema(
        summary="What a copy must come to",
        operation_id="checksums_list",
        parameters=[
            NOUN,
            OpenApiParameter("from", int, description="With `noun`: the first id, 1 if not given."),
            OpenApiParameter("to", int, description="With `noun`: the last id; the highest there is if not given."),
            OpenApiParameter("step", int, description=f"With `noun`: how many ids make a range, at most {LARGEST_STEP}, the default."),
        ],
        responses={200: ChecksumsSerializer, **REFUSED},
    )
    def get(self, request: Request) -> HttpResponseBase:
        """How many records there are and a checksum over them, by which a copy is proved whole: of each noun, or of one by range of ids."""
        noun = noun_asked(request)
        if not noun and (alone := [name for name in ("from", "to", "step") if name in request.query_params]):
            raise ValidationError({name: _("It is given together with `noun`.") for name in alone})
        step = asking.number(request, "step", default=LARGEST_STEP, most=LARGEST_STEP)
        first = asking.number(request, "from", default=1, most=LARGEST_ID)
        end = asking.number(request, "to", default=LARGEST_ID, most=LARGEST_ID)
        epoch, number, _settled, fresh = standing()
        if fresh and (known := fresh.known_already(request._request)):
            return known
        place, told = (epoch, number), {}
        for _attempt in range(ATTEMPTS):
            names = [noun] if noun else sorted(NOUNS, key=lambda name: NOUNS[name].plural)
            ranges, following = self._ranges(request, noun, first, end, step) if noun else ([], None)
            nouns = [self._whole(request, name, place[0]) for name in names]
            told = {"cursor": cursors.cursor(*place), "nouns": nouns, "ranges": ranges, "next": following}
            before, place = place, cursors.here()
            if before == place:
                return answer(told, fresh)
        return answer(told, None)

    @staticmethod
    def _whole(request: Request, noun: str, epoch: str) -> dict[str, Any]:
        plural = NOUNS[noun].plural
        place = request.build_absolute_uri(f"{reverse('api:checksums')}?noun={plural}")
        return {"noun": plural} | vars(checksums.whole(noun, epoch)) | {"url": place}

    @staticmethod
    def _ranges(request: Request, noun: str, first: int, end: int, step: int) -> tuple[list[dict[str, Any]], str | None]:
        highest = min(end, checksums.highest(noun))
        until = min(highest, first + step * MOST_RANGES - 1)
        found = checksums.by_range(noun, first, until, step)
        following = None
        if until < highest:
            asked = request.query_params.copy()
            asked["from"] = str(until + 1)
            following = request.build_absolute_uri(f"{reverse('api:checksums')}?{asked.urlencode()}")
        return [{"first": begins, "last": ends} | vars(checksum) for begins, ends, checksum in found], following
