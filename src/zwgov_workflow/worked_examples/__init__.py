"""Worked examples: stories of cases in the words of the law, run to see that they end as told.

A file ``VERSION.examples.yaml`` beside a regulation holds them (:mod:`.example_file`).
"""

from zwgov_workflow.worked_examples.beside import check_examples, examples_beside
from zwgov_workflow.worked_examples.example import Example, ExampleFile, Step
from zwgov_workflow.worked_examples.example_file import read_examples
from zwgov_workflow.worked_examples.running import run_examples

__all__ = [
    "Example",
    "ExampleFile",
    "Step",
    "check_examples",
    "examples_beside",
    "read_examples",
    "run_examples",
]
