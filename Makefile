# `make` alone lists the targets. Only python3 (3.11 or later) and make need to be there.
PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
PORT ?= 8000
PYTEST_WORKERS ?= 2

# The matrices are small: one thread per process is faster, and the same digits come out everywhere.
export OMP_NUM_THREADS := 1
export OPENBLAS_NUM_THREADS := 1
export MKL_NUM_THREADS := 1

.DEFAULT_GOAL := help
.PHONY: help book test serve ledger statements bench format lint types pins clean

help: ## list these targets
	@grep -E '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | awk -F '\t' '{printf "  make %-8s %s\n", $$1, $$2}'

$(READY): requirements.txt pyproject.toml
	@$(PYTHON) -c 'import sys; sys.version_info >= (3, 11) or sys.exit("gcbook needs Python 3.11 or later; name one with: make PYTHON=python3.12 ...")'
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --editable .
	@touch $@

book: $(READY) ## run every chapter and write the book to _build/html/index.html
	@$(BIN)/python book/_ext/build.py

test: $(READY) lint types book ## lint, types, the book, then every test (the book's in a browser)
	$(BIN)/python -m pytest -n $(PYTEST_WORKERS) --doctest-modules src/gcbook tests

lint: $(READY)
	$(BIN)/ruff check
	$(BIN)/ruff format --check

types: $(READY)
	$(BIN)/mypy

serve: book ## build the book and serve it at http://localhost:8000 (PORT=... for another port)
	$(BIN)/python -m http.server $(PORT) --bind 127.0.0.1 --directory _build/html

ledger: $(READY) ## run the ledger of claims alone and print its verdicts
	$(BIN)/gcbook claims

statements: $(READY) ## write the boxes of the chapters from the words of the claims
	@$(BIN)/python book/_ext/gcbook_book/statements.py

bench: $(READY) ## time gcbook beside its peers (installs them first)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[bench]'
	$(BIN)/python -m benchmarks

format: $(READY) ## format the code and apply the safe fixes of the linter
	$(BIN)/ruff format
	$(BIN)/ruff check --fix

pins: ## renew requirements.txt from the bounds in pyproject.toml (needs uv on the PATH)
	UV_CUSTOM_COMPILE_COMMAND='make pins' uv pip compile --quiet --universal --python-version 3.11 \
		--no-emit-index-url --extra test --output-file requirements.txt pyproject.toml

clean: ## delete the built book, its caches and the test caches (keeps .venv)
	rm -rf _build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis
	find src tests book benchmarks -name __pycache__ -type d -prune -exec rm -rf {} + 2>/dev/null || true
