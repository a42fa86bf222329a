"""A guard: what a call costs may not grow unnoticed.

Instructions are counted, not seconds, so that a busy machine changes nothing, and
divided by those of bare urllib3, so that another Python or processor changes little.
"""

import os

import pytest

from . import instructions
from .contenders import LIBRARY
from .server import provider

RECORDED = {
    (instructions.CALL, "oauth2"): 1.08,
    (instructions.CALL, "oauth1"): 1.57,
    (instructions.SIGN_IN, "oauth2"): 1.13,
    (instructions.SIGN_IN, "oauth1"): 1.15,
}
MARGIN = 1.05


@pytest.mark.once
@pytest.mark.skipif(
    "FLASK_OAUTH_INSTRUCTIONS" not in os.environ,
    reason="takes 20 seconds: set FLASK_OAUTH_INSTRUCTIONS=1, as .ci/run does",
)
@pytest.mark.skipif(
    not instructions.available(), reason="valgrind is not installed (or no fork)"
)
def test_calls_and_sign_ins_take_no_more_instructions_than_recorded() -> None:
    with provider() as found:
        ratios = instructions.ratios(found.http, 20, [LIBRARY])
    assert {(work, protocol) for work, protocol, _ in ratios} == set(RECORDED)
    grown = {
        (work, protocol): ratio
        for (work, protocol, _), ratio in ratios.items()
        if ratio > RECORDED[work, protocol] * MARGIN
    }
    assert not grown
