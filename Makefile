# make run: the site on this machine, SQLite, no services.   make test: every check.   make help: the rest.
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help

HOST ?= 127.0.0.1
PORT ?= 8000
V := .venv
PY := $(V)/bin/python
PIP := $(PY) -m pip install --quiet --disable-pip-version-check --require-hashes --no-deps --requirement

.PHONY: run test serve requirements messages clean help

$(PY):
	@deploy/find-python $(V)

$(V)/base.stamp: requirements/base.txt | $(PY)
	@echo "Packages: installing …"
	@$(PIP) $< || { echo "Packages could not be installed. Is there a network, and room on the disk? Then run make again." >&2; exit 1; }
	@touch $@

$(V)/dev.stamp: requirements/dev.txt $(V)/base.stamp
	@echo "Packages for the tests: installing …"
	@$(PIP) $< || { echo "Packages could not be installed. Is there a network, and room on the disk? Then run make again." >&2; exit 1; }
	@touch $@

run: export DEBUG := 1
run: $(V)/base.stamp ## The site on this machine: SQLite, demo record, an editor's account (HOST= and PORT= change the address)
	@$(PY) -m deploy.port_is_free $(HOST) $(PORT)
	@DJANGO_RUNSERVER_HIDE_WARNING=true exec $(PY) manage.py start_here --serve $(HOST):$(PORT)

test: $(V)/dev.stamp ## Every check: lint, imports, types, migrations, tests on each database at hand
	@deploy/test

serve: $(V)/base.stamp ## As in production: granian, whitenoise, the database and cache that the environment names
	@$(PY) -m deploy.port_is_free $(HOST) $(PORT)
	@deploy/serve $(HOST) $(PORT)

requirements: ## Write the hashed pins anew from requirements/*.in (needs uv)
	@for set in base dev; do \
	  UV_PYTHON_DOWNLOADS=never uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-annotate \
	    --upgrade requirements/$$set.in --output-file requirements/$$set.txt; \
	done

messages: $(V)/base.stamp ## Collect the texts to translate and compile the translations (needs gettext)
	@DEBUG=1 $(PY) manage.py makemessages --locale vi --no-location --no-wrap --ignore .venv --ignore .data --ignore tests
	@DEBUG=1 $(PY) manage.py compilemessages --locale vi --ignore .venv

clean: ## Forget the packages; what was entered (.data) stays
	rm -rf $(V) .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache .coverage*

help:
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## /  make \1	/' | column -t -s '	'
