"""Signing in and out, and the choice of light or dark."""

from django.contrib.auth import views as auth_views
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.views.decorators.http import require_POST

from accounts.forms.sign_in import SignInForm
from accounts.request import Request
from accounts.sessions import remember_browser
from accounts.views.answer import back

A_YEAR = 31_536_000
THEMES = ("light", "dark")


@method_decorator(login_not_required, name="dispatch")
class Login(auth_views.LoginView):
    """Sign in with user name or email and password."""

    template_name = "accounts/login.html"
    authentication_form = SignInForm
    redirect_authenticated_user = True

    def form_valid(self, form):
        response = super().form_valid(form)
        remember_browser(self.request)
        return response

    def form_invalid(self, form):
        response = super().form_invalid(form)
        response.status_code = 422
        return response


class Logout(auth_views.LogoutView):
    """Sign out; POST only, so that no picture in a mail can do it."""

    next_page = "login"


def locked_out(request: HttpRequest, credentials: dict, *args) -> HttpResponse:
    """Answer a sign-in that came after too many failures, for a known name as for any other."""
    form = SignInForm(request)
    response = render(request, "accounts/login.html", {"form": form, "locked": True}, status=429)
    response["Retry-After"] = "900"
    return response


@login_not_required
@require_POST
def theme(request: Request) -> HttpResponse:
    """Keep light or dark in a cookie, or follow the system again."""
    response = back(request, reverse("home"))
    if (chosen := request.POST.get("theme")) in THEMES:
        response.set_cookie(
            "theme", chosen, max_age=A_YEAR, samesite="Lax", secure=request.is_secure()
        )
    else:
        response.delete_cookie("theme", samesite="Lax")
    return response
