"""`/healthy`: whether this process could take a message now, for a proxy or a container's health check."""

from __future__ import annotations

import logging

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from bot.records.decision_log import LogUnavailable
from bot.services import Services

HEALTH_PATH = "/healthy"
MONTHS = 12
_ANY_TEXT = "The kitchen tap drips."

logger = logging.getLogger(__name__)


def what_is_wrong(services: Services) -> str | None:
    """Return why no message could be taken now; None where all is well. Fit for strangers: it names nothing."""
    try:
        services.log.check_writable()
    except LogUnavailable as error:
        logger.warning("not healthy: %s", error)
        return "the decision log cannot be written"
    try:
        services.predict(_ANY_TEXT, received_on=services.today(), months_to_complain=MONTHS)
    except Exception as error:  # noqa: BLE001 - whatever it is, no message can be judged
        logger.error("not healthy: the classifier failed: %s", type(error).__name__)
        return "the classifier does not answer"
    return None


def health_route(services: Services) -> Route:
    """Return the route; 200 with "ok", or 503 with the reason."""

    async def healthy(request: Request) -> Response:
        wrong = await run_in_threadpool(what_is_wrong, services)
        return PlainTextResponse(wrong or "ok", status_code=503 if wrong else 200)

    return Route(HEALTH_PATH, healthy)
