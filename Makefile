# One vocabulary of commands. Each does by itself whatever set-up is still missing.

PYTHON = .venv/bin/python
TESTS ?= tests
export PORT CORPUS

help:
	@echo 'make demo     a running site with games at http://127.0.0.1:8000/ (PORT=8001; CORPUS=folder of games)'
	@echo 'make test     every test (TESTS="tests/site" for some)'
	@echo 'make lint     style, types, layers, templates'
	@echo 'make bench    how fast it is, as a table'
	@echo 'make setup    only the set-up, into .venv'
	@echo 'make lock     requirements.lock anew, from pyproject.toml'

setup:
	@sh .ci/setup

demo: setup
	@sh .ci/demo

test: setup
	@sh .ci/browser
	@$(PYTHON) -m pytest --numprocesses logical --dist loadfile --no-loadscope-reorder $(TESTS)

lint: setup
	@sh .ci/lint

bench: setup
	@$(PYTHON) -m tests.bench

lock: setup
	@$(PYTHON) -m uv pip compile --quiet --universal --python-version 3.12 --generate-hashes \
		--no-emit-index-url --no-emit-find-links --no-header \
		pyproject.toml --group dev --output-file requirements.lock

.PHONY: help setup demo test lint bench lock
