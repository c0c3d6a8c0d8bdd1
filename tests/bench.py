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
from classifier.features import LexicalScores
from classifier.messages import load_messages
from classifier.prediction import ToJudge
from classifier.training import train
from knowledge.edition import Edition
from knowledge.question_words import AskedWords, terms
from knowledge.questions import load_questions
from knowledge.retrieval import Index

ROUNDS = 200
MANY = 300


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


def seconds(work: Callable[[], object]) -> float:
    """Return the time of one call."""
    began = perf_counter()
    work()
    return perf_counter() - began


def start_and_measure(home: Path) -> float:
    """Return the megabytes that a process holds which has all that serving needs and has judged a few messages."""
    code = (
        "import re, sys; from datetime import date; from pathlib import Path\n"
        "import bot.app; from bot.progress import load_model\n"
        "from knowledge.retrieval import make_ready\n"
        "model = load_model(Path(sys.argv[1])); make_ready()\n"
        "for n in range(20): model.predict(f'{n} times you never came. ' * 20, received_on=date(2025, 11, 3), "
        "months_to_complain=12)\n"
        # Not getrusage: its peak begins with that of the process this one was started from.
        "print(int(re.findall(r'VmHWM:\\s+(\\d+) kB', Path('/proc/self/status').read_text())[0]) / 1024)"
    )
    return float(subprocess.run([sys.executable, "-c", code, str(home)], check=True, capture_output=True).stdout)


def main() -> None:
    home = Settings().home
    model = load_model(home)
    messages = load_messages()
    texts = [m.text for m in messages]
    questions = [q.question for q in load_questions() if q.clauses[Edition.CODE_2024]]

    def fresh(text: str) -> str:
        """The same text, to be judged anew: what was judged before is remembered."""
        return f"{text} {perf_counter()}"

    def message(n: int) -> ResidentMessage:
        return ResidentMessage(
            team="T1",
            channel="C1",
            ts=f"{n}.{perf_counter()}",
            text=fresh(texts[n % len(texts)]),
            received_on=date(2025, 11, 3),
            source=Source.COMMAND_LINE,
            handed_in_by="U1",
        )

    def bare(n: int) -> object:
        return model.label.predict_proba([fresh(texts[n % len(texts)])])

    bare_model = median_seconds(bare)
    judged = median_seconds(lambda n: judge_message(message(n), predict=model.predict, policy=None, now=local_time.now))
    with tempfile.TemporaryDirectory() as folder:
        log = open_log(f"sqlite:///{Path(folder) / 'log.db'}", key=bytes(32))
        triaged = median_seconds(
            lambda n: triage_message(
                message(n), predict=model.predict, record=log.record, policy=None, now=local_time.now
            )
        )
        log.close()

    index = Index(Edition.CODE_2024, AskedWords.of(load_questions()).documents[Edition.CODE_2024])
    queries = [query for q in questions if (query := [t for t in terms(q) if t in index.vocabulary])]
    bare_search = median_seconds(lambda n: index.bm25.get_scores(queries[n % len(queries)]))
    today = date(2025, 11, 3)
    answered = median_seconds(lambda n: answer_question(questions[n % len(questions)], today=today))

    def start(command: list[str]) -> Callable[[int], object]:
        return lambda _: subprocess.run(command, check=True, capture_output=True)

    bare_start = median_seconds(start([sys.executable, "-c", "import sklearn.linear_model, sklearn.calibration"]), 5)
    cold_start = median_seconds(start([sys.executable, "-m", "bot.cli", "classify", "the lift is out"]), 5)

    many = [fresh(text) for text in texts[:: len(texts) // MANY]]
    predict_many = seconds(lambda: [*model.predict_many(ToJudge(text, today, 12) for text in many)])
    bare_many = seconds(lambda: model.label.predict_proba([fresh(text) for text in many]))
    train_head = seconds(lambda: train(messages, identity="bench"))
    fit_ngrams = seconds(lambda: LexicalScores().fit(texts, [str(m.label) for m in messages]))
    serving = start_and_measure(home)

    sys.stdout.write(
        f"  one message triaged and committed: {triaged * 1000:.1f} ms at the median (to be at most 25)\n"
        f"  {len(many)} messages judged with reasons: {bare_many / predict_many:.0%} of the throughput of encoder and "
        "pipeline called bare (to be at least 80%)\n"
        f"  training all but the encoder: {train_head:.0f} s (to be at most 60)\n"
        f"  a question answered: {answered * 1000:.1f} ms at the median (to be at most 15)\n"
        f"  memory of a process that can judge and answer and has judged: {serving:.0f} MB (to be at most 450)\n"
    )
    for what, ours, bare_seconds, of in (
        ("a message judged (label, ground, signals, dates, reasons)", judged, bare_model, "the label pipeline alone"),
        ("a message triaged and committed to the log", triaged, bare_model, "the label pipeline alone"),
        ("a question answered", answered, bare_search, "the bare BM25 query"),
        ("cold start of `clausewise classify`", cold_start, bare_start, "importing scikit-learn"),
        ("training all but the encoder", train_head, fit_ngrams, "fitting the word n-grams alone once"),
    ):
        sys.stdout.write(f"{ours / bare_seconds:6.1f} × {of}: {what}\n")


if __name__ == "__main__":
    main()
