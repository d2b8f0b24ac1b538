"""Critical points in a window, against the places known from the declarations and surfaces whose answer is plain."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gdviz.engine.compiled_surface import compile_surface
from gdviz.engine.critical_answer import MOST, CriticalAnswer, CriticalQuestion, Extent, FoundPoint, Spans
from gdviz.engine.critical_points import critical_points_in
from gdviz.engine.errors import InputError
from gdviz.engine.escape import escape
from gdviz.engine.nature import Nature
from gdviz.engine.surface import Surface
from gdviz.surfaces import SURFACES, surface, typed

KNOWN = (
    ("minima", Nature.MINIMUM),
    ("local_minima", Nature.MINIMUM),
    ("saddles", Nature.SADDLE),
    ("maxima", Nature.MAXIMUM),
)
# How many there are of each kind, minima, saddles and maxima, lines of them counting once.
COUNTS = {
    "rastrigin": (121, 220, 100),
    "ackley": (121, 220, 100),
    "product_saddle": (2, 1, 0),
    "monkey_saddle": (0, 1, 0),
    "x_cubed": (0, 1, 0),
    "cliff": (2, 0, 1),
}


def found_in(shown: Surface, window: Spans | None = None) -> CriticalAnswer:
    return critical_points_in(CriticalQuestion(shown, window or shown.window))


def undeclared(shown: Surface) -> Surface:
    """The surface without what its declaration knows, for the search to find it alone."""
    return replace(shown, minima=(), local_minima=(), saddles=(), maxima=())


def distance(each: FoundPoint, point: tuple[float, ...]) -> float:
    """From a point to the nearest place of what was found."""
    return float(np.abs(np.array(each.places or (each.point,)) - point).max(axis=1).min())


@pytest.mark.parametrize("shown", SURFACES, ids=lambda shown: shown.key)
def test_every_known_point_is_found_and_called_what_it_is(shown: Surface) -> None:
    answer = found_in(shown if shown.key == "ackley" else undeclared(shown))
    for name, nature in KNOWN:
        for point in getattr(shown, name):
            near = [each for each in answer.points if distance(each, point) < (1e-9 if not each.places else 0.1)]
            assert [each.nature for each in near] == [nature], (point, near)
    assert not answer.more
    assert answer.undefined == 0.0


@pytest.mark.parametrize("shown", SURFACES, ids=lambda shown: shown.key)
def test_nothing_is_found_twice_and_nothing_that_is_none(shown: Surface) -> None:
    answer = found_in(shown)
    compiled = compile_surface(shown)
    places = np.random.default_rng(1).uniform(*np.array(shown.window).T, (99, len(shown.window)))
    steepest = np.linalg.norm(compiled.gradient(places), axis=1).max()
    smooth = [each for each in answer.points if not each.kink]
    for each in smooth:
        assert np.linalg.norm(compiled.gradient(np.array(each.point))) <= 1e-9 * steepest
        np.testing.assert_allclose(
            compiled.hessian(np.array(each.point)) @ np.array(each.eigenvectors).T,
            np.array(each.eigenvectors).T * each.eigenvalues,
            atol=1e-9 * max(1.0, *np.abs(each.eigenvalues)),
        )
    points = np.array([each.point for each in answer.points]).reshape(-1, len(shown.window))
    apart = np.abs(points[:, None] - points[None]).max(axis=2) + np.eye(len(points))
    assert apart.min(initial=1.0) > 1e-3
    if shown.key in COUNTS:
        natures = [each.nature for each in answer.points]
        counts = tuple(natures.count(each) for each in (Nature.MINIMUM, Nature.SADDLE, Nature.MAXIMUM))
        assert counts == COUNTS[shown.key]


@given(
    st.integers(1, 4).flatmap(
        lambda dim: st.tuples(
            st.lists(st.floats(-4, 4), min_size=dim, max_size=dim),
            st.lists(st.floats(0.01, 100).flatmap(lambda x: st.sampled_from((x, -x))), min_size=dim, max_size=dim),
        )
    )
)
@settings(max_examples=8)
def test_a_quadratic_has_one_and_the_signs_say_which(case: tuple[list[float], list[float]]) -> None:
    centre, curvatures = case
    terms = [f"({c})*(x{i} - ({m}))**2/2" for i, (m, c) in enumerate(zip(centre, curvatures, strict=True), 1)]
    (only,) = found_in(typed(" + ".join(terms))).points
    np.testing.assert_allclose(only.point, centre, atol=1e-12)
    np.testing.assert_allclose(only.eigenvalues, sorted(curvatures), rtol=1e-9)
    up, down = max(curvatures) > 0, min(curvatures) < 0
    assert only.nature is (Nature.SADDLE if up and down else Nature.MINIMUM if up else Nature.MAXIMUM)
    assert not only.degenerate


@pytest.mark.parametrize(
    ("expression", "nature", "place"),
    [
        ("x**3", Nature.SADDLE, (0.0,)),
        ("x**4", Nature.MINIMUM, (0.0,)),
        ("-(x - 1)**6", Nature.MAXIMUM, (1.0,)),
        ("x**3 - 3*x*y**2", Nature.SADDLE, (0.0, 0.0)),
        ("x**4 - 4*x**3 + 6*x**2 - 4*x + 1 + y**2", Nature.MINIMUM, (1.0, 0.0)),
        ("(y - x**2)*(y - 3*x**2)", Nature.SADDLE, (0.0, 0.0)),
    ],
)
def test_where_the_eigenvalues_do_not_decide_the_point_is_degenerate(
    expression: str, nature: Nature, place: tuple[float, ...]
) -> None:
    (only,) = found_in(typed(expression)).points
    assert only.degenerate
    assert only.nature is nature
    assert only.extent is Extent.POINT
    np.testing.assert_allclose(only.point, place, atol=1e-3)


def test_a_faint_curvature_that_is_the_same_everywhere_decides() -> None:
    (only,) = found_in(typed("x**2 + 1e-9*y**2")).points
    assert not only.degenerate
    assert only.nature is Nature.MINIMUM


@pytest.mark.parametrize(
    ("expression", "natures", "extent"),
    [
        ("(1 - x*y)**2", [Nature.MINIMUM, Nature.MINIMUM], Extent.LINE),
        ("(x**2 + y**2 - 1)**2", [Nature.MINIMUM], Extent.LINE),
        ("-(x - y)**4", [Nature.MAXIMUM], Extent.LINE),
        ("x**2*y", [None], Extent.LINE),
        ("maximum(x**2 + y**2 - 1, 0)", [Nature.LEVEL], Extent.AREA),
        ("(x1**2 + x2**2 + x3**2 - 1)**2", [Nature.MINIMUM], Extent.AREA),
    ],
)
def test_a_whole_line_or_area_is_one_thing(expression: str, natures: list[Nature | None], extent: Extent) -> None:
    shown = typed(expression)
    wholes = [each for each in found_in(shown).points if each.extent is not Extent.POINT]
    assert [each.nature for each in wholes] == natures
    for whole in wholes:
        assert whole.extent is extent
        assert len(whole.places) > 20
        np.testing.assert_allclose(compile_surface(shown).gradient(np.array(whole.places)), 0.0, atol=1e-9)


def test_a_line_is_followed_to_the_edges_of_the_window() -> None:
    ((first, second)) = [each for each in found_in(surface("product_saddle")).points if each.places]
    for whole in (first, second):
        x = np.abs(np.array(whole.places)[:, 0])
        assert x.min() < 0.56
        assert x.max() > 1.9


def test_only_the_window_counts() -> None:
    himmelblau = surface("himmelblau")
    answer = found_in(himmelblau, ((2.0, 4.0), (1.0, 3.0)))
    assert [each.point for each in answer.points] == [pytest.approx((3.0, 2.0), abs=1e-12)]
    assert found_in(himmelblau, ((1.0, 2.0), (1.0, 2.0))).points == ()


def test_a_window_far_too_small_or_large_for_numbers_is_refused_and_a_small_one_is_not() -> None:
    beale = surface("beale")
    near = found_in(beale, ((3 - 1e-9, 3 + 1e-9), (0.5 - 1e-9, 0.5 + 1e-9)))
    assert [each.nature for each in near.points] == [Nature.MINIMUM]
    for half, advice in ((1e-15, "zoom out"), (0.0, "zoom out"), (float("nan"), "zoom in"), (1.7e308, "zoom in")):
        with pytest.raises(InputError, match=advice):
            found_in(beale, ((3 - half, 3 + half), (0.5 - half, 0.5 + half)))


def test_where_f_is_undefined_nothing_is_found_and_the_share_is_told() -> None:
    answer = found_in(typed("log(x) + x + y**2"))  # the slope vanishes at x = -1, where there is no logarithm
    assert answer.points == ()
    assert answer.undefined == pytest.approx(0.5, abs=0.02)
    assert [each.nature for each in found_in(typed("log(x) - x - y**2")).points] == [Nature.MAXIMUM]


def test_slopes_without_end_and_kinks_are_none() -> None:
    for expression in ("x + y", "exp(x + y)", "abs(x) + y**2", "1/x + y"):
        assert found_in(typed(expression)).points == (), expression
    (cone,) = [each for each in found_in(surface("ackley")).points if each.kink]
    assert (cone.point, cone.nature) == ((0.0, 0.0), Nature.MINIMUM)


def test_of_too_many_those_in_the_middle_are_kept() -> None:
    answer = found_in(typed("sin(20*x)*sin(20*y)"))
    assert answer.more
    assert len(answer.points) == MOST
    assert np.abs([each.point for each in answer.points]).max() < 3.5


def test_ten_coordinates_are_searched_and_eleven_are_refused() -> None:
    ten = typed(" + ".join(f"(x{i}**2 - {i})**2" if i == 1 else f"x{i}**2" for i in range(1, 11)))
    assert sorted(each.nature.value for each in found_in(ten).points if each.nature) == ["minimum", "minimum", "saddle"]
    with pytest.raises(InputError, match="up to 10 coordinates, and this surface has 11"):
        found_in(typed(" + ".join(f"x{i}**2" for i in range(1, 12))))


def test_the_lowest_minimum_comes_first() -> None:
    points = found_in(surface("hills")).points
    order = [Nature.MINIMUM, Nature.SADDLE, Nature.MAXIMUM]
    keys = [(order.index(each.nature), each.loss) for each in points if each.nature]
    assert keys == sorted(keys)


def test_escape_goes_along_the_eigenvector_of_the_negative_eigenvalue() -> None:
    shown = surface("product_saddle")
    saddle = next(each for each in found_in(shown).points if each.nature is Nature.SADDLE)
    way = escape(compile_surface(shown), saddle, 0.5)
    assert way is not None
    assert way.eigenvalue == pytest.approx(-2.0)
    np.testing.assert_allclose(way.direction, np.array([1.0, 1.0]) / np.sqrt(2))
    np.testing.assert_allclose(way.starts, np.array([[1, 1], [-1, -1]]) * 0.5 / np.sqrt(2))
    assert way.predicted == pytest.approx(2 / 2 * 0.25)
    assert way.lower == pytest.approx((1 - (1 - 0.125) ** 2,) * 2)
    minimum = found_in(surface("bowl")).points[0]
    assert escape(compile_surface(surface("bowl")), minimum, 0.5) is None
