"""Who may do what, by Slack user id, as the settings name them."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict


class Roles(BaseModel):
    """The people named in the settings. Everybody may propose, agree and correct; the rest is asked here."""

    model_config = ConfigDict(frozen=True)
    managers: frozenset[str] = frozenset()
    second_people: frozenset[str] = frozenset()

    def may_see_dashboard(self, user: str) -> bool:
        return user in self.managers

    def may_export(self, user: str) -> bool:
        return user in self.managers

    def may_confirm(self, user: str) -> bool:
        """Whether this person may confirm exclusions or send them back; their own they never may, whoever is named."""
        return not self.second_people or user in self.second_people
