PYTHON ?= python3

.PHONY: demo test lint bench docs

demo test lint bench docs:
	@$(PYTHON) run.py $@
