# The verbs of this project. `make run`, `make demo` and `make test` need nothing but Python 3.11 or newer and a package registry.
PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin

.PHONY: run demo test check format lock bench clean

run: $(VENV)/.run  ## the service on http://localhost:8000, SQLite in ./data
	$(BIN)/monitor run

demo: $(VENV)/.run  ## the same against sample publishers, without network
	$(BIN)/monitor demo

test: $(VENV)/.dev  ## all tests, shared by the processors; those on PostgreSQL start a throw-away server
	$(BIN)/python -m pytest -n auto --maxprocesses 8 --dist worksteal $(TESTS)

check: $(VENV)/.dev  ## style, types and the import rule
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

format: $(VENV)/.dev  ## put the code in form
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

bench: $(VENV)/.dev  ## the benchmarks; they state ratios and never fail
	for each in benchmarks/[a-z]*.py; do $(BIN)/python $$each || exit 1; done

lock: $(VENV)/.dev  ## choose the newest dependencies that fit, for all supported Pythons
	$(BIN)/python -m pip install -q uv
	$(BIN)/uv pip compile -q -U --universal --python-version 3.11 --generate-hashes --no-header --no-emit-index-url --no-annotate pyproject.toml -o requirements/run.txt
	$(BIN)/uv pip compile -q -U --universal --python-version 3.11 --generate-hashes --no-header --no-emit-index-url --no-annotate pyproject.toml --group dev -o requirements/dev.txt

clean:  ## remove what can be made again; the data folder stays
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis

# A virtual environment knows which locked list it holds, so a changed lock is installed and an unchanged one costs nothing.
$(VENV)/bin/python:
	$(PYTHON) -c 'import sys; sys.exit(0 if sys.version_info >= (3, 11) else "Python 3.11 or newer is needed: make PYTHON=python3.12 …")'
	$(PYTHON) -m venv $(VENV)

$(VENV)/.run: requirements/run.txt pyproject.toml | $(VENV)/bin/python
	$(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes -r requirements/run.txt
	$(BIN)/python -m pip install -q --disable-pip-version-check --no-deps --editable .
	touch $@

$(VENV)/.dev: requirements/dev.txt pyproject.toml | $(VENV)/bin/python
	$(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes -r requirements/dev.txt
	$(BIN)/python -m pip install -q --disable-pip-version-check --no-deps --editable .
	touch $@ $(VENV)/.run
