# Two commands: `make run` serves the board, `make test` proves it. Each sets up what it needs.

PYTHON ?= $(shell command -v python3.11 || command -v python3)
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready

.DEFAULT_GOAL := help
.PHONY: help setup run test test-deep check format demo screenshots benchmark benchmark-import benchmark-wall benchmark-explore benchmark-start benchmark-reruns bench bench-page bench-publish bench-fanout bench-soak soak outage test-duckdb-2 clean

help:  ## What can be made
	@grep -E '^[a-z0-9-]+:.*##' $(MAKEFILE_LIST) | awk -F ":.*## " '{printf "  make %-17s %s\n", $$1, $$2}'

setup: $(READY)  ## The environment (.venv) and a Chromium for the browser tests; does nothing twice
	@sh tests/browser/find_chromium.sh --install >/dev/null || \
		echo "No Chromium could be found or installed: the board runs, the browser tests will not." >&2
	@sh tests/browser/find_nginx.sh --install >/dev/null || \
		echo "No nginx could be found or installed: the test of several processes is left out." >&2
	@sh deploy/find_jemalloc.sh --install >/dev/null || \
		echo "No jemalloc could be found or installed: the board runs without, a little slower and larger." >&2
	@$(BIN)/python -m compileall -q lib pages dashboard.py  # where the server may not write, each start would

$(READY): requirements.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "Python 3.11 or newer is needed: make PYTHON=/path/to/python3.11" >&2; exit 1; }
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --requirement requirements.txt
	@touch $(READY)

run: setup  ## Serve the board at http://localhost:8501 (PORT=... for another)
	@exec $(BIN)/python -m lib serve

test: setup check  ## Everything that must hold, browser included
	@mkdir -p test-results
	@# the browsers by themselves, two at a time: one that waits for its share of a busy machine is no test
	@$(BIN)/python -m pytest --numprocesses 2 --dist worksteal --ignore tests/browser; others=$$?; \
	$(BIN)/python -m pytest --numprocesses 2 --dist loadfile tests/browser; exit $$((others | $$?))

test-deep: setup  ## The recounts of every query on 200 random worlds each, 10,000 broken files
	RAQUAN_EXAMPLES=200 $(BIN)/python -m pytest --numprocesses 2 --dist worksteal tests/queries tests/intake/test_fuzz.py

check: setup  ## Format, lint, types
	$(BIN)/ruff format --check --quiet .
	$(BIN)/ruff check --quiet .
	$(BIN)/mypy

format: setup  ## Put the code in order
	$(BIN)/ruff format --quiet .
	$(BIN)/ruff check --quiet --fix .

demo: setup  ## Make the simulated campaign anew, replacing what the store holds
	$(BIN)/python -m lib demo --replace

screenshots: setup  ## Take the README's pictures of each page
	$(BIN)/python -m tests.browser.screenshots

benchmark: setup  ## What the pages' queries cost at 12,000 sales
	$(BIN)/python -m benchmarks.page_queries

benchmark-import: setup  ## What a million rows cost to take in, beside a bare load and pandas
	$(BIN)/python -m benchmarks.import_rows --workbook 100000

benchmark-wall: setup  ## From a sale handed in to the pixels of a hundred walls
	$(BIN)/python -m benchmarks.wall_fanout

ROWS ?= 12000

benchmark-explore: setup  ## From a filter's click to the last redrawn chart, beside a plain pandas page (ROWS=10000000)
	$(BIN)/python -m benchmarks.explore_latency --rows $(ROWS)

benchmark-start: setup  ## From the command to a healthy board, and to a first page that is drawn (COLD=1)
	$(BIN)/python -m benchmarks.start_up $(if $(COLD),--cold)

benchmark-reruns: setup  ## What each page costs the server when it runs again and nothing is new
	$(BIN)/python -m benchmarks.reruns

bench: setup  ## All that is compared, in one run of half an hour (FULL=1 with 100 million sales, WRITE=1 into the README)
	$(BIN)/python -m benchmarks $(if $(FULL),--full) $(if $(WRITE),--write)

bench-page: setup  ## A district's page asked of us, pandas, PostgreSQL and Superset (FULL=1)
	$(BIN)/python -m benchmarks.district_page $(if $(FULL),--full)

bench-publish: setup  ## What one sale costs to publish, at each size (FULL=1)
	$(BIN)/python -m benchmarks.publish $(if $(FULL),--full)

bench-fanout: setup  ## 150 walls, 1,000 phones and 30 analysts on one server (ROWS=10000000)
	$(BIN)/python -m benchmarks.fanout --rows $(ROWS)

bench-soak: setup  ## The same for as many publishes as 12 hours have; the server's memory (HOURS=12)
	$(BIN)/python -m benchmarks.fanout --rows $(ROWS) --soak $(or $(HOURS),12)

MINUTES ?= $(if $(HOURS),$(shell echo $$(($(HOURS) * 60))),30)

soak: setup  ## The wall left alone and watched for 30 minutes (MINUTES=2 to try, HOURS=12 for a day)
	$(BIN)/python -m benchmarks.soak --minutes $(MINUTES)

outage: setup  ## The server killed under a wall for a minute, and started again
	$(BIN)/python -m benchmarks.outage

test-duckdb-2: setup  ## The tests without the browser on DuckDB 2.0, in an environment of its own
	@test -x $(VENV)-duckdb-2/bin/python || $(PYTHON) -m venv $(VENV)-duckdb-2
	@sed 's/^duckdb==.*/duckdb==2.0.0/' requirements.txt > $(VENV)-duckdb-2/requirements.txt
	$(VENV)-duckdb-2/bin/python -m pip install --quiet --disable-pip-version-check --requirement $(VENV)-duckdb-2/requirements.txt
	$(VENV)-duckdb-2/bin/python -m pytest --ignore tests/browser

clean:  ## Remove the environments and caches; the store stays
	rm -rf $(VENV) $(VENV)-duckdb-2 .pytest_cache .mypy_cache .ruff_cache .hypothesis test-results
