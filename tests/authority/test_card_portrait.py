"""The card vouches with the portrait printed on it, and with nothing where there is none."""

from dataclasses import replace

from kiosk.authority.card_portrait import Authority, CardPortrait
from tests.decision.samples import FRONT


def test_the_reference_is_the_portrait_of_this_reading():
    authority: Authority = CardPortrait()
    reference = authority.reference(FRONT)
    assert reference is not None
    assert reference.portrait is FRONT.portrait
    assert reference.source == "card-portrait"


def test_without_a_portrait_there_is_no_reference():
    assert CardPortrait().reference(replace(FRONT, portrait=None)) is None
