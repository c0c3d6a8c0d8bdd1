"""Where else a resident can go: a route with its source for every ground, and nothing that may be wrong tomorrow."""

from __future__ import annotations

import re

import pytest
from pydantic import ValidationError

from knowledge.grounds import Ground
from knowledge.other_routes import OtherRoutes, other_routes


@pytest.mark.parametrize("ground", list(Ground))
def test_every_ground_has_a_route_with_its_source_and_no_number_to_ring(ground: Ground) -> None:
    route = other_routes().routes[ground]
    assert route.sources
    assert not re.search(r"\d{4}", route.says)
    assert "@" not in route.says


@pytest.mark.parametrize("ground", list(Ground))
def test_a_route_is_in_short_plain_sentences(ground: Ground) -> None:
    sentences = re.split(r"(?<=\.)\s+", other_routes().routes[ground].says)
    assert max(len(sentence.split()) for sentence in sentences) <= 22
    assert all(sentence.endswith(".") for sentence in sentences)


def test_the_ombudsman_can_be_reached_in_four_ways() -> None:
    reach = other_routes().housing_ombudsman
    assert (reach.web, reach.email) == ("www.housing-ombudsman.org.uk", "info@housing-ombudsman.org.uk")
    assert (reach.telephone, reach.post) == ("0300 111 3000", "PO Box 1484, Unit D, Preston PR2 0ET")


def test_a_ground_without_a_route_is_refused() -> None:
    routes = other_routes()
    lacking = {ground: route for ground, route in routes.routes.items() if ground is not Ground.OUT_OF_TIME}
    with pytest.raises(ValidationError, match="no route for: out_of_time"):
        OtherRoutes(housing_ombudsman=routes.housing_ombudsman, routes=lacking)
