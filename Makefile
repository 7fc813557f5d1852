# `make run` and `make test` are all a newcomer needs; `make help` lists the rest.
# Needs only make and Python 3.11; everything else is installed into .tools and .venv.

PYTHON ?= python3
RASA_PORT ?= 5005
ACTIONS_PORT ?= 5055
UV := .tools/bin/uv
BIN := .venv/bin
MODEL := models/breachline.tar.gz
LEARNT_FROM := $(shell find data domain config.yml bot/nlu encoder/tuned bot/text_folding.py bot/language.py -type f -not -name '*.pyc' 2>/dev/null)

export RASA_TELEMETRY_ENABLED := false
export PYTHONPATH := $(CURDIR)
export PYTHONWARNINGS := ignore
export TF_CPP_MIN_LOG_LEVEL := 3
export OMP_NUM_THREADS ?= 2
export SANIC_HOST := 127.0.0.1
# Longer than Rasa keeps idle connections to the actions: else one is closed just as it is used again.
export SANIC_KEEP_ALIVE_TIMEOUT := 75
export RASA_PORT ACTIONS_PORT

.DEFAULT_GOAL := help

.PHONY: help
help: ## List the targets
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /|/' | while IFS='|' read -r name text; do printf '  make %-10s %s\n' "$$name" "$$text"; done

.PHONY: run
run: .venv/runtime check $(MODEL) ## Start Rasa and the action server on loopback; Ctrl-C stops both
	@$(BIN)/honcho start

.PHONY: shell
shell: .venv/runtime check $(MODEL) ## Talk to the current model in the terminal, with the actions running
	@$(BIN)/python -m rasa_sdk --actions actions --port $(ACTIONS_PORT) > .actions.log 2>&1 & actions=$$!; \
	trap 'kill $$actions 2>/dev/null' EXIT INT TERM; \
	echo "Loading the model; the actions write to .actions.log. Type /stop to leave."; \
	$(BIN)/rasa shell --model $(MODEL) --endpoints endpoints.yml

.PHONY: check
check: .venv/runtime
	@$(BIN)/python -m bot.check

.PHONY: train
train: .venv/runtime ## Train the model (encoded lines are cached, so a small change takes seconds)
	@$(BIN)/rasa train --domain domain --data data --config config.yml --out models --fixed-model-name breachline

$(MODEL): $(LEARNT_FROM) | .venv/runtime
	@echo "Training, because $(if $(wildcard $(MODEL)),the data changed,there is no model yet): 3 minutes the first time."
	@$(MAKE) --no-print-directory train
	@touch $@

.PHONY: test
test: .venv/dev check lint $(MODEL) ## Run the whole test suite, as CI does
	@$(BIN)/pytest

.PHONY: lint
lint: .venv/dev ## Check style, types and the borders between the parts
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports

.PHONY: format
format: .venv/dev ## Format the code
	@$(BIN)/ruff check --fix .
	@$(BIN)/ruff format .

.PHONY: evaluate
evaluate: .venv/dev $(MODEL) ## Measure quality on messages that never trained; writes docs/quality.md
	@$(BIN)/python -m tests.model.evaluate

.PHONY: bench
bench: .venv/dev $(MODEL) ## Measure time and memory against Rasa's default pipeline; writes docs/performance.md
	@$(BIN)/python -m tests.model.bench

.PHONY: encoder
encoder: .tools/encoder ## Tune the sentence encoder anew: half an hour, gigabytes of PyTorch; for developers, after large changes of data
	@OMP_NUM_THREADS=1 .tools/encoder/bin/python -m encoder.tune

.PHONY: lock
lock: $(UV) ## Resolve pyproject.toml anew into the hashed requirement files
	@$(UV) pip compile pyproject.toml --generate-hashes --python-version 3.11 --quiet --no-header --output-file requirements.txt
	@cd encoder && ../$(UV) pip compile requirements.in --generate-hashes --python-version 3.11 --quiet --no-header --no-config --output-file requirements.txt
	@$(UV) pip compile pyproject.toml --extra dev --generate-hashes --python-version 3.11 --quiet --no-header --output-file requirements-dev.txt

.PHONY: clean
clean: ## Remove what was built; keep the environment and the encoded lines
	@rm -rf models .rasa results .pytest_cache .mypy_cache .ruff_cache

$(UV):
	@$(PYTHON) -c 'import sys; sys.exit(0 if sys.version_info[:2] == (3, 11) else "Python 3.11 is needed, and $(PYTHON) is " + sys.version.split()[0] + ". Try: make PYTHON=python3.11")'
	@echo "Bringing uv into .tools."
	@$(PYTHON) -m venv .tools
	@.tools/bin/pip install --quiet --disable-pip-version-check 'uv>=0.5'

.tools/encoder: encoder/requirements.txt | $(UV)
	@echo "Installing PyTorch and what else tunes the encoder into .tools/encoder (several gigabytes)."
	@test -x $@/bin/python || $(UV) venv --quiet --python $(PYTHON) $@
	@$(UV) pip install --quiet --python $@/bin/python --require-hashes -r encoder/requirements.txt
	@touch $@

.venv/runtime: requirements.txt | $(UV)
	@echo "Installing what the assistant needs into .venv (2.5 GB, mostly TensorFlow)."
	@test -x $(BIN)/python || $(UV) venv --quiet --python $(PYTHON) .venv
	@$(UV) pip install --quiet --python $(BIN)/python --require-hashes -r requirements.txt
	@touch $@

.venv/dev: requirements-dev.txt .venv/runtime
	@$(UV) pip install --quiet --python $(BIN)/python --require-hashes -r requirements-dev.txt
	@touch $@
