# What a developer and CI run. Needs make and Python 3.11 or later; everything else goes into .venv.
# The stamps depend on pyproject.toml alone, so an installed .venv costs nothing the next time.

PYTHON ?= python3
BIN := .venv/bin
WORKERS ?= 2
TEST_FLAGS ?=

# A worker goes on with what stands beside what it did, and takes half of what another has left at the end.
PYTEST := $(BIN)/python -m pytest -n $(WORKERS) --dist worksteal

# Hundreds of modules are compiled once, and not by every worker and every command that a test starts.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: help demo test slow check airflow picture clean

help:  ## Say what can be made
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "make %-7s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

demo: .venv/.installed  ## Tell the whole story on data that it makes, in reports/demo
	$(BIN)/drift demo reports/demo

test: .venv/.installed-dev  ## Run the tests and the examples of docstrings, but not the slow ones
	$(PYTEST) -m "not slow" $(TEST_FLAGS)

# pytest exits with 5 where it finds no test to run. That alone is no failure; an import error, say, exits with 2.
slow: .venv/.installed-dev  ## Run the slow tests
	$(PYTEST) -m slow $(TEST_FLAGS) || { code=$$?; [ $$code -eq 5 ] || exit $$code; }

check: .venv/.installed-dev  ## Look for faults in style, format and types
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

airflow: .venv-airflow/.installed  ## Install a real Airflow into .venv-airflow, for those slow tests that run it

picture: .venv/.installed-dev  ## Take the README's picture of the report anew; needs Chromium
	$(BIN)/python -m benchmarks.report.picture docs/report.png

clean:  ## Remove what these commands made
	rm -rf .venv .venv-airflow .venv-peers .coverage .hypothesis .mypy_cache .pytest_cache .ruff_cache reports/demo reports/screenshots
	find drift tests -type d -name __pycache__ -prune -exec rm -rf {} +

.venv/.created:
	@$(PYTHON) -c 'import sys; sys.exit("drift needs Python 3.11 or later, and $(PYTHON) is %d.%d: try make PYTHON=python3.11" % sys.version_info[:2] if sys.version_info < (3, 11) else 0)'
	$(PYTHON) -m venv .venv
	@touch $@

.venv/.installed: .venv/.created pyproject.toml
	@echo "Installing drift into .venv; the first time takes a minute or two"
	$(BIN)/python -m pip install --quiet --editable .
	@touch $@

.venv/.installed-dev: .venv/.created pyproject.toml
	@echo "Installing drift and its development tools into .venv; the first time takes a minute or two"
	$(BIN)/python -m pip install --quiet --editable '.[dev]'
	@touch .venv/.installed $@

# Airflow stays out of .venv: it weighs more than a gigabyte, and says which versions of what it works with.
.venv-airflow/.installed: tests/support/airflow-constraints.txt pyproject.toml
	@echo "Installing Airflow into .venv-airflow, more than a gigabyte; this takes a few minutes"
	$(PYTHON) -m venv .venv-airflow
	.venv-airflow/bin/python -m pip install --quiet --constraint $< --editable '.[airflow]' mypy
	@touch $@
