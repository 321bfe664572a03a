# The one entry point. `make` alone lists the targets.
PORT ?= 8000
ARGS ?=

BIN := .venv/bin
VENDOR := src/zhibu/kernel/static/vendor
CATALOGUES := $(wildcard src/zhibu/*/locale/*/LC_MESSAGES/*.po)

.DEFAULT_GOAL := help
.PHONY: help setup demo dev test check bench screenshots messages reference clean

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "  make %-12s %s\n", $$1, $$2}' Makefile

setup: .venv/.synced $(VENDOR)/.copied $(CATALOGUES:.po=.mo) var/.system ## get dependencies, front-end files, translations (demo and test do it too)
	@:

demo: setup ## serve the demo organisation (PORT=8000); data stays in var/
	@$(BIN)/zhibu migrate --verbosity 0
	@$(BIN)/zhibu demo
	@DEMO=1 exec $(BIN)/zhibu serve --port $(PORT)

dev: setup ## serve with DEBUG and reload (PORT=8000)
	@DEBUG=1 $(BIN)/zhibu migrate --verbosity 0
	@DEBUG=1 exec $(BIN)/python -Wd manage.py runserver $(PORT)

test: setup ## run everything on SQLite and on PostgreSQL + Redis (ARGS=tests/points to narrow)
	@exec $(BIN)/python tools/test.py $(ARGS)

check: setup ## linters, types, import contracts, migrations
	@$(BIN)/python tools/static_checks.py

bench: setup ## measure against the limits of the README; prints tables
	@$(BIN)/python bench/run.py $(ARGS)

screenshots: setup ## make the pictures of the README
	@$(BIN)/python tools/screenshots.py $(ARGS)

messages: .venv/.synced ## add new sentences to the translation files, drop those no longer used
	@$(BIN)/python tools/messages.py update

reference: setup ## write the generated pages of docs/reference
	@$(BIN)/python tools/reference.py

clean: ## remove what can be made again; keeps var/ (your data)
	rm -rf .venv node_modules $(VENDOR) dist .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis
	rm -rf var/uv var/.system
	find src -name '*.mo' -delete
	find src tests tools -name __pycache__ -prune -exec rm -rf {} +

var/uv/bin/uv: tools/uv.txt
	@sh tools/bootstrap.sh

.venv/.synced: var/uv/bin/uv pyproject.toml uv.lock
	@sh tools/bootstrap.sh sync
	@touch $@

node_modules/.package-lock.json: package.json package-lock.json
	@command -v npm >/dev/null || { echo "Please install Node.js 20 or newer (it brings npm), then run make again." >&2; exit 1; }
	@npm ci --no-audit --no-fund --loglevel=error
	@touch $@

$(VENDOR)/.copied: node_modules/.package-lock.json tools/copy_assets.py | .venv/.synced
	@$(BIN)/python tools/copy_assets.py
	@touch $@

%.mo: %.po | .venv/.synced
	@$(BIN)/python tools/messages.py compile $<

# Not written while something is missing, so that the sentence comes again.
var/.system: tools/system.py | .venv/.synced
	@$(BIN)/python tools/system.py run --stamp $@
