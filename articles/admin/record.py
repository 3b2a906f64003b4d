"""The newsroom's books: editions as they were, corrections, withdrawals, and the words that bear out a fact."""

from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import Q
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext_lazy as _

from articles.models import Article, AuditEntry, Correction, Edition, Evidence, State, Withdrawal
from articles.models.editions import CONTENT
from articles.models.rights import beat_q, for_reader_q
from articles.piles import newest_headline
from qcdc.desk import Desk, ReadingDesk
from qcdc.prose import prose


class OfArticle:
    """A desk whose rows name their article by its headline, without a query for each; those of articles that one may see."""

    def get_queryset(self, request: HttpRequest) -> Any:
        seen = self.articles_for(request.user).order_by().values("pk")
        rows = super().get_queryset(request).filter(article__in=seen)  # type: ignore[misc]
        return rows.annotate(newest_headline=newest_headline("article", request.user))

    def articles_for(self, reader: Any) -> Any:
        """The articles whose rows somebody may see."""
        return Article.objects.for_reader(reader)

    @admin.display(description=_("article"))
    def of_article(self, obj: Any) -> str:
        return str(obj.newest_headline)


@admin.register(Withdrawal)
class WithdrawalAdmin(OfArticle, ReadingDesk):
    """The book of withdrawals; a withdrawal is made on the page of its article."""

    list_display = ["of_article", "date", "ordered_by", "order_number", "created_by"]
    list_select_related = ["created_by"]
    date_hierarchy = "date"
    fields = ["of_article", "date", "reason", "ordered_by", "order_number", "created_by", "sealed_copies"]

    def articles_for(self, reader: Any) -> Any:
        """Whoever may read the book reads of every withdrawn article within her beat, also without the right to see drafts."""
        return Article.objects.filter(for_reader_q(reader) | Q(beat_q(reader), state=State.WITHDRAWN))

    @admin.display(description=_("sealed copies"))
    def sealed_copies(self, obj: Withdrawal) -> str:
        """The editions that readers saw, each with the way to it."""
        editions = obj.article.editions.filter(live_from__isnull=False).order_by("number")
        rows = ((reverse("admin:articles_edition_change", args=[edition.pk]), edition.number, edition.headline) for edition in editions)
        return format_html("<ul>{}</ul>", format_html_join("", '<li><a href="{}">{}. {}</a></li>', rows))


@admin.register(Correction)
class CorrectionAdmin(OfArticle, ReadingDesk):
    """The book of corrections; a correction is entered on the page of its article."""

    list_display = ["of_article", "date", "kind", "wrong"]
    list_filter = ["kind"]
    date_hierarchy = "date"


@admin.register(AuditEntry)
class AuditEntryAdmin(ReadingDesk):
    """The audit trail across articles; that of one article stands on the page of its story."""

    list_display = ["at", "deed", "headline", "edition_number", "by_name", "comment"]
    list_filter = ["deed", ("by", admin.RelatedOnlyFieldListFilter)]
    date_hierarchy = "at"
    fields = ["at", "deed", "article", "article_number", "edition_number", "headline", "by_name", "comment", "moment", "details"]

    def get_queryset(self, request: HttpRequest) -> Any:
        return AuditEntry.objects.for_reader(request.user).select_related("article")

    def get_search_results(self, request: HttpRequest, queryset: Any, search_term: str) -> tuple[Any, bool]:
        """Find entries by the words of their article, deleted ones by their headline."""
        words = search_term.replace("\x00", " ").strip()
        found = Edition.objects.for_reader(request.user).order_by().matching(words).values("article")
        return (queryset.filter(Q(article__in=found) | Q(headline__icontains=words)) if words else queryset), False


