"""Is a direct message a resident's message to triage, or a colleague's question about the Code?"""

from __future__ import annotations

import re
from typing import Literal

Kind = Literal["message", "question", "unsure"]

_ASKS = re.compile(
    r"\?\s*$|^\s*(?:how|what|what's|whats|when|where|which|who|why|can|could|do|does|did|is|are|should|shall|must|may|have|has"
    r"|am i|under|under the|remind me|tell me)\b",
    re.IGNORECASE,
)
_COLLEAGUE = re.compile(
    r"\b(?:we|they|them|residents?|tenants?|complainants?|leaseholders?|the code|code|clause|edition|landlords?|hos"
    r"|ombudsman|s[123]|stage|escalat\w*|ack\w*|acked|exclu\w*|policy|self.assessment|mrc|chfo|asb|service requests?"
    r"|complaints?|due|deadline|working days?|wd|extension)\b",
    re.IGNORECASE,
)
_RESIDENT = re.compile(
    r"\b(?:my|mine|i'm|im|i've|ive|me|i am|i have|i want|i need|i reported|your|you|you've|youve|please|thanks|regards"
    r"|hi|hello|caller|called|cust|customer says|tt (?:says|called|states)|states)\b",
    re.IGNORECASE,
)
MOST_WORDS_IN_A_QUESTION = 60


def message_or_question(text: str) -> Kind:
    """Return what a direct message is; "unsure" where the words do not settle it, and the person is asked."""
    words = text.split()
    if len(words) > MOST_WORDS_IN_A_QUESTION:
        return "message"
    asks, colleague = bool(_ASKS.search(text)), len({m.lower() for m in _COLLEAGUE.findall(text)})
    resident = len({m.lower() for m in _RESIDENT.findall(text)})
    if asks and colleague and colleague >= resident:
        return "question"
    if resident > colleague or (not asks and not colleague):
        return "message"
    return "question" if asks and not resident else "unsure"
