# Everything that is needed sets itself up; a second run finds it done.
#   make demo    audit two years of the simulated estate, end to end
#   make test    all tests
#   make help    the rest

VENV := .venv
BIN := $(VENV)/bin
PYTHON ?= $(firstword $(foreach name,python3.11 python3.12 python3.13 python3.14 python3,$(shell command -v $(name) 2>/dev/null)))
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check
READY := $(VENV)/.ready
READY_DEV := $(VENV)/.ready-dev
READY_CLUSTER := $(VENV)/.ready-cluster
BROWSER := $(VENV)/.browser

CLUSTER_TESTS := tests/cluster/test_cluster.py

.PHONY: help demo cluster test test-cluster lint bench bench-scale lock clean

help: ## Say what can be made
	@grep -E '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /|/' | awk -F'|' '{printf "make %-12s %s\n", $$1, $$2}'

demo: $(READY) $(BROWSER) ## Audit two years of the simulated estate, end to end, and say where the reports are
	$(BIN)/digitalfirst demo --years 2

cluster: $(READY_CLUSTER) $(BROWSER) ## Install what a Dask cluster needs: docs/cluster.md

test: $(READY_DEV) $(BROWSER) ## Run all tests but those of a cluster
	$(BIN)/python -m pytest --numprocesses auto --dist loadfile --ignore $(CLUSTER_TESTS)

test-cluster: $(READY_DEV) $(BROWSER) ## Start a cluster on this machine and kill its parts
	$(BIN)/python -m pytest $(CLUSTER_TESTS)

lint: $(READY_DEV) ## Check style and types
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

bench: $(READY_DEV) $(BROWSER) ## Measure speed and accuracy (half an hour)
	$(BIN)/python -m tests.bench

bench-scale: $(READY_DEV) ## Measure how a survey grows, to 400 councils of 500 pages (two hours)
	$(BIN)/python -m tests.bench.scale

lock: $(READY_DEV) ## Renew the lock files from pyproject.toml (needs uv)
	uv pip compile --quiet --universal --generate-hashes --no-header --no-annotate --python-version 3.11 \
	  --extra build pyproject.toml -o requirements.lock
	uv pip compile --quiet --universal --generate-hashes --no-header --no-annotate --python-version 3.11 \
	  --extra build --extra cluster pyproject.toml -o requirements-cluster.lock
	uv pip compile --quiet --universal --generate-hashes --no-header --no-annotate --python-version 3.11 \
	  --extra build --extra dev pyproject.toml -o requirements-dev.lock

clean: ## Remove the virtual environment and all caches; runs stay
	rm -rf $(VENV) build dist *.egg-info .mypy_cache .ruff_cache .pytest_cache .hypothesis

$(BIN)/python:
	@[ -n "$(PYTHON)" ] && $(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
	  || { echo "digitalfirst needs Python 3.11 or newer: install it, or say make PYTHON=/path/to/python3"; exit 1; }
	$(PYTHON) -m venv $(VENV)

$(READY): requirements.lock pyproject.toml | $(BIN)/python
	$(PIP) --require-hashes -r requirements.lock
	$(PIP) --no-deps --no-build-isolation --editable .
	@touch $@

$(READY_CLUSTER): requirements-cluster.lock pyproject.toml | $(BIN)/python
	$(PIP) --require-hashes -r requirements-cluster.lock
	$(PIP) --no-deps --no-build-isolation --editable .
	@touch $@ $(READY)

$(READY_DEV): requirements-dev.lock pyproject.toml | $(BIN)/python
	$(PIP) --require-hashes -r requirements-dev.lock
	$(PIP) --no-deps --no-build-isolation --editable .
	@touch $@ $(READY)

# A browser that is there; else, as root with apt, Debian's; else Playwright's own; else none.
$(BROWSER): | $(READY)
	@if $(BIN)/python -m crawler.browser >/dev/null 2>&1; then touch $@; \
	elif [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null && \
	  { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq chromium; } >/dev/null 2>&1; then touch $@; \
	elif $(BIN)/python -m playwright install chromium >/dev/null 2>&1; then touch $@; \
	else echo "No Chromium here, and none could be installed: the rendered sample is left out."; fi
