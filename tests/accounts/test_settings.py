"""One's own settings: name, time zone, password, tokens, browsers, and a forgotten password."""

import logging
import re
import time
from datetime import timedelta

import pytest
from django.conf import settings
from django.core import mail
from django.core.management import CommandError, call_command
from django.db import OperationalError, connection
from django.test import Client
from django.utils import timezone

from accounts.forms.reset import MAILS_FROM_A_SOURCE, later, mail_link
from accounts.forms.settings import TRIES
from accounts.history import Change
from accounts.models import ApiToken, Session
from tests.conftest import PASSWORD

NEW = "staple battery horse correct"


def sign_in(user, password: str = PASSWORD, **headers) -> Client:
    client = Client(headers=headers)
    client.post("/login/", {"username": user.username, "password": password})
    return client


def is_signed_in(client: Client) -> bool:
    return client.get("/accounts/").status_code == 200


class TestYou:
    def test_name_and_time_zone_are_kept_with_history(self, vera, as_user):
        client = as_user(vera)
        said = {"name": "Vera N", "time_zone": "Asia/Kathmandu", "version": 1}
        assert client.post("/settings/", said).url == "/settings/"
        vera.refresh_from_db()
        assert (vera.name, vera.time_zone, vera.version) == ("Vera N", "Asia/Kathmandu", 2)
        told = Change.objects.of(vera).since(1)
        assert {(c.field, c.by, c.door) for c in told} == {
            ("name", vera, "page"),
            ("time_zone", vera, "page"),
        }

    def test_a_wrong_zone_is_refused(self, alice, as_user):
        said = {"name": "Alice", "time_zone": "Mars/Olympus", "version": 1}
        page = as_user(alice).post("/settings/", said)
        assert page.status_code == 422
        alice.refresh_from_db()
        assert alice.time_zone == "UTC"

    def test_a_late_edit_is_told(self, alice, as_user, ada):
        alice.name = "Alice the Second"
        alice.write(by=ada)
        said = {"name": "Alice the First", "time_zone": "UTC", "version": 1}
        late = as_user(alice).post("/settings/", said)
        assert late.status_code == 409
        assert "Alice the Second" in late.text


class TestPassword:
    def test_the_other_browsers_are_signed_out(self, alice):
        here, there = sign_in(alice), sign_in(alice)
        said = {"old_password": PASSWORD, "new_password1": NEW, "new_password2": NEW}
        assert here.post("/settings/password/", said).status_code == 302
        assert is_signed_in(here)
        assert not is_signed_in(there)
        assert is_signed_in(sign_in(alice, NEW))
        change = Change.objects.of(alice).since(1).get()
        assert (change.field, change.old, change.new) == ("password", "•••", "•••")
        assert (change.by, change.door) == (alice, "page")

    @pytest.mark.parametrize(
        ("old", "new", "again", "field"),
        [
            ("wrong", NEW, NEW, "old_password"),
            (PASSWORD, NEW, "other", "new_password2"),
            (PASSWORD, "alice", "alice", "new_password2"),
            (PASSWORD, "12345678", "12345678", "new_password2"),
        ],
    )
    def test_what_is_wrong_is_named(self, alice, old, new, again, field):
        client = sign_in(alice)
        said = {"old_password": old, "new_password1": new, "new_password2": again}
        page = client.post("/settings/password/", said)
        assert page.status_code == 422
        assert list(page.context["form"].errors) == [field]
        assert is_signed_in(sign_in(alice))

    def test_a_session_alone_cannot_guess_the_present_one(self, alice):
        client = sign_in(alice)
        said = {"old_password": "wrong", "new_password1": NEW, "new_password2": NEW}
        for _ in range(TRIES):
            client.post("/settings/password/", said)
        page = client.post("/settings/password/", {**said, "old_password": PASSWORD})
        assert "too many tries" in page.text
        alice.refresh_from_db()
        assert alice.check_password(PASSWORD)

    def test_the_command_leaves_history(self, alice, monkeypatch):
        client = sign_in(alice)
        monkeypatch.setattr("getpass.getpass", lambda prompt: NEW)
        call_command("changepassword", "alice")
        assert not is_signed_in(client)
        assert is_signed_in(sign_in(alice, NEW))
        assert Change.objects.of(alice).since(1).get().door == "command"

    def test_the_command_refuses_what_everybody_does(self, alice, monkeypatch):
        monkeypatch.setattr("getpass.getpass", lambda prompt: "12345678")
        with pytest.raises(CommandError):
            call_command("changepassword", "alice")
        with pytest.raises(CommandError, match="nobody"):
            call_command("changepassword", "nobody")


