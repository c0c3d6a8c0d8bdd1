"""The settings as the commands read them: plain, or with the landlord's own copies of the Code taken up."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bot.settings import Settings


def settings() -> Settings:
    from bot.settings import Settings

    return Settings()


def quoting_settings() -> Settings:
    """Return the settings, after the landlord's own copies of the Code have been taken up to be quoted."""
    from bot.importing import own_copies_folder
    from knowledge.clauses import use_own_copies

    read = settings()
    use_own_copies(own_copies_folder(read.home))
    return read
