"""`make encoder`: fine-tune and export the two encoders that ship, and cross-fit what is fitted and measured on them.

    python -m fine_tuning final      the encoder of all messages, into classifier/encoder_files
    python -m fine_tuning folds      one encoder for each group of batches, which it never sees; scores of that group
    python -m fine_tuning curve      encoders of 500, 1,000 and 2,000 messages, for the learning curve
    python -m fine_tuning questions  the encoder of staff's questions, into knowledge/encoder_files, and its folds
    python -m fine_tuning added      scores of messages and questions written since, by the encoders that ship, which
                                     have seen none of them: nothing is taught
    python -m fine_tuning compare    a table of candidates for the model over the scores; needs the folds

Each encoder is taught in a process of its own, as many at once as there are cores. What is done is kept in
`build/encoder` and not done again while data and recipe stay as they are.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable

from fine_tuning import comparison, messages, questions_taught


def added() -> None:
    """Let what was written since be learned from by all that is not an encoder."""
    messages.added()
    questions_taught.added()


STEPS: dict[str, Callable[[], None]] = {
    "final": messages.final,
    "folds": messages.folds,
    "curve": messages.curve,
    "questions": questions_taught.everything,
    "added": added,
    "compare": comparison.main,
}


def main() -> None:
    """Do what is named, in order; what has to be taught if nothing is."""
    named = sys.argv[1:] or ["final", "folds", "curve", "questions"]
    if unknown := set(named) - set(STEPS):
        raise SystemExit(f"There is no step {json.dumps(sorted(unknown))}; there are: {', '.join(STEPS)}.")
    for name in named:
        STEPS[name]()


if __name__ == "__main__":
    main()
