"""The people whom the demo company knows at its customers."""

from datetime import datetime, timedelta
from random import Random

from django.utils import timezone

from accounts.forms.contact import ContactForm
from accounts.models import Contact, Customer, User
from accounts.text import fold
from crm.bulk.names import person

KNOWN = {
    "Halden Freight Systems": (
        ("Maren Solheim", "VP Operations"),
        ("Idris Calloway", "Fleet IT Lead"),
        ("Petra Vance", "Procurement Manager"),
    ),
    "Oakhaven Hotels": (("Bettina Crane", "Head of Facilities"),),
    "Saltmarsh Energy": (("Corin Haslett", "Asset Integrity Manager"),),
    "Tidewell Marine": (("Jory Pell", "Yard Manager"),),
    "Copperline Robotics": (("Esker Dunmore", "Plant Engineer"),),
    "Brightwater Dental Group": (("Alder Finch", "Practice Director"),),
    "Northgate Credit Union": (("Linnea Rourke", "Security Officer"),),
}
TITLES = (
    "Managing Director",
    "Head of Purchasing",
    "Operations Lead",
    "Finance Director",
    "Site Manager",
    "IT Manager",
    "Office Manager",
    "Procurement Manager",
    "Maintenance Planner",
    "Quality Manager",
    "",
)


def introduce(customer: Customer, by: User, chance: Random) -> list[Contact]:
    """Add the people known at a customer, and return those who are still there."""
    if customer.kind == "individual":
        known = [(customer.name, "")] if chance.random() < 0.6 else []
    else:
        strangers = chance.choices((0, 1, 2, 3), weights=(1, 4, 4, 2))[0]
        known = [*KNOWN.get(customer.name, ())]
        known += [(person(chance), chance.choice(TITLES)) for _ in range(strangers)]
    met = customer.created_at
    contacts = []
    for name, title in known:
        met = min(met + timedelta(days=chance.randint(0, 20), minutes=7), latest())
        contacts.append(add(customer, name, title, by=by, at=max(met, customer.created_at)))
        contacts[-1].customer = customer
    if len(contacts) > 1 and chance.random() < 0.15:
        left = contacts.pop(0)  # the primary one: nobody has taken their place yet
        left.archive(by=by, at=max(left.created_at, latest()))
    return contacts


def latest() -> datetime:
    """Return a moment two days ago, the same all day long."""
    return timezone.now().replace(hour=9, minute=0, second=0, microsecond=0) - timedelta(days=2)


def add(customer: Customer, name: str, title: str, *, by: User, at: datetime) -> Contact:
    chance = Random(name)  # noqa: S311 - nothing secret about it
    said = {"name": name, "title": title}
    is_well_known = (name, title) in KNOWN.get(customer.name, ())
    if customer.domain and (is_well_known or chance.random() < 0.9):
        said["email"] = f"{'.'.join(ascii_words(name))}@{customer.domain}"
    if is_well_known or chance.random() < 0.8:
        extension = f" ext. {chance.randint(10, 99)}" if chance.random() < 0.2 else ""
        said["phone"] = f"+1 555 01{chance.randint(10, 99)}{extension}"
    there = Contact(customer=customer, created_at=at, updated_at=at)
    form = ContactForm(said, instance=there, user=by)
    if not form.is_valid():
        raise ValueError(f"{name}: {form.errors.as_text()}")
    return form.save()


def ascii_words(name: str) -> list[str]:
    """Return the parts of a name as an address may have them."""
    letters = fold(name).replace("ø", "o").replace("æ", "ae").replace("ł", "l")
    words = "".join(c if c.isascii() and c.isalnum() else " " for c in letters).split()
    return words or ["office"]
