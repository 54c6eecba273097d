"""The people who look after bulk customers: a manager, one who sees his own alone, and 200 more."""

from dataclasses import dataclass, field
from itertools import accumulate
from random import Random

from accounts.models import Team, User
from crm.bulk import names

PEOPLE = 200
PEOPLE_IN_A_TEAM = 8
MANAGER = "bulk.manager"
OWN = "bulk.own"
SCOPES = ("own", "team", "everyone")


@dataclass
class Staff:
    """Who there is; a few account managers have most of the customers."""

    manager: User
    own: User
    account_managers: list[User]
    weights: list[float] = field(init=False)

    def __post_init__(self) -> None:
        shares = (1 / rank for rank in range(1, len(self.account_managers) + 1))
        self.weights = list(accumulate(shares))

    @classmethod
    def hired(cls, seed: int) -> "Staff":
        """Return the staff, hired at the first call. They have no passwords."""
        if not User.objects.filter(username=MANAGER).exists():
            hire(Random(f"staff {seed}"))
        people = {user.username: user for user in User.objects.filter(username__startswith="bulk.")}
        manager, own = people.pop(MANAGER), people.pop(OWN)
        return cls(manager, own, sorted(people.values(), key=lambda user: user.username))

    def account_manager(self, chance: Random) -> User:
        return chance.choices(self.account_managers, cum_weights=self.weights)[0]


def hire(chance: Random) -> None:
    employ(MANAGER, "Marit Overbeck", role="manager")
    employ(OWN, "Owen Solbakken", scope="own")
    for number in range(PEOPLE):
        if number % PEOPLE_IN_A_TEAM == 0:
            team = Team(name=f"Bulk team {number // PEOPLE_IN_A_TEAM + 1}")
            team.write(by=None)
        scope = chance.choices(SCOPES, weights=(3, 4, 3))[0]
        employ(f"bulk.{number + 1:03}", names.person(chance), scope=scope, team=team)


def employ(username: str, name: str, **details) -> None:
    user = User(username=username, email=f"{username}@rapport.example", name=name, **details)
    user.set_unusable_password()
    user.write(by=None)
