"""The leads of the demo company: those that became customers, and those that wait for an answer."""

from datetime import date, datetime, timedelta
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

from django.utils import timezone

from accounts.forms.lead import LeadForm
from accounts.models import Contact, Customer, Lead, User
from activities.forms.activity import ActivityForm
from activities.forms.note import NoteForm
from activities.models import Activity, Note
from crm.demo.acquaintances import ascii_words, latest
from crm.demo.people import MANAGER
from crm.demo.story import SEED, office_hour
from crm.demo.wording import BEST_KNOWN

SOURCES = ("Website form", "Trade show", "Recommendation", "Phone call", "Newsletter")
# How many leads customers came from, and how many in a hundred came from so many.
NUMBERS = {0: 55, 1: 40, 2: 5}
# The leads of the longest story: who, as what, how they came, how many days before they became
# part of the customer, and how many days ago that was; None is when the customer was added.
BEST_KNOWN_LEADS: tuple[tuple[str, str, str, int, int | None], ...] = (
    ("Maren Solheim", "VP Operations", "Transport and Logistics Expo", 22, None),
    ("Idris Calloway", "Fleet IT Lead", "Website form", 9, 232),
    ("Petra Vance", "Procurement Manager", "Recommendation", 4, 58),
)
# Those of whom something may still come: who, for whom, what they do there, how they came, how
# far they are, whose they are, how many days ago they came, and what was said last.
OPEN: tuple[tuple[str, str, str, str, str, str, int, str], ...] = (
    (
        "Orrin Tackett",
        "Grainfield Mills",
        "Plant Manager",
        "Website form",
        "qualified",
        "maya",
        6,
        "Wants sensors in nine silos, budget is there",
    ),
    ("Sable Prentiss", "Harbour & Vine", "Owner", "Website form", "new", "jonas", 1, ""),
    (
        "Lucan Forde",
        "Stonebridge Water",
        "Head of Operations",
        "Trade show",
        "contacted",
        "maya",
        4,
        "Sent the datasheets",
    ),
    ("Wren Abbotson", "Peregrine Clinics", "Facility Manager", "Newsletter", "new", "", 2, ""),
    (
        "Hollis Brandvold",
        "Brandvold Cold Stores",
        "Managing Director",
        "Recommendation",
        "qualified",
        "jonas",
        9,
        "Visited the depot in person",
    ),
    ("Tamsin Okoye-Reed", "Larkspur Schools", "Bursar", "Website form", "new", "", 1, ""),
    (
        "Bram Castellan",
        "Castellan Quarries",
        "Owner",
        "Phone call",
        "contacted",
        "tom",
        12,
        "Asked for a price per site",
    ),
    (
        "Ines Marchetti",
        "Silverleaf Hotels",
        "Purchasing",
        "Trade show",
        "contacted",
        "maya",
        15,
        "Will decide with the new budget",
    ),
    ("Yorick Dane", "Danes Boatyard", "Yard Manager", "Trade show", "new", "maya", 8, ""),
    ("Edda Northcott", "", "", "Phone call", "new", "tom", 3, ""),
    (
        "Piotr Halloran",
        "Meridian Bakeries",
        "Operations Lead",
        "Website form",
        "unqualified",
        "jonas",
        40,
        "Too small for us, sent to a partner",
    ),
    ("Carys Vaughan", "", "", "Newsletter", "unqualified", "tom", 65, "Looking for a job"),
    (
        "Rasmus Elgin",
        "Fjordline Ferries",
        "Head of Purchasing",
        "Recommendation",
        "qualified",
        "maya",
        20,
        "Asked for a reference on the coast",
    ),
    (
        "Noor Haddad",
        "Crescent Pharmacies",
        "IT Manager",
        "Website form",
        "contacted",
        "",
        5,
        "Called back, not reached",
    ),
)
NOTE = "Decides alone up to $50,000.\n- [ ] Send two references\n- [ ] Ask who installs"


