# Encore's commands. `make` lists them; `make chat` is the one to try first.

.NOTPARALLEL: # one .venv is made once, whatever -j says
.DEFAULT_GOAL := help
.PHONY: help chat run test test-fast mutants check check-payloads bench bench-full soak docs lock release clean run-environment dev-environment

help: ## list these commands
	@echo 'Usage: make COMMAND [ARGS="..."] [PYTHON=/path/to/python3.12]'
	@echo
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-14s %s\n", $$1, $$2 }' Makefile
	@echo
	@echo 'Python 3.11 or later is needed. The first run installs what is missing into .venv.'

chat: run-environment ## talk to Encore in this terminal (ARGS go to `encore chat`)
	@.venv/bin/encore chat $(ARGS)

run: run-environment ## serve Slack and Discord, as the environment configures them
	@.venv/bin/encore run

# One more at once than there are cores, since some wait for servers; who is done first takes over from the others.
# Compiled tests are kept, even where PYTHONDONTWRITEBYTECODE is set: each process would compile them anew for ten seconds.
PYTEST = PYTHONDONTWRITEBYTECODE= PYTEST_XDIST_AUTO_NUM_WORKERS=$$(($$(getconf _NPROCESSORS_ONLN) + 1)) \
	.venv/bin/pytest --numprocesses auto --maxprocesses 8 --dist worksteal

test: dev-environment ## run the tests (ARGS='-k dates' runs some)
	@$(PYTEST) $(ARGS)

test-fast: dev-environment ## run what is quick to run and near to what it holds, in under a minute
	@$(PYTEST) @tests/fast.txt $(ARGS)

mutants: dev-environment ## change the domain and delivery at random, and see what test-fast notices (ARGS='--seed 2 --count 60 bot/domain/plans.py')
	@.venv/bin/python -m tests.mutants $(ARGS)

check: dev-environment ## lint, formatting, types, import rules, freshness of generated files, content
	.venv/bin/ruff check
	.venv/bin/ruff format --check
	.venv/bin/mypy
	.venv/bin/lint-imports
	.venv/bin/encore docs --check
	.venv/bin/encore content check

check-payloads: dev-environment ## hold what is sent, at its longest too, against the platforms' specifications (SPECS=DIR)
	@.venv/bin/python -m tests.golden.check $(SPECS)

bench: dev-environment ## measure, and print ratios
	@.venv/bin/python -m benchmarks $(ARGS)

bench-full: dev-environment ## the same with 100,000 reminders due and a million pending: half an hour
	@.venv/bin/python -m benchmarks full

soak: dev-environment ## hold the delivery promise against kills, lost replies and outages (ARGS='--count 3000 --over 40' is quick)
	@.venv/bin/python -m tests.soak $(ARGS)

docs: dev-environment ## write the generated pages and the content schema again
	@.venv/bin/encore docs $(ARGS)

# Universal: one lock for every system and every Python from 3.11 on, each file by its hash. What only
# developers need is added on top of the very same versions. ARGS=--upgrade takes newer releases.
COMPILE = .venv/bin/uv pip compile --quiet --universal --python-version 3.11 --only-binary :all: \
	--generate-hashes --custom-compile-command 'make lock' $(ARGS)

lock: dev-environment ## resolve pyproject.toml into the two locks (ARGS=--upgrade for newer releases)
	@$(COMPILE) --group build --output-file requirements.lock pyproject.toml
	@$(COMPILE) --group dev --constraints requirements.lock --output-file requirements-dev.lock pyproject.toml

release: dev-environment ## write version and changelog, try the wheel outside the tree, commit and tag (VERSION=0.2.0)
	@.venv/bin/python .ci/release.py '$(VERSION)'

clean: ## remove .venv, caches and build results (never your plans: they lie elsewhere)
	@rm -rf .venv build dist .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis mutants
	@find bot adapters benchmarks tests -type d -name __pycache__ -prune -exec rm -rf {} +

run-environment:
	@sh .ci/install.sh run

dev-environment:
	@sh .ci/install.sh dev
