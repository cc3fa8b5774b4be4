# For GNU make. "make" alone lists the targets; each installs what it needs into $(VENV).

# The Python to make $(VENV) with; empty: the first on the PATH that is new enough.
PYTHON ?=
VENV ?= .venv

RUN = $(VENV)/bin/python
CLI = src/zwgov_workflow/cli
# All that lies below it; its messages come last in the catalogue.
LOWER = $(sort $(filter-out $(CLI) %__pycache__,$(wildcard src/zwgov_workflow/*)))
PIP = $(RUN) -m pip --disable-pip-version-check -q
COMPILE = .venv-lock/bin/uv pip compile pyproject.toml --generate-hashes --universal \
	--python-version 3.11 --only-binary :all: --no-header --no-annotate -q \
	-c requirements/constraints.txt $(if $(UPGRADE),--upgrade)

.PHONY: help demo test cover check messages schema bench lock wheel-test clean FORCE
.NOTPARALLEL:

help: ## List the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-11s %s\n", $$1, $$2 }' Makefile
	@echo "PYTHON=... picks the Python, VENV=... the folder it is installed into."

demo: $(VENV)/.runtime ## Audit a register, then play a disclosure over Spring Festival
	@$(VENV)/bin/zwgov audit-register examples/documents.csv --late 3
	@echo
	@$(RUN) examples/spring_festival.py

test: $(VENV)/.dev ## Run the tests
	$(RUN) -m pytest -n auto --dist worksteal

cover: $(VENV)/.dev ## Run the tests and measure what they cover
	$(RUN) -m pytest -n auto --dist worksteal --cov

check: $(VENV)/.dev ## Check lint, types, layers and the documentation
	$(VENV)/bin/ruff check .
	$(VENV)/bin/ruff format --check .
	$(VENV)/bin/mypy
	$(VENV)/bin/lint-imports
	$(RUN) -m pytest tests/test_docs.py -q

messages: $(VENV)/.dev ## Bring the catalogue of messages up to date with the code
	$(VENV)/bin/pybabel -q extract -k _ -k N_ -k _n:1,2 -k Message --no-location \
		-o $(VENV)/zwgov.pot $(CLI) $(LOWER)
	$(VENV)/bin/pybabel -q update -D zwgov -l zh -d $(CLI)/locale -i $(VENV)/zwgov.pot \
		--ignore-obsolete --no-fuzzy-matching
	$(VENV)/bin/pybabel -q compile -D zwgov -l zh -d $(CLI)/locale

schema: $(VENV)/.dev ## Bring the JSON Schema of regulation files up to date with the model
	$(RUN) -c "import json; from zwgov_workflow.definition.schema import regulation_schema; \
	print(json.dumps(regulation_schema(), indent=1))" > src/zwgov_workflow/regulations/schema.json

bench: $(VENV)/.dev ## Run the benchmarks
	@status=0; \
	for script in $(filter-out benchmarks/_%,$(wildcard benchmarks/*.py)); do \
		echo "== $$script"; $(RUN) "$$script" || status=1; \
	done; \
	exit $$status

lock: ## Lock the requirements to pyproject.toml; UPGRADE=1 takes newer versions
	@sh requirements/venv.sh .venv-lock $(if $(PYTHON),"$(PYTHON)")
	@echo "Locking requirements/ ..."
	@.venv-lock/bin/python -m pip --disable-pip-version-check -q install uv==0.13.9
	@$(COMPILE) --group dev -o requirements/dev.txt
	@$(COMPILE) --group build -c requirements/dev.txt -o requirements/runtime.txt
	@rm -rf .venv-lock

wheel-test: $(VENV)/.dev ## Build the wheel, and use it in an environment of its own
	@$(RUN) tests/wheel/run.py

clean: ## Remove the environment and everything else that was made
	@test ! -e $(VENV)/.made || rm -rf $(VENV)
	@rm -rf .venv-lock .coverage .hypothesis .import_linter_cache .mypy_cache .pytest_cache \
		.ruff_cache build dist
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +

# The locked packages, then this project. Interrupted, it leaves .unfinished behind, and the
# next run starts over.
define install
@echo "Installing $< into $(VENV) ..."
@touch $(VENV)/.unfinished
@$(PIP) install --require-hashes --only-binary :all: -r $<
@$(PIP) install --no-deps --no-build-isolation -e .
@rm $(VENV)/.unfinished
endef

$(VENV)/.runtime: requirements/runtime.txt pyproject.toml $(VENV)/.made
	$(install)
	@touch $@

$(VENV)/.dev: requirements/dev.txt pyproject.toml $(VENV)/.made
	$(install)
	@touch $(VENV)/.runtime $@

$(VENV)/.made: FORCE
	@sh requirements/venv.sh "$(VENV)" $(if $(PYTHON),"$(PYTHON)")
