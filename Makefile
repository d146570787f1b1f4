PYTHON ?= python3

.PHONY: demo test lint bench bench-plan bench-skills docs eval-skills

demo test lint bench bench-plan bench-skills docs eval-skills:
	@$(PYTHON) run.py $@
