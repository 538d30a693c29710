# Everything a newcomer needs. Names such as PORT=8001 or AT=2021-05-24T10:00 are handed on:
# docs/reference/configuration.md lists them all.
BIN := .venv/bin
CHECKED := env DATA_DIR=var/tests $(BIN)

.PHONY: demo up test check bench assets lock clean install install-dev

demo: install ## the example city's week of 2021 on http://127.0.0.1:8000/; ANEW=1 starts over
	@$(BIN)/skillweek demo $(if $(ANEW),--anew)

up: install ## an empty city; asks for its first officer
	@$(BIN)/skillweek up

test: install-dev ## every test, browser tests last
	@sh tools/browser.sh
	@$(BIN)/pytest -q -n 2 -m "not browser"
	@$(BIN)/pytest -q -m browser

check: install-dev ## linters, types, layers, migrations, budgets
	@$(BIN)/ruff check -q --output-format concise .
	@$(BIN)/ruff format -q --check .
	@$(BIN)/mypy --no-error-summary
	@$(BIN)/lint-imports > .lint-imports.log || { cat .lint-imports.log; exit 1; }
	@git ls-files '*.html' | xargs -r $(BIN)/djade --check --target-version 5.2
	@$(CHECKED)/skillweek check --fail-level WARNING > /dev/null
	@$(CHECKED)/skillweek makemigrations --check --dry-run > /dev/null \
		|| { $(CHECKED)/skillweek makemigrations --check --dry-run; exit 1; }
	@$(BIN)/pytest -q -p no:randomly tests/guards

bench: install-dev ## measures on this machine, written to benchmarks/results/
	@$(BIN)/python benchmarks/booking_rush.py
	@$(BIN)/python benchmarks/pages.py
	@$(BIN)/python benchmarks/reading.py
	@$(BIN)/python benchmarks/board.py
	@$(BIN)/python benchmarks/matrix.py
	@$(BIN)/python benchmarks/notice.py
	@$(BIN)/python benchmarks/import_programme.py
	@$(BIN)/python benchmarks/outbox.py
	@$(BIN)/python benchmarks/solve_coverage.py

assets: install ## scripts and styles from npm packages
	@$(BIN)/python hatch_build.py

lock: install-dev ## newest versions within pyproject.toml and package.json
	@$(BIN)/uv pip compile -q --no-config --universal --python-version 3.11 --upgrade --generate-hashes --no-header \
		--no-annotate --extra build pyproject.toml -o requirements.txt
	@$(BIN)/uv pip compile -q --no-config --universal --python-version 3.11 --upgrade --generate-hashes --no-header \
		--no-annotate --extra build --extra dev -c requirements.txt pyproject.toml -o requirements-dev.txt
	@$(BIN)/python hatch_build.py --lock

clean: ## what was installed and built; data in var/ stays
	@rm -rf .venv node_modules skillweek/common/static/built skillweek/report/fonts .mypy_cache .ruff_cache .pytest_cache \
		.import_linter_cache .hypothesis .lint-imports.log
	@find skillweek tests -name __pycache__ -prune -exec rm -rf {} +
	@find skillweek -name '*.mo' -delete

install:
	@sh tools/install.sh requirements.txt

install-dev:
	@sh tools/install.sh requirements-dev.txt
