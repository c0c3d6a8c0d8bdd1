"""The sentences of the explanation that go with each ground, in plain words for the resident."""

from __future__ import annotations

from knowledge.grounds import Ground

BECAUSE: dict[Ground, str] = {
    Ground.OUT_OF_TIME: "it happened longer ago than the time limit for complaints",
    Ground.LEGAL_PROCEEDINGS: "a court case about it has already started",
    Ground.ALREADY_CONSIDERED: "it has already been through our complaints process and you have had our final response",
    Ground.INSURANCE_CLAIM: "the insurers are dealing with it as a claim",
    Ground.RENT_OR_CHARGE_LEVEL: "it is about how much the rent or service charge is",
    Ground.OTHER_APPEAL_ROUTE: "this kind of decision has its own review or appeal",
    Ground.NOT_OUR_SERVICE: "it is about a service that we do not run and are not responsible for",
    Ground.LAW_OR_POLICY: "it is about the law or government policy itself",
    Ground.EMPLOYMENT_MATTER: "it is about your work for us, and there is a separate process for that",
}

FACT_TO_FILL: dict[Ground, str] = {
    Ground.LEGAL_PROCEEDINGS: "The case is about [what it is about] and went to court on [the day].",
    Ground.ALREADY_CONSIDERED: "We sent you our final response on [the day].",
    Ground.INSURANCE_CLAIM: "The claim for [what it is for] is with [the insurers].",
    Ground.RENT_OR_CHARGE_LEVEL: "You are unhappy with the amount of [which rent or charge].",
    Ground.OTHER_APPEAL_ROUTE: "The decision you disagree with is [what was decided, and when].",
    Ground.NOT_OUR_SERVICE: "The service is run by [who runs it].",
    Ground.LAW_OR_POLICY: "The rule you are unhappy with is [which law or policy].",
    Ground.EMPLOYMENT_MATTER: "Your message was about [which part of their work].",
}
"""What makes the ground apply, where the message does not say it; what is out of time has its days instead."""

WHY_NOT_US: dict[Ground, str] = {
    Ground.LEGAL_PROCEEDINGS: "It is now for the court to decide, and not for us.",
    Ground.ALREADY_CONSIDERED: "We looked for something new in your message and did not find it.",
    Ground.INSURANCE_CLAIM: "It is for the insurers to decide, and we cannot change what they decide.",
    Ground.RENT_OR_CHARGE_LEVEL: "Our complaints process cannot decide what the right amount is.",
    Ground.OTHER_APPEAL_ROUTE: "A review can look at the decision again and change it. A complaint cannot do that.",
    Ground.NOT_OUR_SERVICE: "We have no say in what they do, so we cannot put it right for you.",
    Ground.LAW_OR_POLICY: "We have to follow the law and government policy, and we cannot change them.",
    Ground.EMPLOYMENT_MATTER: "Our complaints process is for people who use our homes and services.",
}
"""Why the matter does not suit a complaints process."""

AWARENESS = "The time can also start on the day you found out about it."
DISCRETION = "We also thought about taking it on although it is late. We decided not to because [why not]."
"""Source: 2020 Code 1.5 and 4.10; 2024 Code 2.3."""
