# `make` alone lists the targets. Only Python 3.11 or later and make need to be there.
PYTHON ?= python3
VENV ?= .venv
PY := $(VENV)/bin/python
READY := $(VENV)/.ready
PORT ?= 8000
PYTEST_WORKERS ?= 2

# The matrices are small: one thread per process is faster, and the same digits come out everywhere.
export OMP_NUM_THREADS := 1
export OPENBLAS_NUM_THREADS := 1
export MKL_NUM_THREADS := 1
# What matplotlib and Jupyter keep between runs stays in this folder: a home that cannot be written
# to is no obstacle, and what is found there changes nothing.
export MPLCONFIGDIR := $(CURDIR)/_build/.matplotlib
export JUPYTER_CONFIG_DIR := $(CURDIR)/_build/.jupyter
export JUPYTER_RUNTIME_DIR := $(CURDIR)/_build/.jupyter/runtime
# The tests read the run of the ledger that the book shows, where there is one.
export GCBOOK_LEDGER ?= $(CURDIR)/_build/ledger.json

.DEFAULT_GOAL := help
.PHONY: help book pdf test check lab quick serve ledger statements bench mutants wrong format lint types numbers pins clean

help: ## list these targets
	@grep -E '^[a-z]+:.*## ' $(firstword $(MAKEFILE_LIST)) | sed -E 's/:.*## /	/' \
		| awk -F '	' '{printf "  make %-8s %s\n", $$1, $$2}'

# A failed first try leaves no half-made folder behind.
$(READY): requirements.txt pyproject.toml
	@command -v $(PYTHON) > /dev/null || { echo "There is no $(PYTHON) here: install Python 3.11 or later, or name one with: make PYTHON=python3.12 ..." >&2; exit 1; }
	@$(PYTHON) -c 'import sys; sys.version_info >= (3, 11) or sys.exit("gcbook needs Python 3.11 or later; name one with: make PYTHON=python3.12 ...")'
	@echo "Once: the packages of requirements.txt go to $(VENV) (200 MB from the network, 1.3 GB on disk, 2 to 5 minutes)."
	@$(PY) -m pip --version > /dev/null 2>&1 || { rm -rf "$(VENV)"; $(PYTHON) -m venv "$(VENV)" > /dev/null 2>&1; } \
		|| { rm -rf "$(VENV)"; echo "This Python cannot make a virtual environment: install python3-venv (Debian, Ubuntu: sudo apt install python3-venv), or name another with: make PYTHON=... (and see 'Without make' in README.md)." >&2; exit 1; }
	@mkdir -p "$(MPLCONFIGDIR)" "$(JUPYTER_RUNTIME_DIR)"
	$(PY) -m pip install --quiet --disable-pip-version-check -r requirements.txt
	$(PY) -m pip install --quiet --disable-pip-version-check --no-deps --editable .
	@touch $@

book: $(READY) ## run every chapter and write the book to _build/html/index.html
	@$(PY) book/_ext/build.py

pdf: book ## print the whole book to _build/html/the-geometric-condition.pdf (needs Chromium)
	@$(PY) book/_ext/pdf.py

test: $(READY) lint types book ## lint, types, the book, then every test (the book's in a browser)
	@echo "Tests: about 15 minutes on two cores, 1 GB of memory, no network."
	$(PY) -m pytest -n $(PYTEST_WORKERS) --dist worksteal -m "not lab" --doctest-modules src/gcbook tests

check: $(READY) ## every test, against the book as it stands in _build
	$(PY) -m pytest -n $(PYTEST_WORKERS) --dist worksteal -m "not lab" --doctest-modules src/gcbook tests

lab: $(READY) ## every chapter in JupyterLab, and the three roads of the README from end to end
	@echo "Slow tests: about half an hour on two cores, 2 GB of memory; 300 MB from the network, 2 GB of disk meanwhile."
	$(PY) -m pytest -m lab tests

quick: $(READY) lint types ## lint, types and the quick tests, in less than 90 seconds
	$(PY) -m pytest -q -n $(PYTEST_WORKERS) --dist worksteal -m "not slow and not book and not browser" tests

lint: $(READY)
	$(PY) -m ruff check
	$(PY) -m ruff format --check

types: $(READY)
	$(PY) -m mypy

serve: book ## build the book and serve it at http://localhost:8000 (PORT=... for another port)
	$(PY) -m http.server $(PORT) --bind 127.0.0.1 --directory _build/html

ledger: $(READY) ## run the ledger of claims alone and print its verdicts
	$(PY) -m gcbook claims

statements: $(READY) ## write the boxes of the chapters from the words of the claims
	@PYTHONPATH=book/_ext $(PY) -m gcbook_book.statements

bench: $(READY) ## time gcbook beside its peers (installs them first)
	$(PY) -m pip install --quiet --disable-pip-version-check --editable '.[bench]'
	$(PY) -m benchmarks

mutants: $(READY) ## which wrong formulae do the unit tests not notice? (hours; ONLY=bounds.rate for some)
	$(PY) -m pip install --quiet --disable-pip-version-check --editable '.[mutants]'
	$(PY) -m tests.mutants $(ONLY)

wrong: $(READY) ## which wrong formulae does the ledger itself not notice? (half an hour; ROOMS=phases for some)
	$(PY) -m tests.claims.wrong_library $(ROOMS)

format: $(READY) ## format the code and apply the safe fixes of the linter
	$(PY) -m ruff format
	$(PY) -m ruff check --fix

numbers: $(READY) ## build the book and write the numbers it computes into the chapters' text
	@$(PY) book/_ext/build.py --write-numbers

PINS := UV_CUSTOM_COMPILE_COMMAND='make pins' uv pip compile --quiet --universal \
	--python-version 3.11 --no-emit-index-url
pins: ## renew the two pin files from the bounds in pyproject.toml (needs uv on the PATH)
	$(PINS) --extra test --output-file requirements.txt pyproject.toml
	$(PINS) --extra launch --constraint requirements.txt --output-file binder/requirements.txt pyproject.toml

clean: ## delete the built book, its caches and the test caches (keeps .venv)
	rm -rf _build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis
	find src tests book benchmarks -name __pycache__ -type d -prune -exec rm -rf {} + 2>/dev/null || true