class TestTokens:
    SAID = {"name": "Nightly import", "access": "write", "days": 30, "idempotency_key": "one"}

    def secret_on(self, page) -> str:
        found = re.search(r'value="(rapport_[^"]+)"', page.text)
        return found[1] if found else ""

    def test_a_secret_is_shown_once_and_opens_the_door(self, alice, as_user):
        client = as_user(alice)
        secret = self.secret_on(client.post("/settings/tokens/", self.SAID))
        token = ApiToken.objects.with_secret(secret)
        assert (token.name, token.may_write, token.user) == ("Nightly import", True, alice)
        assert timedelta(29) < token.expires_at - timezone.now() < timedelta(31)
        assert not self.secret_on(client.get("/settings/tokens/"))
        kept = [*Change.objects.values_list("new", flat=True), *client.session.values()]
        assert not any(secret in str(text) for text in kept)

    def test_sent_twice_makes_one_and_says_so(self, alice, as_user):
        client = as_user(alice)
        assert self.secret_on(client.post("/settings/tokens/", self.SAID))
        again = client.post("/settings/tokens/", self.SAID)
        assert not self.secret_on(again)
        assert "was made already" in again.text
        assert ApiToken.objects.count() == 1

    def test_what_is_wrong_is_named(self, alice, as_user):
        said = {"name": " ", "access": "all", "days": 99_999}
        page = as_user(alice).post("/settings/tokens/", said)
        assert page.status_code == 422
        assert list(page.context["form"].errors) == ["name", "access", "days"]
        assert not ApiToken.objects.exists()

    def test_charlie_cannot_see_or_revoke_alices(self, alice, charlie, as_user, token_of):
        secret = token_of(alice)
        token = ApiToken.objects.get()
        client = as_user(charlie)
        assert token.name not in client.get("/settings/tokens/").text
        assert client.post(f"/settings/tokens/{token.pk}/revoke/").status_code == 404
        assert ApiToken.objects.with_secret(secret)
        as_user(alice).post(f"/settings/tokens/{token.pk}/revoke/")
        assert ApiToken.objects.with_secret(secret) is None


def address_of(client: Client) -> str:
    """Return the address at which this browser's session is ended."""
    session = Session.objects.get(session_key=client.session.session_key)
    return f"/settings/sessions/{session.handle}/end/"


class TestBrowsers:
    FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"

    def test_each_is_listed_with_its_name_and_source(self, alice):
        here = sign_in(alice, **{"User-Agent": self.FIREFOX})
        page = here.get("/settings/sessions/").text
        assert "Firefox on Linux" in page
        assert "127.0.0.1" in page
        assert "This browser" in page
        assert here.session.session_key not in page

    def test_everywhere_else_is_signed_out(self, alice, bob):
        here, there, bobs = sign_in(alice), sign_in(alice), sign_in(bob)
        here.post("/settings/sessions/end/")
        assert is_signed_in(here)
        assert not is_signed_in(there)
        assert is_signed_in(bobs)
        assert "127.0.0.1" in here.get("/settings/sessions/").text
        change = Change.objects.of(alice).since(1).get()
        assert (change.field, change.by, change.door) == ("sessions_ended", alice, "page")

    def test_one_of_them_is_signed_out(self, alice):
        here, there, third = (sign_in(alice) for _ in range(3))
        assert here.post(address_of(there)).url == "/settings/sessions/"
        assert not is_signed_in(there)
        assert all(is_signed_in(client) for client in (here, third))

    def test_charlie_cannot_see_or_end_alices(self, alice, charlie):
        alices, client = sign_in(alice, **{"User-Agent": self.FIREFOX}), sign_in(charlie)
        assert "Firefox" not in client.get("/settings/sessions/").text
        assert client.post(address_of(alices)).status_code == 404
        assert is_signed_in(alices)

    def test_what_a_browser_says_of_itself_may_be_anything(self, alice, settings):
        settings.PROXIES = 1
        odd = {"User-Agent": "\0<b>\x1b" * 400, "X-Forwarded-For": "\0" + "9" * 400}
        assert "A browser" in sign_in(alice, **odd).get("/settings/sessions/").text

    def test_being_seen_is_written_down_once_in_a_while(self, alice, as_user):
        client = as_user(alice)
        assert is_signed_in(client)
        an_hour_ago = timezone.now() - timedelta(hours=1)
        Session.objects.update(seen_at=an_hour_ago)
        assert is_signed_in(client)
        assert Session.objects.get().seen_at > an_hour_ago

    def test_who_reads_is_not_kept_from_it_where_that_cannot_be_written(self, alice, as_user):
        client = as_user(alice)
        Session.objects.update(seen_at=timezone.now() - timedelta(hours=1))

        def refuse(execute, sql, *rest):
            if sql.startswith("UPDATE"):
                raise OperationalError("locked")
            return execute(sql, *rest)

        with connection.execute_wrapper(refuse):
            assert is_signed_in(client)

    def test_what_has_expired_goes_at_the_next_sign_in(self, alice):
        sign_in(alice)
        Session.objects.update(expire_date=timezone.now() - timedelta(days=1))
        sign_in(alice)
        assert Session.objects.count() == 1

    def test_deactivation_ends_them_all(self, alice, ada):
        client = sign_in(alice)
        alice.deactivate(by=ada)
        assert not Session.objects.filter(user=alice).exists()
        assert not is_signed_in(client)


