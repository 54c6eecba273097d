"""The same key and content create once."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.forms.customer import CustomerForm
from accounts.idempotency import IdempotencyKey
from accounts.models import Customer
from tests.conftest import add_customer


def form(user, name="Halden", key="k1", **said):
    return CustomerForm({"name": name, "idempotency_key": key, **said}, user=user, warns=True)


def saved(form):
    assert form.is_valid(), form.errors
    return form.save()


def test_a_retry_gets_the_first_answer(alice):
    assert saved(form(alice)) == saved(form(alice))
    assert Customer.objects.count() == 1


def test_other_content_under_the_same_key_is_refused(alice):
    saved(form(alice))
    again = form(alice, name="Other")
    assert list(again.errors) == ["idempotency_key"]
    assert Customer.objects.count() == 1


def test_a_refused_try_does_not_use_the_key_up(alice):
    assert not form(alice, website="nonsense").is_valid()
    assert saved(form(alice, website="example.com"))


def test_keys_belong_to_a_person(alice, bob):
    assert saved(form(alice)) != saved(form(bob, name="Another"))


def test_a_key_lives_a_day(alice):
    first = saved(form(alice))
    old = timezone.now() - timedelta(hours=25)
    IdempotencyKey.objects.update(created_at=old)
    second = saved(form(alice, acknowledged=str(first.pk)))
    assert second != first


def test_a_key_whose_record_is_gone_is_refused(alice, ada):
    saved(form(alice)).purge(by=ada)
    assert not form(alice).is_valid()


def test_each_print_of_the_form_has_a_new_key(alice):
    bound = form(alice, website="nonsense")
    printed = {str(bound["idempotency_key"]) for _ in range(2)}
    assert len(printed) == 2
    assert not any('value="k1"' in text for text in printed)


@pytest.mark.parametrize("key", ["x" * 201])
def test_a_key_of_two_hundred_characters_is_enough(alice, key):
    assert list(form(alice, key=key).errors) == ["idempotency_key"]


def test_without_a_key_the_same_content_is_another_customer(alice):
    assert add_customer(alice) != add_customer(alice)
