"""Secrets, and how they print."""

import attrs


def mask(value: object) -> str:
    """Print a secret: set or not, and nothing else."""
    return repr(value) if value in (None, "") else "'***'"


@attrs.frozen
class ConsumerKeys:
    """Hold what identifies this application to the remote one."""

    key: str
    secret: str = attrs.field(repr=mask)
