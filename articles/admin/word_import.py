"""A page of the desk that takes a Word file: first what it would become, then, confirmed, into the edition in work."""

import base64
import io
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _
from PIL import Image, ImageOps

from articles.models import Article, Edition
from articles.word.filing import APPEND, REPLACE, fingerprint_of, put_in, start_article
from articles.word.held import held, hold, let_go
from articles.word.reader import Picture, WordText, read
from qcdc.legacy_text import Encoding

CONVERT, KEEP = "convert", "keep"
THUMBNAIL = (320, 240)


class WordFileForm(forms.Form):
    """The file, checked and read."""

    file = forms.FileField(
        label=_("Word file"),
        help_text=_("A .docx up to 20 MB. Nothing is put into the article before you have seen what becomes of it."),
        widget=forms.ClearableFileInput(attrs={"accept": ".docx"}),
    )
    text: WordText

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        self.text = read(file)
        if not self.text.body and not self.text.pictures:
            raise ValidationError(_("There is no text and no picture in this file."), code="empty")
        return file


class WordConfirmForm(forms.Form):
    """What to do with what was read; only that is asked which is open."""

    token = forms.CharField(widget=forms.HiddenInput, max_length=2000)
    headline = forms.CharField(label=_("headline"), max_length=500, widget=forms.TextInput(attrs={"class": "vTextField"}))
    encoding = forms.ChoiceField(label=_("the old encoding"), widget=forms.RadioSelect)
    how = forms.ChoiceField(
        label=_("the text that the article has"),
        widget=forms.RadioSelect,
        choices=[(APPEND, _("Keep it, and add the text of the file at its end")), (REPLACE, _("Replace it by the text of the file"))],
    )
    pictures = forms.MultipleChoiceField(label=_("pictures to take"), widget=forms.CheckboxSelectMultiple, required=False)

    def __init__(self, data: Any = None, *, text: WordText, edition: Edition | None, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        if edition and edition.headline:
            del self.fields["headline"]
        if not (edition and edition.body):
            del self.fields["how"]
        if text.encoding:
            label = Encoding(text.encoding).label
            choices = [(CONVERT, _("Convert from %(encoding)s to Unicode") % {"encoding": label}), (KEEP, _("Leave the text as it is"))]
            self.fields["encoding"].choices = choices  # type: ignore[attr-defined]
        else:
            del self.fields["encoding"]
        if text.pictures:
            numbers = [str(number) for number in range(len(text.pictures))]
            self.fields["pictures"].choices = [(number, f"{int(number) + 1}") for number in numbers]  # type: ignore[attr-defined]
            self.fields["pictures"].initial = numbers
        else:
            del self.fields["pictures"]


class WordImportMixin:
    """The pages “from a Word file” of a new article and of one that is there."""

    model: Any
    admin_site: Any

    def get_urls(self) -> list[Any]:
        view = self.admin_site.admin_view
        return [
            path("word/", view(self.word_add_view), name="articles_article_word_add"),
            path("<int:pk>/word/", view(self.word_view), name="articles_article_word"),
            *super().get_urls(),  # type: ignore[misc]
        ]

    def word_add_view(self, request: HttpRequest) -> HttpResponseBase:
        if not self.has_add_permission(request):  # type: ignore[attr-defined]
            raise PermissionDenied
        return self._word_page(request, None)

    def word_view(self, request: HttpRequest, pk: int) -> HttpResponseBase:
        article = self.get_object(request, str(pk))  # type: ignore[attr-defined]
        if article is None:
            raise Http404
        if not self.has_change_permission(request, article):  # type: ignore[attr-defined]
            raise PermissionDenied
        return self._word_page(request, article)

    def _word_page(self, request: HttpRequest, article: Article | None) -> HttpResponseBase:
        if request.method == "POST" and "token" in request.POST:
            return self._confirmed(request, article)
        form = WordFileForm(request.POST, request.FILES) if request.method == "POST" else WordFileForm()
        if request.method != "POST" or not form.is_valid():
            return self._word_response(request, article, {"form": form})
        edition = article.working if article else None
        token = hold(form.cleaned_data["file"], by=request.user, article=article, seen=fingerprint_of(edition))
        return self._preview(request, article, form.cleaned_data["file"], token)

    def _preview(self, request: HttpRequest, article: Article | None, file: Any, token: str, data: Any = None) -> HttpResponseBase:
        edition = article.working if article else None
        text = _titled(read(file), edition)
        converted = _titled(read(file, convert=True), edition) if text.encoding else None
        form = WordConfirmForm(data, text=text, edition=edition, initial={"token": token, "headline": (converted or text).headline})
        context = {
            "form": form,
            "text": text,
            "converted": converted,
            "edition": edition,
            "pictures": [{"number": number, "thumbnail": _thumbnail(each), "picture": each} for number, each in enumerate(text.pictures)],
            "chosen": set(form["pictures"].value() or []) if "pictures" in form.fields else set(),
        }
        if data is not None:
            form.is_valid()
        return self._word_response(request, article, context)

    def _confirmed(self, request: HttpRequest, article: Article | None) -> HttpResponseBase:
        found = held(request.POST["token"], by=request.user, article=article)
        if found is None:
            messages.error(request, _("The file is no longer kept here. Choose it again; the article is unchanged."))
            return HttpResponseRedirect(request.path)
        file, name, seen = found
        edition = article.working if article else None
        text = _titled(read(file), edition)
        form = WordConfirmForm(request.POST, text=text, edition=edition)
        if not form.is_valid():
            return self._preview(request, article, file, request.POST["token"], request.POST)
        if form.cleaned_data.get("encoding") == CONVERT:
            text = _titled(read(file, convert=True), edition)
        chosen = [text.pictures[int(number)] for number in form.cleaned_data.get("pictures", [])]
        try:
            article = self._file(request, article, text, chosen, form.cleaned_data, seen)
        except ValidationError as refusal:
            messages.error(request, " ".join(refusal.messages))
            token = hold(file, by=request.user, article=article, seen=fingerprint_of(article.working if article else None))
            answer = self._preview(request, article, file, token)
            let_go(file, name)
            return answer
        let_go(file, name)
        messages.success(request, _("The text of the Word file stands in the article. Read it through before you go on."))
        return HttpResponseRedirect(reverse("admin:articles_article_change", args=[article.pk]))

    def _file(
        self, request: HttpRequest, article: Article | None, text: WordText, chosen: list[Picture], given: dict[str, Any], seen: str
    ) -> Article:
        if article is None:
            article = start_article(text, chosen, headline=given["headline"], by=request.user)
            self.log_addition(request, article, [{"added": {}}])  # type: ignore[attr-defined]
        else:
            headline, how = given.get("headline", ""), given.get("how", APPEND)
            put_in(article, text, chosen, by=request.user, how=how, headline=headline, seen=seen)
            self.log_change(request, article, str(_("Text taken from a Word file.")))  # type: ignore[attr-defined]
        return article

    def _word_response(self, request: HttpRequest, article: Article | None, more: dict[str, Any]) -> HttpResponseBase:
        back = reverse("admin:articles_article_change", args=[article.pk]) if article else reverse("admin:articles_article_add")
        context = {
            **self.admin_site.each_context(request),
            "title": _("From a Word file"),
            "opts": self.model._meta,
            "original": article,
            "back": back,
            "media": more["form"].media,
            **more,
        }
        return TemplateResponse(request, "admin/articles/article/word.html", context)


def _titled(text: WordText, edition: Edition | None) -> WordText:
    """Its first line as the headline, for an article that has none yet."""
    return text if edition and edition.headline else text.with_headline_taken()


def _thumbnail(picture: Picture) -> str:
    """A small picture as a data address, for the preview alone."""
    picture.file.seek(0)
    with Image.open(picture.file) as image:
        image.thumbnail(THUMBNAIL)
        buffer = io.BytesIO()
        ImageOps.exif_transpose(image).convert("RGB").save(buffer, "JPEG", quality=70)
    picture.file.seek(0)
    return f"data:image/jpeg;base64,{base64.b64encode(buffer.getvalue()).decode()}"
