"""Kernel: the exact score of likely concepts."""

from __future__ import annotations

from typing import Any

import numpy as np

from beltplan.skills.batch.jit import jit

__all__ = ["rate"]


@jit
def rate(
    ask_ends: Any,
    ask_features: Any,
    ask_values: Any,
    label_ends: Any,
    label_features: Any,
    label_values: Any,
    first_label: Any,
    last_label: Any,
    features: Any,
    weight: Any,
    chosen: Any,
    scores: Any,
) -> None:
    """Add one part's exact score to the chosen concepts.

    Parameters
    ----------
    ask_ends, ask_features, ask_values
        Texts as sparse rows of features.
    label_ends, label_features, label_values
        Labels as sparse rows.
    first_label, last_label
        By concept.
    features
        How many features there are.
    weight
        Of the part.
    chosen
        Concepts, int [text, place], -1 for none.
    scores
        Added to: float32 [text, place].
    """
    here = np.zeros(features, np.float32)
    for text in range(len(ask_ends) - 1):
        for at in range(ask_ends[text], ask_ends[text + 1]):
            here[ask_features[at]] = ask_values[at]
        for place in range(chosen.shape[1]):
            concept = chosen[text, place]
            if concept < 0:
                continue
            best = np.float32(0)
            for label in range(first_label[concept], last_label[concept]):
                at, end = label_ends[label], label_ends[label + 1]
                # Four sums at a time, as each would wait for the one before.
                one = two = three = four = np.float32(0)
                while at + 4 <= end:
                    one += here[label_features[at]] * label_values[at]
                    two += here[label_features[at + 1]] * label_values[at + 1]
                    three += here[label_features[at + 2]] * label_values[at + 2]
                    four += here[label_features[at + 3]] * label_values[at + 3]
                    at += 4
                while at < end:
                    one += here[label_features[at]] * label_values[at]
                    at += 1
                best = max(best, (one + two) + (three + four))
            scores[text, place] += weight * best
        for at in range(ask_ends[text], ask_ends[text + 1]):
            here[ask_features[at]] = 0
