"""The known minimum of neurons for the test functions, on the real networks."""

import pytest

import uat
from uat.catalogue import CATALOGUE

TOLERANCES = (0.1, 0.03, 0.01, 0.003, 0.001)
# Fewest neurons of `steps` / neurons of Nielsen's equal bumps, for each tolerance (found by a sweep
# over 2 million samples, written independently of this code).
TABLE = {
    "nielsen": "6/64 28/234 94/700 326/2332 993/6996",
    "sine": "17/64 65/210 197/630 665/2096 1997/6284",
    "runge": "8/64 32/216 96/650 320/2166 960/6496",
    "abs": "8/22 32/68 98/202 332/668 998/2002",
    "sqrt": "4/50 16/556 49/5000 166/55564 499/500024",
    "sign": "1/4 1/4 1/4 1/4 1/4",
    "chirp": "54/3378 198/11314 597/33944 2009/113154 6029/339450",
    "weierstrass": "66/360 415/2710 1894/15572 8488/59250",
}
CASES = [
    (key, tol, *map(int, cell.split("/")))
    for key, row in TABLE.items()
    for tol, cell in zip(TOLERANCES, row.split(), strict=False)
]


@pytest.mark.parametrize(("key", "tol", "fewest", "equal"), CASES)
def test_steps_need_the_minimum(key, tol, fewest, equal):
    net = uat.approximate(key, construction="steps", tol=tol)
    assert net.network.neurons <= fewest * 1.003
    assert net.error.max <= tol * (1 + 1e-6)
    assert net.error.met


@pytest.mark.parametrize(("key", "tol", "fewest", "equal"), CASES)
def test_bumps_need_no_more_than_equal_bumps_do(key, tol, fewest, equal):
    net = uat.approximate(key, construction="bumps", tol=tol)
    assert net.network.neurons <= equal
    assert net.error.max <= tol * (1 + 1e-6)


LINKS = {
    "nielsen": "5 13 21 38 64 212 674 2138",
    "sine": "5 7 13 23 39 121 379 1199",
    "runge": "4 7 10 18 32 100 316 998",
    "abs": "2 2 2 2 2 2 2 2",
    "sqrt": "2 3 5 9 16 50 158 500",
    "chirp": "13 20 38 69 118 371 1174 3711",
    "weierstrass": "63 243 1395 5103 6561",
}
LINK_CASES = [
    (key, tol, int(links))
    for key, row in LINKS.items()
    for tol, links in zip((*TOLERANCES, 1e-4, 1e-5, 1e-6), row.split(), strict=False)
]


@pytest.mark.parametrize(("key", "tol", "links"), LINK_CASES)
def test_ramps_need_the_fewest_links(key, tol, links):
    net = uat.approximate(key, construction="ramps", tol=tol)
    more = 0.0 if tol >= 1e-3 else 0.005 if tol >= 1e-5 else 0.02
    assert net.network.neurons <= links * (1 + more)
    assert net.error.met
    assert net.network.layers[0].activation.name == "relu"


def test_the_catalogue_has_the_tables_functions():
    assert set(TABLE) <= set(CATALOGUE)
