"""What is gone, since when and why."""

from django.http.response import HttpResponseBase
from django.urls import reverse
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.request import Request

from qcdc import asking
from qcdc.changes.events import address, moment, successor
from qcdc.changes.models import GONE, PublicRecord, State
from qcdc.changes.nouns import NOUNS
from qcdc.changes_api.asked import NAMES, NOUN, REFUSED, HeirSerializer, answer, choice, noun_asked, number_from_zero, site_of, standing
from qcdc.links import OpenView

MOST_TOMBSTONES = 1000
STATES = [state.value for state in State if state != State.PUBLIC]


class TombstoneSerializer(serializers.Serializer):
    """A record that was public and no longer is. Its id is never used again."""

    noun = serializers.ChoiceField(choices=NAMES, help_text="The noun of the record, named as in the address of its list.")
    id = serializers.IntegerField(help_text="The id of the record.")
    state = serializers.ChoiceField(
        choices=STATES,
        help_text="`withdrawn` with a notice, `merged` into its successor, `deleted`, or `hidden`: it may come back.",
    )
    since = serializers.DateTimeField(help_text="Since when it is so.")
    version = serializers.IntegerField(help_text="The number of the change by which it is gone.")
    reason = serializers.CharField(help_text="Why it was withdrawn, as readers are told; empty otherwise.")
    successor = HeirSerializer(allow_null=True, help_text="The record that it was merged into.")
    url = serializers.URLField(help_text="The address that it had.")


class TombstonesSerializer(serializers.Serializer):
    """Records that are gone, those gone first first."""

    next = serializers.URLField(allow_null=True, help_text="The address of the next page; null on the last.")
    results = TombstoneSerializer(many=True, help_text="The records of this page.")


class Tombstones(OpenView):
    """The records that were public and no longer are, each with since when and why."""

    parameters = frozenset({"noun", "state", "after", "limit"})

    @extend_schema(
        summary="What is gone",
        operation_id="tombstones_list",
        parameters=[
            NOUN,
            OpenApiParameter("state", str, description="Only records in this state.", enum=STATES),
            OpenApiParameter("after", int, description="The `version` at which the page before ended, as its `next` says."),
            OpenApiParameter("limit", int, description=f"The records of a page, 200 if not given, at most {MOST_TOMBSTONES}."),
        ],
        responses={200: TombstonesSerializer, **REFUSED},
    )
    def get(self, request: Request) -> HttpResponseBase:
        """The records that were public and no longer are, those gone first first, each with since when and why."""
        limit = asking.number(request, "limit", default=200, most=MOST_TOMBSTONES)
        after = number_from_zero(request, "after")
        *_, fresh = standing()
        if fresh and (known := fresh.known_already(request._request)):
            return known
        gone = PublicRecord.objects.filter(GONE, version__gt=after)
        if noun := noun_asked(request):
            gone = gone.filter(noun=noun)
        if "state" in request.query_params:
            gone = gone.filter(state=choice(request, "state", STATES))
        found = list(gone.defer("row", "more").order_by("version")[: limit + 1])
        page, following = found[:limit], None
        if len(found) > limit:
            asked = request.query_params.copy()
            asked["after"] = str(page[-1].version)
            following = request.build_absolute_uri(f"{reverse('api:tombstones')}?{asked.urlencode()}")
        site = site_of(request)
        told = {
            "next": following,
            "results": [
                {
                    "noun": NOUNS[record.noun].plural,
                    "id": record.object_id,
                    "state": record.state,
                    "since": moment(record.modified),
                    "version": record.version,
                    "reason": record.reason,
                    "successor": successor(site, record),
                    "url": address(site, record.noun, record.object_id),
                }
                for record in page
            ],
        }
        return answer(told, fresh)
