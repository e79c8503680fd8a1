# Two commands are the whole set-up: `make run` and `make test`. Both install what is missing first.
PYTHON ?= python3
BIN := .venv/bin
export PYTHONDONTWRITEBYTECODE ?=
export QT_LOGGING_RULES ?= qt.qpa.*=false

.PHONY: run test lint sbom bench fuzz soak screenshots setup lock clean

run: setup
	@packaging/run $(ARGS)

# Tests that wait for nobody's clock run side by side; those that play calls, browsers and networks run one at a time.
test: setup lint
ifdef ARGS
	$(BIN)/python -m pytest $(ARGS)
else
	$(BIN)/python -m pytest -n 2 -m side_by_side
	$(BIN)/python -m pytest -m "not side_by_side"
endif

lint: setup
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache
	$(BIN)/python packaging/supply_chain.py audit

# What the program is made of (build/sbom.json, CycloneDX), and under which licences.
sbom: setup
	$(BIN)/python packaging/supply_chain.py sbom
	$(BIN)/python packaging/supply_chain.py licences

bench: setup
	$(BIN)/python -m tests.benchmarks $(ARGS)
	$(BIN)/python -m tests.benchmarks.service_load $(filter --quick,$(ARGS))

fuzz: setup
	$(BIN)/python -m tests.fuzz $(ARGS)

soak: setup
	$(BIN)/python -m tests.benchmarks.files
	MEDCLIENT_SOAK_S=3600 $(BIN)/python -m pytest tests/network/test_survival.py -s -k whatever $(ARGS)

screenshots: setup
	$(BIN)/python -m tests.ui.screenshots build/screenshots $(ARGS)
	$(BIN)/python -m tests.page.screenshots build/screenshots

setup:
	@packaging/setup

lock:
	uv pip compile pyproject.toml --extra desktop --extra dev --universal --python-version 3.11 \
	  --generate-hashes --no-emit-index-url --no-header -o requirements.lock

clean:
	rm -rf build .setup .pytest_cache .mypy_cache .ruff_cache
