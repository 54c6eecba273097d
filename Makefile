# What one does with Rapport, by name. All of it needs python3 (3.11 or newer) and make alone.

PYTHON ?= python3
export PORT ?= 8000

venv := .venv/bin/python
manage := $(venv) manage.py
compile := var/lock/bin/python -m uv pip compile --quiet --no-config --universal --python-version 3.11 \
	--generate-hashes --no-annotate --no-emit-index-url --custom-compile-command "make lock"

.PHONY: help install run test lint format bench drill lock

help:  ## say what there is
	@sed -n 's/^\([a-z]*\):.*## /  make \1	/p' Makefile

install: .venv/installed  ## fill .venv with what requirements-dev.txt names

# Made anew, not added to: what a lock no longer names goes, and a broken start mends itself.
.venv/installed: requirements-dev.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
	  echo "Rapport needs Python 3.11 or newer: make install PYTHON=/path/to/python3.11" >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { \
	  echo "Python's venv is missing. On Debian and Ubuntu: apt-get install python3-venv" >&2; exit 1; }
	@echo "Filling .venv, which takes a minute the first time ..."
	@$(PYTHON) -m venv --clear .venv
	@$(venv) -m pip install --quiet --disable-pip-version-check --use-pep517 --require-hashes \
	  --requirement requirements-dev.txt
	@touch $@

staticfiles/staticfiles.json: .venv/installed $(shell find static -type f)
	@$(manage) collectstatic --no-input --verbosity 0

run: install staticfiles/staticfiles.json  ## serve Rapport with its demo data on port 8000, or PORT
	@$(manage) migrate --verbosity 0
	@$(manage) demo --if-empty
	@exec $(venv) -m scripts.serve $(PORT)

test: install  ## run all tests, the browser's too where Chromium is found
	$(venv) -m pytest --numprocesses auto

lint: install  ## ask the code's and the templates' critics, the types and the migrations
	$(venv) -m ruff check
	$(venv) -m ruff format --check
	$(venv) -m djlint --quiet --lint templates
	$(venv) -m djlint --quiet --check templates
	$(venv) -m mypy
	$(manage) makemigrations --check --dry-run
	$(manage) check

format: install  ## mend what the critics can mend themselves
	$(venv) -m ruff check --fix
	$(venv) -m ruff format
	$(venv) -m djlint --quiet --reformat templates

bench: install  ## measure, and print the tables; SIZES and ROUNDS make them larger
	$(venv) -m tests.benchmarks

drill: install  ## let histories and races happen by the hundred; HISTORIES and ROUNDS say how many
	$(venv) -m tests.drill

lock:  ## pin anew what pyproject.toml asks for; UPGRADE=1 takes the newest that fits
	$(PYTHON) -m venv var/lock
	var/lock/bin/python -m pip install --quiet --disable-pip-version-check uv==0.13.9
	$(compile) $(if $(UPGRADE),--upgrade) --extra postgres \
	  --output-file requirements.txt pyproject.toml
	$(compile) $(if $(UPGRADE),--upgrade) --extra postgres --extra dev \
	  --constraint requirements.txt --output-file requirements-dev.txt pyproject.toml
