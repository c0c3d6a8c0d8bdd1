# Everything begins with `make setup`, which does nothing that is already done.
PYTHON ?= python3
BIN := .venv/bin

.PHONY: setup run test check bench encoder lock clean
setup: .venv/installed

.venv/installed: requirements.lock pyproject.toml
	test -x $(BIN)/python || $(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --requirement requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	touch $@

run: setup
	$(BIN)/clausewise workspace

test: setup
	$(BIN)/python -m pytest --numprocesses auto --dist loadfile

check: setup
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

bench: setup
	for measured in bench bench_slack bench_audit bench_evidence bench_export; do $(BIN)/python -m tests.$$measured || exit; done

# Fine-tunes the sentence encoder anew, in an environment of its own (fine_tuning/). Large blocks are kept by the process:
# giving each back to the system and asking for it again costs a tenth of the time.
encoder: .venv-encoder/installed
	MALLOC_MMAP_THRESHOLD_=4294967296 MALLOC_TRIM_THRESHOLD_=4294967296 .venv-encoder/bin/python -m fine_tuning $(STEPS)

.venv-encoder/installed: requirements.lock fine_tuning/requirements.txt
	test -x .venv-encoder/bin/python || $(PYTHON) -m venv .venv-encoder
	.venv-encoder/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes --requirement requirements.lock
	.venv-encoder/bin/python -m pip install --quiet --disable-pip-version-check --requirement fine_tuning/requirements.txt
	touch $@

lock: setup
	$(BIN)/uv pip compile --quiet --upgrade --universal --python-version 3.11 --extra dev --generate-hashes \
		--no-emit-index-url --custom-compile-command "make lock" --output-file requirements.lock pyproject.toml

clean:
	rm -rf .venv .venv-encoder tests/browser/node_modules build .pytest_cache .mypy_cache .ruff_cache dist
