"""Kernel: the language of each segment, by the same sums in the same order as `language`."""

from __future__ import annotations

from typing import Any

import numpy as np

from beltplan.skills.batch.jit import jit

__all__ = ["tongues"]

_TOUCH = 1e-9


@jit
def _evidence(
    numbers: Any, low: Any, high: Any, traits: Any, rules: Any, tally: Any, score: Any
) -> None:
    """Sum the evidence of tokens `low` to `high` into `score`, float64 [language]."""
    weight_row, weights, letters = traits
    rule_letters, rule_language, rule_weight = rules
    score[:] = 0.0
    tally[:] = 0
    for at in range(low, high):
        number = numbers[at]
        row = weight_row[number]
        if row >= 0:
            for language in range(len(score)):
                score[language] += weights[row, language]
        for n in range(letters.shape[1]):
            tally[n] += letters[number, n]
    for rule in range(len(rule_letters)):
        n = tally[rule_letters[rule]]
        if n:
            score[rule_language[rule]] += n * rule_weight[rule]


@jit
def _best(score: Any) -> Any:
    best = 0
    for language in range(1, len(score)):
        if score[language] > score[best]:
            best = language
    return best


@jit
def tongues(
    numbers: Any,
    docs: Any,
    segs: Any,
    n_segs: Any,
    traits: Any,
    rules: Any,
    clearly: Any,
    out: Any,
) -> None:
    """Write the number of each segment's language, or -1 where nothing speaks for one.

    Parameters
    ----------
    numbers
        Number of each token.
    docs, segs
        First and last token of each text; text, first and last token of each segment.
    traits
        Of each distinct token: row of its weights or -1, the weights by language, and how often
        each stretch of letters stands in it.
    rules
        Stretch, language and weight of each rule of letters.
    clearly
        With less evidence than this against it, a segment stays in the language of its text.
    out
        int8 [segment].
    """
    doc_low, doc_high = docs
    seg_doc, seg_low, seg_high = segs
    n = traits[1].shape[1]
    tally = np.zeros(traits[2].shape[1], np.int64)
    around, own, score = np.zeros(n), np.zeros(n), np.zeros(n)
    current = -1
    total = 0.0
    whole = 0
    for s in range(n_segs):
        doc = seg_doc[s]
        if doc != current:
            current = doc
            _evidence(numbers, doc_low[doc], doc_high[doc], traits, rules, tally, around)
            total = 0.0
            for language in range(n):
                total += around[language]
            if total == 0.0:
                total = 1.0
            whole = _best(around)
        _evidence(numbers, seg_low[s], seg_high[s], traits, rules, tally, own)
        positive = 0.0
        for language in range(n):
            score[language] = own[language] + around[language] / total
            positive += max(0.0, score[language])
        if positive < _TOUCH:
            out[s] = -1
            continue
        best = _best(score)
        out[s] = best
        if best != whole and around[whole] > 0 and own[best] - own[whole] < clearly:
            out[s] = whole
