"""One's own settings: name, time zone, password, tokens, browsers."""

from django.contrib.auth import update_session_auth_hash
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.forms.settings import ChangePassword, SettingsForm, TokenForm
from accounts.models import ApiToken, User
from accounts.request import Request
from accounts.views.answer import say, sent


@require_http_methods(["GET", "HEAD", "POST"])
def settings(request: Request) -> HttpResponse:
    """Change one's name and time zone."""
    myself = User.objects.get(pk=request.user.pk)
    form = SettingsForm(sent(request), instance=myself, user=request.user)
    if form.is_valid():
        form.save()
        say(request, "Saved your settings")
        return redirect("settings")
    status = 422 if form.is_bound else 200
    return render(request, "settings/settings.html", {"form": form}, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def password(request: Request) -> HttpResponse:
    """Change one's password: this browser stays signed in, all others do not."""
    form = ChangePassword(request.user, sent(request))
    if form.is_valid():
        update_session_auth_hash(request, form.save())
        say(request, "Changed your password. Other browsers are signed out")
        return redirect("password")
    status = 422 if form.is_bound else 200
    return render(request, "settings/password.html", {"form": form}, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def tokens(request: Request) -> HttpResponse:
    """List one's tokens and make new ones; a secret is on the page that answers, and only there."""
    form = TokenForm(sent(request), user=request.user)
    made, secret = form.save() if form.is_valid() else (None, "")
    context = {
        "form": TokenForm(user=request.user) if made else form,
        "made": made,
        "secret": secret,
        "tokens": request.user.tokens.all(),
    }
    refused = form.is_bound and made is None
    return render(request, "settings/tokens.html", context, status=422 if refused else 200)


@require_POST
def token_revoke(request: Request, pk: int) -> HttpResponse:
    """Revoke a token of one's own."""
    token = ApiToken.objects.filter(user=request.user, pk=pk).first()
    if token is None:
        raise Http404
    token.revoke(by=request.user)
    say(request, f"Revoked {token.name}")
    return redirect("tokens")


@require_safe
def sessions(request: Request) -> HttpResponse:
    """List the browsers in which one is signed in."""
    mine = request.user.sessions.alive()
    context = {"sessions": mine, "this": request.session.session_key}
    return render(request, "settings/sessions.html", context)


@require_POST
def session_end(request: Request, pk: str) -> HttpResponse:
    """Sign out in one of the browsers in which one is signed in."""
    mine = request.user.sessions.alive()
    session = next((one for one in mine if one.handle == pk), None)
    if session is None:
        raise Http404
    session.delete()
    say(request, f"Signed out of {session}")
    return redirect("sessions")


@require_POST
def sessions_end(request: Request) -> HttpResponse:
    """Sign out everywhere but here."""
    others = request.user.sessions.alive().exclude(session_key=request.session.session_key).count()
    request.user.end_sessions(by=request.user)
    update_session_auth_hash(request, request.user)
    say(request, f"Signed out of {others} other browser{'s' * (others != 1)}")
    return redirect("sessions")