class TestForgotten:
    def ask(self, login: str, **headers) -> str:
        answer = Client(headers=headers).post("/password-reset/", {"login": login})
        return re.sub(r'value="[^"]+"', "", answer.text)

    def link(self) -> str:
        (message,) = mail.outbox
        return re.search(r"http://127.0.0.1:8000(/password-reset/\S+)", message.body)[1]

    def test_the_link_sets_a_new_password_once(self, alice):
        client = sign_in(alice)
        self.ask("alice@rapport.example")
        link = self.link()
        browser = Client()
        form = browser.get(link, follow=True)
        said = {"new_password1": NEW, "new_password2": NEW}
        done = browser.post(form.redirect_chain[-1][0], said, follow=True)
        assert "Your new password is set" in done.text
        assert is_signed_in(sign_in(alice, NEW))
        assert not is_signed_in(client)
        assert "no longer works" in Client().get(link, follow=True).text
        change = Change.objects.of(alice).since(1).get(field="password")
        assert (change.by, change.door) == (alice, "page")

    def test_a_weak_password_is_refused(self, alice):
        self.ask("alice")
        browser = Client()
        form = browser.get(self.link(), follow=True)
        said = {"new_password1": "alice", "new_password2": "alice"}
        assert browser.post(form.redirect_chain[-1][0], said).status_code == 422

    def test_the_link_grows_too_old(self, alice, settings):
        self.ask("alice")
        settings.PASSWORD_RESET_TIMEOUT = -1
        assert "no longer works" in Client().get(self.link(), follow=True).text

    def test_the_host_header_has_no_say_in_the_link(self, alice, settings):
        settings.ALLOWED_HOSTS = ["*"]
        self.ask("alice", Host="evil.example")
        assert "evil" not in mail.outbox[0].body

    def test_the_answer_tells_nothing_of_who_exists(self, alice, bob, ada):
        bob.deactivate(by=ada)
        answers = {self.ask(login) for login in ("alice", "bob", "nobody", "x" * 200)}
        assert len(answers) == 1
        assert [message.to for message in mail.outbox] == [[alice.email]]

    def test_nobodys_mailbox_is_flooded(self, alice):
        for login in ("alice", "alice@rapport.example", "ALICE@rapport.example"):
            self.ask(login)
        assert len(mail.outbox) == 1

    def test_a_source_that_asks_too_often_gets_no_more_mail(self, alice):
        answers = {self.ask(f"nobody {number}") for number in range(MAILS_FROM_A_SOURCE)}
        answers.add(self.ask("alice"))
        assert len(answers) == 1
        assert mail.outbox == []
        Client(REMOTE_ADDR="10.0.0.1").post("/password-reset/", {"login": "alice"})
        assert len(mail.outbox) == 1

    def test_who_may_not_sign_in_any_more_can_do_nothing_with_the_link(self, alice, ada):
        self.ask("alice")
        alice.deactivate(by=ada)
        assert "no longer works" in Client().get(self.link(), follow=True).text

    def test_who_signs_in_without_a_password_gets_none_by_mail(self, alice):
        alice.set_unusable_password()
        alice.write(by=None)
        self.ask("alice")
        assert mail.outbox == []

    def test_a_viewer_too_may_forget_it(self, vera):
        self.ask("vera")
        assert mail.outbox[0].to == [vera.email]

    def test_a_reset_lifts_the_lockout_of_the_account_and_not_that_of_a_source(self, alice):
        for number in range(settings.AXES_FAILURE_LIMIT):
            wrong = {"username": "alice", "password": "wrong"}
            Client(REMOTE_ADDR=f"10.0.0.{number}").post("/login/", wrong)
            wrong["username"] = f"guess {number}"
            Client(REMOTE_ADDR="10.9.9.9").post("/login/", wrong)
        self.ask("alice")
        browser = Client()
        form = browser.get(self.link(), follow=True)
        said = {"new_password1": NEW, "new_password2": NEW}
        browser.post(form.redirect_chain[-1][0], said)
        assert is_signed_in(sign_in(alice, NEW))
        right = {"username": "alice", "password": NEW}
        assert Client(REMOTE_ADDR="10.9.9.9").post("/login/", right).status_code == 429

    @pytest.mark.django_db(transaction=True)
    def test_the_mail_leaves_beside_the_answer(self, alice):
        later(mail_link, "alice")
        end = time.monotonic() + 10
        while not mail.outbox and time.monotonic() < end:
            time.sleep(0.01)
        assert len(mail.outbox) == 1

    def test_a_mail_that_cannot_be_sent_is_told_to_the_log_alone(self, caplog):
        def fail() -> None:
            raise OSError("no mail server")

        with caplog.at_level(logging.ERROR, "accounts.forms.reset"):
            later(fail)
            end = time.monotonic() + 10
            while not caplog.records and time.monotonic() < end:
                time.sleep(0.01)
        assert "A mail was not sent." in caplog.text

    def test_nothing_typed_is_refused(self, db):
        assert Client().post("/password-reset/", {"login": " "}).status_code == 422
