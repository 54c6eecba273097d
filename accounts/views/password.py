"""A forgotten password, set anew by whoever reads the person's mail."""

from axes.utils import reset
from django.contrib import messages
from django.contrib.auth import views as auth_views
from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse_lazy
from django.utils.decorators import method_decorator
from django.views.decorators.http import require_http_methods

from accounts.forms.reset import ResetForm
from accounts.forms.settings import NewPassword
from accounts.history import Door
from accounts.models import User
from accounts.request import Request
from accounts.sessions import source_of
from accounts.views.answer import sent


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def password_reset(request: Request) -> HttpResponse:
    """Ask for a mail; the answer tells nothing of who exists."""
    form = ResetForm(sent(request))
    is_asked = form.is_valid()
    if is_asked:
        form.save(source=source_of(request))
    status = 422 if form.is_bound and not is_asked else 200
    context = {"form": form, "is_asked": is_asked}
    return render(request, "accounts/password_reset.html", context, status=status)


@method_decorator(login_not_required, name="dispatch")
class SetPassword(auth_views.PasswordResetConfirmView):
    """Set a new password by the link from the mail, which works once and for an hour."""

    template_name = "accounts/password_set.html"
    form_class = NewPassword
    success_url = reverse_lazy("login")

    def get_user(self, uidb64: str) -> User | None:
        """Return the person of the link, unless they may not sign in any more."""
        person = super().get_user(uidb64)
        return person and User.objects.resettable().filter(pk=person.pk).first()

    def form_valid(self, form):
        form.user.door = Door.PAGE
        response = super().form_valid(form)
        # Failures counted were guesses at the old password, and who sets a new one has shown that
        # the mailbox is theirs: they learn nothing by guessing on. As at a right password, only
        # failures at this account are forgotten; the address others guessed from stays closed.
        reset(username=form.user.username)
        messages.success(self.request, "Your new password is set. Sign in with it.")
        return response

    def form_invalid(self, form):
        response = super().form_invalid(form)
        response.status_code = 422
        return response
