"""Lists → how long they take to read and how much memory, beside yardsticks measured in the same run.

`python -m benchmarks` measures everything, `python -m benchmarks txt docx-lxml` the cases whose names start so.
"""
