# `make help` lists what can be done. Logic lives in tests/tools; nothing here needs more than a shell and Python 3.11.
PYTHON ?= python3
WORKERS ?= 2
DIST ?= worksteal
PYTEST_ARGS ?=
SCALE ?= small
export PYTHON

VENV_PYTHON = .venv/bin/python
BESIDE_POSTGIS = $(VENV_PYTHON) -m tests.tools.postgis

.DEFAULT_GOAL := help
.PHONY: help run demo setup lint test bench

help: ## this list
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/make \1\t\2/p' $(MAKEFILE_LIST) | expand -t 14

run: ## start the program (SITCENTER_… settings apply: docs/settings.md)
	@tests/tools/system.sh run
	@tests/tools/venv.sh run
	@$(VENV_PYTHON) app.py

demo: ## start on a freshly made store of its own, with marked demonstration data (SCALE=full: as many rows as in reality)
	@tests/tools/system.sh run
	@tests/tools/venv.sh run
	@rm -f var/demo.gpkg var/demo.gpkg-*
	@SITCENTER_STORE=$(CURDIR)/var/demo.gpkg SITCENTER_DEMO=1 SITCENTER_DEMO_SCALE=$(SCALE) $(VENV_PYTHON) app.py

setup: ## install all that tests need: system packages, .venv, browser libraries
	@tests/tools/system.sh
	@tests/tools/venv.sh dev
	@$(VENV_PYTHON) -m config.vendor --dev

lint: ## style, types and the direction of imports
	@tests/tools/venv.sh dev
	@failed=0; \
	$(VENV_PYTHON) -m ruff check . || failed=1; \
	$(VENV_PYTHON) -m mypy || failed=1; \
	.venv/bin/lint-imports --no-cache || failed=1; \
	exit $$failed

test: setup ## everything: all tests beside a throw-away PostGIS, and lint at the same time
	@mkdir -p var; make --no-print-directory lint >var/lint.log 2>&1 & lint=$$!; failed=0; \
	$(BESIDE_POSTGIS) --memory -- $(VENV_PYTHON) -m pytest -n $(WORKERS) --dist $(DIST) $(PYTEST_ARGS) || failed=1; \
	if wait $$lint; then echo "lint: clean"; else failed=1; cat var/lint.log; fi; \
	exit $$failed

bench: setup ## measure start, tiles, pages, load and peers beside a throw-away PostGIS (docs/performance.md)
	@tests/tools/system.sh bench
	@$(BESIDE_POSTGIS) -- $(VENV_PYTHON) -m tests.perf
