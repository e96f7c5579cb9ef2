# make demo   set up a local environment and read a sample to the screen
# make test   set up a local environment and pass the tests
# make lint   lint, format and types;  make bench   the table of figures;  make clean   forget all of it

VENV := .venv
BIN := $(VENV)/bin
OLD_ENOUGH := import sys; sys.exit(sys.version_info < (3, 11))
PYTHON := $(shell for one in python3 python3.14 python3.13 python3.12 python3.11 python; do \
	$$one -c '$(OLD_ENOUGH)' >/dev/null 2>&1 && echo $$one && break; done)
PIP := $(BIN)/python -m pip --quiet --disable-pip-version-check --no-input
PROJECT := pyproject.toml src/qzparse/__init__.py

.PHONY: demo test lint bench clean

demo: $(VENV)/demo
	$(BIN)/qzparse ingest samples/demo/list.docx

test: $(VENV)/dev
	$(BIN)/python -m pytest -n auto -m 'not slow'

lint: $(VENV)/dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

bench: $(VENV)/dev
	$(BIN)/python -m benchmarks

clean:
	rm -rf $(VENV) build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis

$(VENV)/bin/python:
	@test -n '$(PYTHON)' || { echo 'qzparse needs Python 3.11 or newer' >&2; exit 1; }
	$(PYTHON) -m venv $(VENV)

$(VENV)/demo: $(VENV)/bin/python $(PROJECT)
	$(PIP) install --editable .
	@touch $@

$(VENV)/dev: $(VENV)/bin/python $(PROJECT)
	$(PIP) install --editable '.[dev]'
	@touch $@ $(VENV)/demo
