# Two commands run the shop and check it: `make up` and `make test`.
SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
MAKEFLAGS += --no-print-directory
export PYTHON ?= python3

PDEATHSIG := $(shell setpriv --pdeathsig TERM true 2>/dev/null && echo setpriv --pdeathsig TERM)

# one process more than there are cores: each waits a third of its time for what it has started
HANDS = $(shell echo $$(($$(nproc) + 1)))

.PHONY: help up test read tried setup lock soak bench intents intents-train

help: ## Say what there is to make
	@sed -nE 's/^([a-z-]+):.*## (.*)/make \1\t\2/p' Makefile | expand -t 16

up: ## Set up what is missing and run the shop until Ctrl-C
	@.ci/venv requirements.txt
	@exec $(PDEATHSIG) .venv/bin/flask --app wsgi up

test: setup ## Set up what is missing and run every check and test
	@.ci/tools
	@$(MAKE) -j2 read tried  # mypy needs one core, and the first tests wait for what they start

read:
	.venv/bin/ruff check
	.venv/bin/ruff format --check
	.venv/bin/mypy

tried:
	.venv/bin/pytest -q -n $(HANDS) --dist loadgroup --no-loadscope-reorder

setup: ## Make .venv with everything that running and testing need
	@.ci/venv requirements-dev.txt

lock: ## Pin what the two .in files ask for, with hashes
	.ci/lock

soak: setup ## Run the shop for a long time under load, watch its memory, kill its parts
	.venv/bin/python -m bench.soak
	CHAOS_ROUNDS=10 .venv/bin/pytest -q tests/whole
	STREAM_EVENTS=50000 .venv/bin/pytest -q tests/outbox/test_stream.py
	.venv/bin/pytest -q -m soak

bench: setup ## Measure speed beside other bots in the same run
	.venv/bin/python -m bench

intents: setup ## Say how well customers' texts are understood
	.venv/bin/python -m tests.intents

intents-train: setup ## Learn anew from tests/intents/said and content/kinds.toml
	.venv/bin/python -m tests.intents.teach