class Enquiries:
    """Adds leads, the same on the same day, by the forms that all use."""

    def __init__(self, staff: dict[str, User], today: date) -> None:
        self.staff, self.today = staff, today
        self.chance = Random(f"{SEED} leads")  # noqa: S311 - nothing secret about it

    def trace(self, customer: Customer, contacts: list[Contact]) -> None:
        """Let a customer have come from leads: people whom we know there by now."""
        if customer.name == BEST_KNOWN:
            return self.trace_best_known(customer)
        number = self.chance.choices(list(NUMBERS), list(NUMBERS.values()))[0]
        for place, contact in enumerate(contacts[:number] if not customer.archived_at else ()):
            later = customer.created_at + timedelta(days=30 * place, minutes=place)
            at = max(min(later, latest()), customer.created_at)
            source, before = self.chance.choice(SOURCES), self.chance.randint(3, 40)
            self.convert(customer, contact.name, contact.title, source, at, before)

    def trace_best_known(self, customer: Customer) -> None:
        """Tell where the longest story began, and who asked since."""
        for name, title, source, before, ago in BEST_KNOWN_LEADS:
            at = self.hour(self.owner_of(customer), ago) if ago else customer.created_at
            self.convert(customer, name, title, source, max(at, customer.created_at), before)

    def convert(
        self, customer: Customer, name: str, title: str, source: str, at: datetime, before: int
    ) -> None:
        """Add a lead some days before it became part of a customer, and write down a first word."""
        by = self.owner_of(customer)
        company = customer.name if customer.kind == "business" else ""
        said = {"name": name, "company": company, "title": title, "source": source}
        said |= {"status": "qualified", "website": customer.website, "email": ""}
        came = office_hour(at.date() - timedelta(days=before), by.time_zone, self.chance)
        lead = self.add(said, came, by=by)
        answered = came + (at - came) / 2
        if answered.weekday() < 5 and came.date() < answered.date():
            answered = office_hour(answered.date(), by.time_zone, self.chance)
            self.answer(lead, "call", "First call: what they need", answered, by=by)
        lead.convert(by=by, customer=customer, at=at)

    def wait(self) -> None:
        """Add those of whom something may still come."""
        for name, company, title, source, status, owner, ago, last in OPEN:
            by = self.staff[owner or MANAGER]
            at = self.hour(by, ago)
            said = {"name": name, "company": company, "title": title, "source": source}
            said |= {"status": status, "owner": str(by.pk) if owner else ""}
            said |= {"phone": "+1 555 0178"}
            if company:
                host = f"{''.join(ascii_words(company))}.example"
                said |= {"email": f"{ascii_words(name)[0]}@{host}", "website": host}
            lead = self.add(said, at, by=by)
            if last:
                kind = self.chance.choice(("call", "email"))
                spoken = min(at + timedelta(days=ago // 2, hours=2), latest())
                self.answer(lead, kind, last, max(spoken, at), by=by)
            if status == "qualified":
                self.note(lead, NOTE, min(at + timedelta(hours=1), latest()), by=by)

    def owner_of(self, customer: Customer) -> User:
        """Return who looks after a customer, or their manager."""
        return self.staff[customer.owner.username if customer.owner else MANAGER]

    def hour(self, by: User, ago: int) -> datetime:
        """Return a moment of a working day so many days ago, where this person works."""
        return office_hour(self.today - timedelta(days=ago), by.time_zone, self.chance)

    def add(self, said: dict[str, Any], at: datetime, *, by: User) -> Lead:
        said = {"owner": by.pk, **said}
        return stored(LeadForm(said, instance=Lead(created_at=at, updated_at=at), user=by))

    def answer(self, lead: Lead, kind: str, subject: str, at: datetime, *, by: User) -> None:
        """Log what was said to a lead at a moment."""
        with timezone.override(ZoneInfo(by.time_zone)):
            new = Activity(lead=lead, created_at=at, updated_at=at)
            said = {"kind": kind, "subject": subject, "completed_at": at, "owner": by.pk}
            stored(ActivityForm(said, instance=new, user=by))

    def note(self, lead: Lead, body: str, at: datetime, *, by: User) -> None:
        """Write down what is worth remembering of a lead."""
        with timezone.override(ZoneInfo(by.time_zone)):
            at = max(at, lead.created_at)
            new = Note(lead=lead, created_at=at, updated_at=at)
            stored(NoteForm({"body": body}, instance=new, user=by))


def stored(form: Any) -> Any:
    """Store what a form says, which is right."""
    if not form.is_valid():
        raise ValueError(form.errors.as_text())
    return form.save()
