"""`make bench`: how much Clausewise adds to what it is built on, as ratios of two things measured in one run."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from collections.abc import Callable
from datetime import date
from pathlib import Path
from statistics import median
from time import perf_counter

from bot import local_time
from bot.answers import answer_question
from bot.decisions import ResidentMessage, Source
from bot.progress import load_model
from bot.records.opening import open_log
from bot.settings import Settings
from bot.triage import judge_message, triage_message
from classifier.messages import load_messages
from knowledge.edition import Edition
from knowledge.questions import load_questions
from knowledge.retrieval import Retrieval, terms

ROUNDS = 200


def median_seconds(work: Callable[[int], object], rounds: int = ROUNDS) -> float:
    """Return the median time of one call, after three to warm up."""
    for n in range(3):
        work(n)
    times = []
    for n in range(rounds):
        began = perf_counter()
        work(n)
        times.append(perf_counter() - began)
    return median(times)


def main() -> None:
    home = Settings().home
    model = load_model(home)
    texts = [m.text for m in load_messages()]
    questions = [q.question for q in load_questions() if q.edition is Edition.CODE_2024]

    def message(n: int) -> ResidentMessage:
        return ResidentMessage(
            team="T1",
            channel="C1",
            ts=f"{n}.{perf_counter()}",
            text=texts[n % len(texts)],
            received_on=date(2025, 11, 3),
            source=Source.COMMAND_LINE,
            handed_in_by="U1",
        )

    bare_model = median_seconds(lambda n: model.label.predict_proba([texts[n % len(texts)]]))
    judged = median_seconds(lambda n: judge_message(message(n), predict=model.predict, policy=None, now=local_time.now))
    with tempfile.TemporaryDirectory() as folder:
        log = open_log(f"sqlite:///{Path(folder) / 'log.db'}")
        triaged = median_seconds(
            lambda n: triage_message(
                message(n), predict=model.predict, record=log.record, policy=None, now=local_time.now
            )
        )
        log.close()

    index = Retrieval(load_questions())._editions[Edition.CODE_2024]
    queries = [query for q in questions if (query := [t for t in terms(q) if t in index.vocabulary])]
    bare_search = median_seconds(lambda n: index.bm25.get_scores(queries[n % len(queries)]))
    today = date(2025, 11, 3)
    answered = median_seconds(lambda n: answer_question(questions[n % len(questions)], today=today))

    def start(command: list[str]) -> Callable[[int], object]:
        return lambda _: subprocess.run(command, check=True, capture_output=True)

    bare_start = median_seconds(start([sys.executable, "-c", "import sklearn.linear_model, sklearn.calibration"]), 5)
    cold_start = median_seconds(start([sys.executable, "-m", "bot.cli", "classify", "the lift is out"]), 5)

    for what, ours, bare, of in (
        ("a message judged (label, ground, signals, dates, reasons)", judged, bare_model, "the label pipeline alone"),
        ("a message triaged and committed to the log", triaged, bare_model, "the label pipeline alone"),
        ("a question answered", answered, bare_search, "the bare BM25 query"),
        ("cold start of `clausewise classify`", cold_start, bare_start, "importing scikit-learn"),
    ):
        sys.stdout.write(f"{ours / bare:6.1f} × {of}: {what}\n")


if __name__ == "__main__":
    main()
