"""Bulk data beside what was there before."""

from accounts.models import Industry
from tests.crm.test_generate import generate


def test_an_industry_that_exists_is_taken_as_it_is_spelt(db, alice):
    technology = Industry.objects.named("technology").establish(by=alice)
    generate(50)
    assert technology.customers.exists()
    assert Industry.objects.count() == 60
