# `make demo` and `make test` need Python 3.11 or newer, git and make; everything else is installed into this folder.
SHELL := /bin/bash
.DEFAULT_GOAL := help
# Desks behind a proxy have its certificate in the system: uv then trusts what pip and git trust.
export UV_SYSTEM_CERTS ?= 1
.PHONY: help setup demo test check gate gate-pictures bench trials packs golden docs picture wheel lock clean

BIN := .venv/bin
STAMP := .venv/.zvirka-set-up
UV := $(shell command -v uv || echo .tools/uv/bin/uv)
# Where uv is not on PATH, what uses it first makes it here.
OWN_UV := $(filter .tools/%,$(UV))
# The first interpreter on PATH that is new enough; PYTHON=... overrides it.
PYTHON ?= $(shell for p in python3 python3.14 python3.13 python3.12 python3.11; do \
	"$$p" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo "$$p" && break; done)
NEED_PYTHON = [ -n "$(PYTHON)" ] || { \
	echo "No Python 3.11 or newer on PATH. Install one, or name it: make setup PYTHON=/path/to/python3.11" >&2; exit 2; }
NEED_VENV = $(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { \
	echo "$(PYTHON) cannot make virtual environments. On Debian and Ubuntu: sudo apt-get install python3-venv" >&2; exit 2; }

help: ## show this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-13s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

setup: $(STAMP) packs ## make .venv with everything the demonstration and the tests need

.tools/uv/bin/uv:
	@$(NEED_PYTHON)
	@$(NEED_VENV)
	@$(PYTHON) -m venv .tools/uv
	@.tools/uv/bin/pip install --quiet --disable-pip-version-check 'uv>=0.8,<1'

$(STAMP): requirements.lock pyproject.toml hatch_build.py | $(OWN_UV)
	@$(NEED_PYTHON)
	@[ -x $(BIN)/python ] || $(UV) venv --quiet --no-python-downloads --python "$(PYTHON)" .venv
	@$(UV) pip sync --quiet --python $(BIN)/python --require-hashes requirements.lock
	@$(UV) pip install --quiet --python $(BIN)/python --no-deps --no-build-isolation --editable .
	@touch $@

packs: $(STAMP) ## compile the packs into the package
	@$(BIN)/python hatch_build.py

demo: setup ## run the demonstration and say where its working copy is
	@$(BIN)/zvirka demo

test: setup ## run every test
	@$(BIN)/python -m pytest -n auto -q

check: setup ## format, lint, types, layers, tests
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports
	@$(BIN)/python -m pytest -n auto -q

golden: setup ## write the golden accounts anew (ZVIRKA_SHARED for the real folder's summary)
	@ZVIRKA_WRITE_GOLDEN=1 $(BIN)/python -m pytest -q tests/test_cases.py tests/golden

docs: setup ## write anew what the docs take from the program
	@$(BIN)/python docs/generate.py

picture: setup ## take the README's picture anew (needs chromium)
	@$(BIN)/python docs/picture.py

wheel: setup ## build the wheel into dist
	@$(UV) build --quiet --wheel --no-build-isolation --python $(BIN)/python --out-dir dist
	@ls dist/*.whl

gate: setup ## score the gold sets against gate/floors.json (ARGS=--faults, ARGS=--raise)
	@$(BIN)/python -m gate $(ARGS)

teach: setup ## learn anew from packs/languages/*/examples what type of statement a clause is
	@$(BIN)/python -m gate.teach

gate-pictures: setup ## copies through nineteen edits, same scenes, displacement: an hour of computing (ARGS=--only scenes)
	@$(BIN)/python -m gate.pictures $(ARGS)

bench: setup ## measure speed and memory, one line a figure into bench/history
	@$(BIN)/python -m bench.run --date "$$(date -u +%Y-%m-%d)"

trials: setup ## the long trials: many kills, faults and hostile files
	@[ -d trials ] || { echo "There are no long trials yet: trials/ is missing." >&2; exit 2; }
	@$(BIN)/python -m pytest -q trials

lock: | $(OWN_UV) ## write requirements.lock anew from pyproject.toml
	@env -u UV_INDEX -u UV_INDEX_URL -u UV_EXTRA_INDEX_URL -u UV_FIND_LINKS $(UV) pip compile --quiet --universal \
		--generate-hashes --no-emit-index-url --no-emit-find-links --custom-compile-command "make lock" \
		--group dev --extra media --extra spacy --output-file requirements.lock pyproject.toml

clean: ## remove what was made here, the environment included
	@rm -rf .venv .tools .hypothesis .mypy_cache .pytest_cache .ruff_cache .import_linter_cache build dist
	@rm -rf src/zvirka/ground/compiled/*.json src/zvirka/publish/reader/compiled
