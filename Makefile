PYTHON ?= python3

.PHONY: demo test lint bench docs eval-skills

demo test lint bench docs eval-skills:
	@$(PYTHON) run.py $@
