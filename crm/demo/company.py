"""The demo company in the database: moved in, found again, moved out without a trace."""

from datetime import UTC, date, datetime, time, timedelta
from random import Random

from django.db import models, transaction
from django.db.models import ProtectedError
from django.utils import timezone

from accounts.acts import act
from accounts.forms.customer import CustomerForm
from accounts.history import Action, Change, Door, Recorded
from accounts.models import Customer, Industry, Lead, Team, User
from crm.demo.acquaintances import introduce
from crm.demo.diary import Diary
from crm.demo.enquiries import Enquiries
from crm.demo.people import ADMIN, MANAGER, PEOPLE, TEAMS
from crm.demo.sales import sell
from crm.demo.story import EIGHTEEN_MONTHS, SEED, Story, office_hour, stories
from reports.models import Snooze
from reports.signs import Code

SNOOZED = ("Thornbury Analytics", Code.NO_NEXT_STEP, "Their budget is decided in the new year.")


def is_empty() -> bool:
    """Say whether nobody has ever used this database."""
    return not User.objects.exists() and not Change.objects.exists()


def people() -> dict[str, User]:
    """Return the demo people who can sign in, by user name."""
    ours = of_demo(User).filter(is_active=True)
    return {user.username: user for user in ours}


def of_demo(model: type[Recorded]) -> models.QuerySet:
    """Return what the demo created: history says so, by the door that it came in."""
    created = Change.objects.filter(
        door=Door.DEMO, action=Action.CREATED, kind=model._meta.model_name
    )
    return model._default_manager.filter(pk__in=created.values("object_id"))


def in_the_way() -> list[str]:
    """Return the names that the demo needs and that somebody has."""
    usernames = [person["username"] for person in PEOPLE]
    emails = [address(name) for name in usernames]
    taken = User.objects.filter(models.Q(username__in=usernames) | models.Q(email__in=emails))
    teams = Team.objects.filter(name__in=TEAMS)
    return [*taken.values_list("username", flat=True), *teams.values_list("name", flat=True)]


def address(username: str) -> str:
    return f"{username}@rapport.example"


@act()
def move_in(passwords: dict[str, str]) -> None:
    """Create the people, their teams and their customers, all or nothing."""
    today = timezone.now().date()
    staff = hire(passwords, timezone.now() - timedelta(days=EIGHTEEN_MONTHS + 30))
    chance = Random(SEED)  # noqa: S311 - nothing secret about it
    acquaintances, sales = Random(SEED), Random(SEED)  # noqa: S311
    diary, enquiries = Diary(staff, today), Enquiries(staff, today)
    for story in stories(today):
        customer = play(story, staff, chance)
        by = staff[customer.owner.username if customer.owner else MANAGER]
        contacts = introduce(customer, by, acquaintances)
        enquiries.trace(customer, contacts)
        sell(customer, contacts, by, sales)
        diary.keep(customer, contacts)
    enquiries.wait()
    let_rest(today)


def let_rest(today: date) -> None:
    """Snooze a sign that everybody knows of."""
    name, code, reason = SNOOZED
    customer = of_demo(Customer).get(name=name)
    owner, at = customer.owner, datetime.combine(today - timedelta(days=1), time(12), UTC)
    owner.door = Door.DEMO
    snooze = Snooze(customer=customer, code=code, until=today + timedelta(days=30), reason=reason)
    snooze.created_at = snooze.updated_at = at
    snooze.write(by=owner)


def hire(passwords: dict[str, str], at: datetime) -> dict[str, User]:
    admin, *others = sorted(PEOPLE, key=lambda person: person["username"] != ADMIN)
    by = employ(admin, passwords, by=None, at=at)
    teams = {name: Team(name=name, created_at=at, updated_at=at) for name in TEAMS}
    for team_to_be in teams.values():
        team_to_be.write(by=by)
    hired = [by]
    for person in others:
        team = teams.get(person.get("team", ""))
        hired.append(employ({**person, "team": team}, passwords, by=by, at=at))
    return {user.username: user for user in hired}


def employ(person: dict, passwords: dict[str, str], *, by: User | None, at: datetime) -> User:
    user = User(email=address(person["username"]), created_at=at, updated_at=at, **person)
    user.door = Door.DEMO
    user.set_password(passwords[user.username])
    user.write(by=by or user)
    return user


def play(story: Story, staff: dict[str, User], chance: Random) -> Customer:
    """Add a customer as its story says, by the form that all use, and let it be edited since."""
    owner = staff.get(story.added["owner"])
    by = owner or staff[MANAGER]
    at = office_hour(story.added_on, by.time_zone, chance)
    said = {**story.added, "owner": owner and owner.pk}
    form = CustomerForm(said, instance=Customer(created_at=at, updated_at=at), user=by)
    if not form.is_valid():
        raise ValueError(f"{said['name']}: {form.errors.as_text()}")
    customer = form.save()
    for day, name, value in story.edits:
        is_owners = customer.owner and name != "owner"
        by = staff[customer.owner.username if is_owners else MANAGER]
        at = max(at + timedelta(hours=1), office_hour(day, by.time_zone, chance))
        edit(customer, name, value, staff, by=by, at=at)
    if story.archived_on:
        at = max(at + timedelta(hours=1), office_hour(story.archived_on, by.time_zone, chance))
        customer.archive(by=by, at=at)
    return customer


def edit(customer: Customer, name: str, value: str, staff: dict[str, User], **how) -> None:
    meant = {
        "owner": lambda: staff[value],
        "industry": lambda: Industry.objects.named(value).establish(by=how["by"]),
        "website": lambda: f"https://{value}",
        "status": lambda: value,
    }
    setattr(customer, name, meant[name]())
    customer.write(fields=[name], **how)


@transaction.atomic
def move_out() -> list[User]:
    """Remove what the demo created, and return the people who had to stay, now deactivated.

    They stay where something that is not of the demo knows of them.
    """
    admin, *others = sorted(of_demo(User), key=lambda user: user.username != ADMIN)
    for customer in of_demo(Customer):
        purge(customer, by=admin)
    for lead in of_demo(Lead):
        purge(lead, by=admin)
    for industry in of_demo(Industry):
        remove(industry)
    stayed = [user for user in others if not dismiss(user)]
    for team in of_demo(Team):
        remove(team)
    stayed += [] if dismiss(admin) else [admin]
    for user in stayed:
        user.deactivate(by=None)
    return stayed


def purge(record: Customer | Lead, *, by: User) -> None:
    """Purge a record, without even the trace that a purge leaves."""
    history = Change.objects.filter(kind=record.kind_of_record(), object_id=record.pk)
    record.purge(by=by)
    history.delete()


def dismiss(user: User) -> bool:
    """Remove a person with their tokens, unless they are known elsewhere."""
    try:
        with transaction.atomic():
            for token in user.tokens.all():
                remove(token)
            return remove(user)
    except ProtectedError:
        return False


def remove(record: Recorded) -> bool:
    """Remove a record with its history, unless something points at it."""
    try:
        with transaction.atomic():
            Change.objects.of(record).delete()
            record.delete()
    except ProtectedError:
        return False
    return True
