# Everything happens in .venv, which these targets make. `make run` and `make test` are all that is needed.
SHELL := /bin/bash
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
DB ?= sqlite
SUDO := $(shell [ "$$(id -u)" = 0 ] || command -v sudo)
APT := $(shell command -v apt-get)
WORKERS ?= 2

.DEFAULT_GOAL := help
.PHONY: help setup contracts run test lint types bench docs clean lock

help: ## Show the targets
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## /  make \1\t/'

# A bare Debian has python3 without venv; its package brings it.
$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or newer is needed (found: $$($(PYTHON) --version)); install it or give its name: make PYTHON=python3.12"; exit 1; }
	@$(PYTHON) -m venv $(VENV) 2>/dev/null || { rm -rf $(VENV); [ -n "$(APT)" ] && $(SUDO) apt-get update -qq && $(SUDO) apt-get install -y -qq python3-venv >/dev/null && $(PYTHON) -m venv $(VENV); } || { echo "Python's venv is missing; install it (Debian: apt-get install python3-venv) and try again."; exit 1; }

$(VENV)/.installed: constraints.txt pyproject.toml | $(BIN)/python
	@echo "Installing Listkeeper into $(VENV) (a few minutes the first time) …"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt torch==2.13.0
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable '.[postgres]'
	@touch $@

$(VENV)/.installed-dev: $(VENV)/.installed
	@echo "Installing what the tests need …"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable '.[dev,bench]'
	@$(MAKE) --no-print-directory browser
	@touch $@

.PHONY: browser
browser:
	@command -v chromium >/dev/null || command -v google-chrome >/dev/null || { \
	  if [ -n "$(APT)" ]; then echo "Installing Chromium from Debian …"; $(SUDO) apt-get update -qq && $(SUDO) apt-get install -y -qq chromium >/dev/null; \
	  else $(BIN)/python -m playwright install chromium; fi; }
	@command -v git >/dev/null || { echo "git is missing; install it (Debian: apt-get install git)."; exit 1; }

# GitHub's own description of its interface, and the mock that holds our requests to it: a Node program (385 MB).
PRISM := @octokit/openapi@23.0.2 @stoplight/prism-cli@5.14.2
$(VENV)/prism/.installed: | $(BIN)/python
	@command -v npm >/dev/null || { [ -n "$(APT)" ] && echo "Installing npm from Debian …" && $(SUDO) apt-get update -qq && $(SUDO) apt-get install -y -qq --no-install-recommends npm >/dev/null; } || { echo "npm is missing; install Node.js with npm and try again."; exit 1; }
	@echo "Installing GitHub's description and its mock into $(VENV)/prism …"
	@mkdir -p $(VENV)/prism && npm install --silent --no-audit --no-fund --prefix $(VENV)/prism $(PRISM) || { echo "npm could not fetch $(PRISM) from $$(npm config get registry); look at the network and run make contracts again."; exit 1; }
	@touch $@

contracts: $(VENV)/prism/.installed ## Get what the tests of GitHub's contract need (Node; `make test` leaves them out without it)

setup: $(VENV)/.installed-dev ## Install everything into .venv, with Chromium for the browser tests

run: $(VENV)/.installed ## Fill the queue and open it (DB=postgres uses the bundled PostgreSQL)
	@LISTKEEPER_DATABASE_URL="$(if $(filter postgres,$(DB)),postgres,$(LISTKEEPER_DATABASE_URL))" $(BIN)/listkeeper up

test: $(VENV)/.installed-dev ## Run all tests: on SQLite, on PostgreSQL, in a browser
	OMP_NUM_THREADS=1 OPENBLAS_NUM_THREADS=1 $(BIN)/python -m pytest -n $(WORKERS) --dist loadgroup # a core a worker

fuzz: $(VENV)/.installed-dev ## Ask the API in 20,000 made-up ways, with and without a token (five minutes)
	LISTKEEPER_CONTRACT_REQUESTS=20000 $(BIN)/python -m pytest tests/api/test_contract.py -k sqlite -s -q

lint: $(VENV)/.installed-dev ## Check style and import contracts
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/lint-imports

types: $(VENV)/.installed-dev ## Check types, strictly in both packages
	$(BIN)/mypy
	$(BIN)/mypy tests docs/listkeeper_client.py

# The other files of bench/ are what these share.
BENCHES := lists classify pipeline crawl serve review

$(VENV)/datasette/bin/datasette: $(VENV)/.installed-dev
	@echo "Installing what the benchmarks need: Datasette in an environment of its own, and wrk …"
	@$(BIN)/python -m venv $(VENV)/datasette
	@$(VENV)/datasette/bin/python -m pip install --quiet --disable-pip-version-check datasette==0.65.5
	@command -v wrk >/dev/null || { [ -n "$(APT)" ] && $(SUDO) apt-get install -y -qq wrk >/dev/null; } || { echo "wrk is missing; install it and try again."; exit 1; }

bench: $(VENV)/datasette/bin/datasette ## Run the benchmarks; they print ratios
	@for name in $(BENCHES); do echo "== bench/$$name.py"; $(BIN)/python bench/$$name.py || exit 1; done

docs: $(VENV)/.installed-dev ## Make the screenshots in docs/screenshots
	$(BIN)/python -m tests.browser.screenshots --out docs/screenshots

lock: $(VENV)/.installed-dev ## Write constraints.txt from what is installed
	@$(BIN)/python -m pip freeze --exclude-editable | sed -E 's/^(torch==[0-9.]+)\+.*/\1/' > constraints.txt

clean: ## Remove everything that these targets made
	rm -rf $(VENV) .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache *.egg-info synergy_cache.sqlite
