# make run    sets everything up and starts the chat on http://127.0.0.1:7860
# make test   sets everything up and runs the tests
# make check  lint, format and types

PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
STAMP  := $(VENV)/.installed

.PHONY: run test check lock clean help
.DEFAULT_GOAL := help

help:
	@sed -n 's/^# //p' Makefile | head -3

$(STAMP): requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "Clausier needs Python 3.11 or later; name one with: make run PYTHON=python3.12"; exit 1; }
	@test -x $(BIN)/python || { echo "Creating the virtual environment …"; $(PYTHON) -m venv $(VENV); }
	@echo "Installing the libraries (about 1.5 GB on disk, a few minutes the first time) …"
	@$(BIN)/python -m pip install --disable-pip-version-check -q --progress-bar on -r requirements.lock
	@$(BIN)/python -m pip install --disable-pip-version-check -q --no-deps -e .
	@touch $@

run: $(STAMP)
	@$(BIN)/clausier index
	@$(BIN)/python app.py

test: $(STAMP)
	@$(BIN)/clausier index
	@CLAUSIER_CACHE="$$($(BIN)/python -c 'from index.folders import cache_folder as c; print(c())')" \
	  $(BIN)/python -m pytest

check: $(STAMP)
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy

# Rewrites requirements.lock from what the virtual environment holds.
lock:
	@$(BIN)/python -m pip freeze --exclude-editable > requirements.lock

clean:
	rm -rf $(VENV) .pytest_cache .mypy_cache .ruff_cache .hypothesis
