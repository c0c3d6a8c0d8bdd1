"""Where else a resident can take a matter that is not taken as a complaint: `other_routes.yaml`, read once."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

from pydantic import BaseModel, ConfigDict, Field, field_validator

from knowledge.clauses import read_yaml
from knowledge.grounds import Ground


class _Data(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class OtherRoute(_Data):
    """What a resident can do instead, in plain words, and where that can be read up."""

    says: str = Field(min_length=1)
    sources: tuple[str, ...] = Field(min_length=1)


class HousingOmbudsman(_Data):
    """How to reach the Housing Ombudsman."""

    name: str
    web: str
    email: str
    telephone: str
    post: str
    sources: tuple[str, ...] = Field(min_length=1)


class OtherRoutes(_Data):
    """The Housing Ombudsman, and a route for every ground."""

    housing_ombudsman: HousingOmbudsman
    routes: dict[Ground, OtherRoute]

    @field_validator("routes")
    @classmethod
    def every_ground_has_one(cls, routes: dict[Ground, OtherRoute]) -> dict[Ground, OtherRoute]:
        if missing := set(Ground) - set(routes):
            raise ValueError(f"no route for: {', '.join(sorted(missing))}")
        return routes


@cache
def other_routes() -> OtherRoutes:
    """Return the routes as they are shipped."""
    return OtherRoutes.model_validate(
        read_yaml(files("knowledge").joinpath("other_routes.yaml").read_text(encoding="utf-8"))
    )
