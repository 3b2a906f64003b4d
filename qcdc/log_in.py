"""Logging in again without leaving a form that is being written."""

from typing import Any

from django.contrib import auth
from django.http import HttpRequest, JsonResponse
from django.middleware.csrf import get_token
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_protect
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods


class LogInRefused(ValueError):
    """Why nobody was logged in, in a sentence."""


def log_in(request: HttpRequest, username: str, password: str, expected: str) -> None:
    """Log in the user to whom an open form belongs, and nobody else. Raises LogInRefused."""
    user = auth.authenticate(request, username=username, password=password)
    if user is None or not (user.is_active and user.is_staff):
        raise LogInRefused(_("This name and password do not go together. Nothing that you typed is lost; try again."))
    if expected and str(user.pk) != expected:
        raise LogInRefused(_("This form was opened by somebody else. Log in with the name under which it was opened."))
    auth.login(request, user)


@never_cache
@csrf_protect
@sensitive_post_parameters("password")
@require_http_methods(["GET", "POST"])
def log_in_again(request: HttpRequest) -> JsonResponse:
    """Who is logged in now, with the token for the next form; a POST logs in."""
    said: dict[str, Any] = {}
    if request.method == "POST":
        words = [request.POST.get(name, "").replace("\x00", "")[:4096] for name in ("username", "password", "user")]
        try:
            log_in(request, *words)
        except LogInRefused as refusal:
            said = {"says": str(refusal)}
    status = 403 if said else 200
    user = request.user.pk if request.user.is_authenticated and request.user.is_staff else None
    return JsonResponse({"user": user, "csrf": get_token(request), **said}, status=status)
