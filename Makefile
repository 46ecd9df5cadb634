# Two commands matter: `make desk` and `make test`. Both set up what they need; python (3.11 or newer) and make suffice.

PYTHON ?= python3
BIN := .venv/bin
READY := .venv/ready
READY_TO_TEST := .venv/ready-to-test

.PHONY: desk test soak audit help setup dashboard types check evaluate bench screens clean

desk: setup ## Rehearse a Live, or record one: make desk LIVE=@handle
	$(BIN)/livedesk $(if $(LIVE),watch $(LIVE),rehearse) $(ARGS)

test: setup $(READY_TO_TEST) check ## Run every check and every test
	$(BIN)/python -m pytest $(ARGS)

check: setup $(READY_TO_TEST)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo
	$(BIN)/python hatch_build.py npm run --silent check
	$(BIN)/python hatch_build.py npm run --silent test

evaluate: setup $(READY_TO_TEST) ## Measure how well questions are found: make evaluate DATA=folder
	$(BIN)/python -m training.evaluate $(if $(DATA),--data $(DATA)) $(ARGS)
	$(BIN)/python -m training.grouping --cross --topics $(ARGS)
	$(BIN)/python -m training.answers --cross $(ARGS)

soak: setup $(READY_TO_TEST) ## Run the tests that take long: kills, hours, a million events, fuzzing
	$(BIN)/python -m pytest -m soak --timeout 0 $(ARGS)

audit: setup ## Ask the registries for known weaknesses of what livedesk depends on
	$(BIN)/python -m pip install --quiet -c constraints.txt pip-audit
	$(BIN)/python -m pip_audit -r constraints.txt --no-deps
	$(BIN)/python hatch_build.py npm audit --omit=dev

bench: setup $(READY_TO_TEST) ## Measure what docs/benchmarks.md reports
	PYTHONPATH=tests $(BIN)/python -m bench $(ARGS)

screens: setup $(READY_TO_TEST) ## Take the pictures in docs/screens
	PYTHONPATH=tests $(BIN)/python -m browser.screens

types: setup ## Generate the dashboard's types from the service
	$(BIN)/python -m livedesk.api > dashboard/openapi.json
	$(BIN)/python hatch_build.py npm run --silent types

setup: $(READY) dashboard

dashboard: $(READY)
	@$(BIN)/python hatch_build.py

$(READY): pyproject.toml constraints.txt hatch_build.py
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "livedesk needs Python 3.11 or newer: make PYTHON=python3.12 …")'
	@echo "Setting up, which takes a minute the first time …"
	@$(PYTHON) -m venv .venv
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt pip hatchling
	@node=$$($(BIN)/python hatch_build.py node) && { test -z "$$node" || $(BIN)/python -m pip install --quiet "$$node"; }
	@$(BIN)/python -m pip install --quiet -c constraints.txt -e .
	@touch $@

$(READY_TO_TEST): $(READY)
	@$(BIN)/python -m pip install --quiet -c constraints.txt --group dev --group train
	@$(BIN)/python tests/browser/chromium.py
	@touch $@

clean: ## Remove what was made, but never a recording
	rm -rf .venv dashboard/node_modules service/livedesk/static .mypy_cache .ruff_cache .pytest_cache .hypothesis build dist

help: ## Show this
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "%-12s %s\n", $$1, $$2}' $(MAKEFILE_LIST)
