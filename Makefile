PYTHON ?= python3

.PHONY: demo test lint bench bench-plan docs eval-skills

demo test lint bench bench-plan docs eval-skills:
	@$(PYTHON) run.py $@
