"""What has changed, in the order in which it could be seen."""

from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.request import Request

from qcdc import asking
from qcdc.changes import cursors
from qcdc.changes.events import events
from qcdc.changes.models import Action, Change, State
from qcdc.changes_api.asked import NAMES, NOUN, REFUSED, HeirSerializer, answer, noun_asked, site_of, standing
from qcdc.links import OpenView
from qcdc.problems import CONTENT_TYPE, Gone, ProblemSerializer

MOST_EVENTS = 1000
NOW = "now"
SINCE = f"A cursor, as `next` or an event gave it. Left out, from the beginning; `{NOW}` gives the cursor of this moment alone."


class EventSerializer(serializers.Serializer):
    """One change of one record, as anybody could see it. What the record says now is at its address."""

    seq = serializers.IntegerField(help_text="Its number: it grows from each change to the next, with gaps.")
    cursor = serializers.CharField(help_text="The place just after it, for `since`.")
    noun = serializers.ChoiceField(choices=NAMES, help_text="The noun of the record, named as in the address of its list.")
    id = serializers.IntegerField(help_text="The id of the record.")
    action = serializers.ChoiceField(choices=Action.values, help_text="What happened to the record.")
    state = serializers.ChoiceField(choices=State.values, help_text="What the record was from then on: public, or why it is gone.")
    at = serializers.DateTimeField(help_text="When it was seen to have changed.")
    url = serializers.URLField(help_text="The address of the record.")
    reason = serializers.CharField(help_text="Why it was withdrawn, as readers are told; empty otherwise, and once it changed again.")
    successor = HeirSerializer(allow_null=True, help_text="The record that it was merged into.")


class ChangesSerializer(serializers.Serializer):
    """Changes in the order in which they could be seen."""

    next = serializers.CharField(help_text="The cursor to go on from, now or another day: the next `since`.")
    next_url = serializers.URLField(help_text="The address that goes on from there.")
    more = serializers.BooleanField(help_text="Whether there are more changes already.")
    results = EventSerializer(many=True, help_text="The oldest first.")


class Lost(Gone):
    """The cursor leads nowhere; `restart` is where a copy is begun anew."""


class Changes(OpenView):
    """Every change of every public record, in one numbered sequence."""

    parameters = frozenset({"since", "noun", "limit"})

    @extend_schema(
        summary="What has changed",
        operation_id="changes_list",
        parameters=[
            OpenApiParameter("since", {"type": "string", "pattern": r"^(now|[0-9a-f]{12}\.[0-9]{1,18})$"}, description=SINCE),
            NOUN,
            OpenApiParameter("limit", int, description=f"The events of an answer, 200 if not given, at most {MOST_EVENTS}."),
        ],
        responses={200: ChangesSerializer, (410, CONTENT_TYPE): ProblemSerializer, **REFUSED},
    )
    def get(self, request: Request) -> HttpResponseBase:
        """Every change of every public record in one sequence, the oldest first: follow `next`, and nothing is missed.

        A record of which something beside it has changed has changed, too: a new directive is an event of its conference.
        410 where the cursor is of a sequence that is no more: begin the copy anew.
        """
        limit = asking.number(request, "limit", default=200, most=MOST_EVENTS)
        noun = noun_asked(request)
        epoch, last, is_settled, fresh = standing()
        since = self._since(request, epoch, last)
        if fresh and (known := fresh.known_already(request._request)):
            return known
        # What is numbered from here on has a greater number than `last`, so the next answer begins where this one ends.
        changes = Change.objects.filter(seq__gt=since, seq__lte=last)
        if noun:
            changes = changes.filter(noun=noun)
        found = list(changes.order_by("seq")[: limit + 1])
        page, more = found[:limit], len(found) > limit
        following = cursors.cursor(epoch, page[-1].seq if more else last)
        asked = request.query_params.copy()
        asked["since"] = following
        told = {
            "next": following,
            "next_url": request.build_absolute_uri(f"{reverse('api:changes')}?{asked.urlencode()}"),
            "more": more or not is_settled,
            "results": events(page, epoch, site_of(request)),
        }
        return answer(told, fresh)

    @staticmethod
    def _since(request: Request, epoch: str, last: int) -> int:
        text = request.query_params.get("since")
        if text is None:
            return 0
        if text == NOW:
            return last
        try:
            return cursors.read(text, epoch, last)
        except cursors.Malformed:
            raise asking.refusal("since", _("It is no cursor: give back what `next` said.")) from None
        except cursors.Lost:
            raise Lost(
                _("This cursor is of a sequence that is no more. Begin the copy anew: ask without `since`, or take a dump."),
                restart=request.build_absolute_uri(reverse("api:changes")),
            ) from None
