"""Bodies, headers and addresses that no browser sends: none of them breaks anything inside."""

import pytest

from tests.security import corpus
from tests.security.test_hostile_input import OURS, Attack
from tests.security.world import undone

TAKING_PIECES = [address for address in OURS if address.blanks]


@pytest.mark.parametrize("address", OURS, ids=str)
def test_no_body_breaks_anything_inside(world, address):
    path, attack = world.path_to(address), Attack(world, "manager", [])
    for about, (content_type, body) in corpus.BODIES.items():
        with undone():
            attack.send("POST", path, body, about=about, content_type=content_type, token="manager")
    assert not attack.wrong, "\n".join(attack.wrong)


@pytest.mark.parametrize("address", OURS, ids=str)
def test_no_header_breaks_anything_inside(world, address):
    path, attack = world.path_to(address), Attack(world, "manager", [])
    for headers in corpus.HEADERS:
        for method in ("GET", "POST"):
            with undone():
                attack.send(method, path, about=str(headers)[:80], **headers)
    assert not attack.wrong, "\n".join(attack.wrong)


@pytest.mark.parametrize("address", TAKING_PIECES, ids=str)
def test_no_piece_of_an_address_breaks_anything_inside(world, address):
    attack = Attack(world, "manager", [])
    for piece in corpus.PIECES:
        path = address.fill(dict.fromkeys(address.blanks, "PIECE")).replace("PIECE", piece)
        for method in ("GET", "POST"):
            attack.send(method, path, about=piece[:40])
    assert not attack.wrong, "\n".join(attack.wrong)
