"""Compare with bare urllib3 and with others: ``python -m tests.benchmarks``."""
