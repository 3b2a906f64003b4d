"""The buttons of an article's page, made from the table of transitions; each leads to a page that asks first."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from articles.checks import AMBER, checks_of
from articles.models import Article, Correction
from articles.workflow import TRANSITIONS, Transition, offered, perform
from qcdc.acts import Act, ActsMixin
from qcdc.fields import TextFormField


class CommentForm(forms.Form):
    comment = TextFormField(label=_("a word to your colleagues"), widget=forms.Textarea(attrs={"rows": 3}), max_length=2000, required=False)


class ReturnForm(forms.Form):
    comment = TextFormField(label=_("what is to be changed"), widget=forms.Textarea(attrs={"rows": 4}), max_length=4000)


class ScheduleForm(forms.Form):
    at = forms.DateTimeField(label=_("at"), help_text=_("As dd/mm/yyyy hh:mm, Vietnamese time."))

    def clean_at(self) -> Any:
        at = self.cleaned_data["at"]
        if at <= timezone.now():
            raise ValidationError(_("This moment has passed. Choose one to come, or publish now."))
        return at


class WithdrawForm(forms.Form):
    reason = TextFormField(label=_("reason, as readers will see it"), widget=forms.Textarea(attrs={"rows": 3}), max_length=2000)
    ordered_by = forms.CharField(label=_("by order of"), max_length=250, required=False)
    order_number = forms.CharField(label=_("number of the order"), max_length=120, required=False)


class CorrectionForm(forms.ModelForm):
    class Meta:
        model = Correction
        fields = ["date", "kind", "wrong", "right", "place"]

    def clean_date(self) -> Any:
        date = self.cleaned_data["date"]
        if date > timezone.localdate():
            raise ValidationError(_("A correction cannot be dated in the future."))
        return date


FORMS: dict[str, type[forms.Form] | type[forms.ModelForm]] = {
    "comment": CommentForm,
    "comment!": ReturnForm,
    "at!": ScheduleForm,
    "withdrawal": WithdrawForm,
    "correction": CorrectionForm,
}


def moment_in_words(moment: Any) -> str:
    """A moment as a button says it: "07:00 ngày 12/9/2026"."""
    local = timezone.localtime(moment)
    return str(_("%(time)s on %(day)s") % {"time": f"{local:%H:%M}", "day": f"{local.day}/{local.month}/{local.year}"})


def act_of(transition: Transition) -> Act:
    """The button of a row of the table."""

    def do(article: Article, request: HttpRequest, form: Any) -> None:
        perform(article, transition.name, request.user, **form.cleaned_data)

    def spells_out(article: Article, form: Any) -> Any:
        return _("Publish at %(moment)s") % {"moment": moment_in_words(form.cleaned_data["at"])}

    return Act(
        name=transition.name,
        label=transition.label,
        permission=transition.permission,
        do=do,
        applies=transition.starts_from,
        explains=transition.explains,
        done=transition.done,
        form=next((FORMS[name] for name in transition.asks), forms.Form),  # type: ignore[arg-type]
        grave=transition.grave,
        refuses=transition.refusal,
        spells_out=spells_out if "at!" in transition.asks else None,
        advises=_advice if transition.checks == "publish" else None,
    )


def _advice(article: Article) -> list[Any]:
    return [check for check in checks_of(article) if check.level == AMBER]


ACTS = tuple(act_of(transition) for transition in TRANSITIONS.values())


class TransitionsMixin(ActsMixin):
    """The table of transitions as the buttons of an article."""

    acts = ACTS

    def offered_acts(self, obj: Any, person: Any) -> Any:
        """The rows of the table that begin where the article stands."""
        by_name = {act.name: act for act in self.acts}
        return ((by_name[transition.name], refused) for transition, refused in offered(obj, person))

    def state_of(self, obj: Article) -> Any:
        return sentence_about(obj)


def sentence_about(article: Article) -> Any:
    """Where an article stands, in a sentence for the head of its page."""
    draft, coming = article.draft, article.coming
    moment = date_format(timezone.localtime(article.published_at), "DATETIME_FORMAT") if article.published_at else ""
    if article.state == "withdrawn":
        return _("Withdrawn: readers see only the notice.")
    work = _WORK[draft.stage] % {"number": draft.number} if draft else ""
    shown: Any = ""
    if coming:
        shown = _("Edition %(number)s will be published by itself at %(moment)s.") % {
            "number": coming.number,
            "moment": moment_in_words(coming.live_from),
        }
    elif article.is_published and draft:
        shown = _("Readers see edition %(number)s.") % {"number": article.live.number}
    elif article.is_published:
        shown = _("Published at %(moment)s. A change opens a new draft edition; readers go on seeing this one.") % {"moment": moment}
    elif article.state == "published":
        shown = _("Publication is set, but readers do not see the article at this time (embargo or end date).")
    elif not draft:
        shown = _("Taken back into the drafts: readers do not see it. It was approved and can be published again.")
    return " ".join(str(part) for part in (shown, work) if part)


_WORK = {
    "draft": _("Edition %(number)s is a draft: only the newsroom sees it."),
    "in-review": _("Edition %(number)s waits for review."),
    "approved": _("Edition %(number)s is approved and waits to be published."),
}
