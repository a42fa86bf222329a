"""A guard: what a call costs may not grow unnoticed.

Instructions are counted, not seconds, so that a busy machine changes nothing, and
divided by those of bare urllib3, so that another Python or processor changes little.
"""

import pytest

from . import instructions
from .contenders import LIBRARY
from .server import provider

RECORDED = {
    (instructions.CALL, "oauth2"): 1.09,
    (instructions.CALL, "oauth1"): 1.57,
    (instructions.SIGN_IN, "oauth2"): 1.13,
    (instructions.SIGN_IN, "oauth1"): 1.16,
}
MARGIN = 1.05


@pytest.mark.once
@pytest.mark.skipif(
    not instructions.available(), reason="valgrind is not installed (or no fork)"
)
def test_calls_and_sign_ins_take_no_more_instructions_than_recorded() -> None:
    with provider() as found:
        ratios = instructions.ratios(found.http, 12, [LIBRARY])
    assert {(work, protocol) for work, protocol, _ in ratios} == set(RECORDED)
    grown = {
        (work, protocol): ratio
        for (work, protocol, _), ratio in ratios.items()
        if ratio > RECORDED[work, protocol] * MARGIN
    }
    assert not grown