@admin.register(Edition)
class EditionAdmin(ReadingDesk):
    """Every edition of every article, as it was; the words in work are changed on the page of the article."""

    list_display = ["headline", "number", "live_from", "live_until", "created_by"]
    list_select_related = ["created_by"]
    date_hierarchy = "live_from"
    fields = [
        "what_became_of_it",
        "article",
        "number",
        *("shown_body" if name == "body" else name for name in CONTENT),
        *("photos", "live_from", "live_until", "created_by", "created_at"),
    ]

    def get_queryset(self, request: HttpRequest) -> Any:
        """The editions that somebody may see; those of withdrawn articles for whoever may read the withdrawals."""
        editions = Edition.objects.for_reader(request.user) if super().has_view_permission(request) else Edition.objects.none()
        seen = Q(pk__in=editions.order_by().values("pk"))
        if request.user.has_perm("articles.view_withdrawal"):
            seen |= Q(article__in=Article.objects.withdrawn().values("pk"), live_from__isnull=False)
        return super().get_queryset(request).filter(seen)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_view_permission(request, obj) or request.user.has_perm("articles.view_withdrawal")

    @admin.display(description=_("state"))
    def what_became_of_it(self, obj: Edition) -> str:
        withdrawal = Withdrawal.objects.filter(article=obj.article_id).first()
        if withdrawal is None or not obj.is_sealed:
            return str(_("Readers have seen this edition; it never changes.") if obj.is_sealed else obj.get_stage_display())
        moment = date_format(timezone.localtime(withdrawal.date), "DATETIME_FORMAT")
        told = _("Sealed copy: the article was withdrawn at %(moment)s, and its public address answers so to everybody.") % {
            "moment": moment
        }
        return format_html("<p>{}</p><p>{}</p><p>{}</p>", told, withdrawal.reason, withdrawal.order)

    @admin.display(description=Edition._meta.get_field("body").verbose_name)
    def shown_body(self, obj: Edition) -> str:
        return format_html('<div class="sealed-text">{}</div>', prose(obj.body))

    @admin.display(description=_("photos"))
    def photos(self, obj: Edition) -> str:
        rows = (
            (placement.photo.url("w480"), placement.shown_alt, placement.shown_caption, placement.shown_credit)
            for placement in obj.placements.select_related("photo")
        )
        figure = '<figure class="sealed-photo"><img class="photo-preview" src="{}" alt="{}"><figcaption>{} <i>{}</i></figcaption></figure>'
        return format_html_join("", figure, rows) or "—"

    def choosable(self, request: HttpRequest) -> Any:
        return Edition.objects.for_reader(request.user)


class EvidenceForm(forms.ModelForm):
    """The words of an edition that bear out one fact; where they stand is found, not typed."""

    class Meta:
        model = Evidence
        fields = ["edition", "quote", "attendance", "figure", "directive", "progress"]

    def clean(self) -> Any:
        cleaned = super().clean() or self.cleaned_data
        edition, quote = cleaned.get("edition"), cleaned.get("quote")
        if edition and quote:
            self.instance.start = edition.plain_body.find(quote)
            self.instance.end = self.instance.start + len(quote)
            if self.instance.start < 0:
                self.instance.start = self.instance.end = None
                self.add_error("quote", _("These words do not stand in the text of the edition."))
        return cleaned


@admin.register(Evidence)
class EvidenceAdmin(Desk):
    form = EvidenceForm
    list_display = ["quote", "edition", "attendance", "figure", "directive", "progress"]
    list_select_related = ["edition", "attendance__official", "figure__indicator", "directive", "progress"]
    autocomplete_fields = ["edition", "attendance", "figure", "directive", "progress"]

    def get_queryset(self, request: HttpRequest) -> Any:
        seen = Edition.objects.for_reader(request.user).order_by().values("pk")
        return super().get_queryset(request).filter(edition__in=seen)

    def has_change_permission(self, request: HttpRequest, obj: Evidence | None = None) -> bool:
        return super().has_change_permission(request, obj) and self._in_reach(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Evidence | None = None) -> bool:
        return super().has_delete_permission(request, obj) and self._in_reach(request, obj)

    @staticmethod
    def _in_reach(request: HttpRequest, obj: Evidence | None) -> bool:
        """Evidence is changed by those who may change the article that it is taken from."""
        return obj is None or Article.objects.for_editor(request.user).filter(editions=obj.edition_id).exists()
