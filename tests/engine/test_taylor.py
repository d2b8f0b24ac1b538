"""The Taylor model at a point, against series written out by hand."""

from __future__ import annotations

import numpy as np
import pytest

from gdviz.engine.compiled_surface import compile_surface
from gdviz.engine.errors import InputError
from gdviz.engine.taylor import model_error, taylor_model
from gdviz.surfaces import typed


def test_the_model_of_a_product_is_the_series_written_out() -> None:
    compiled = compile_surface(typed("exp(x)*sin(y)"))
    model = taylor_model(compiled, (0.0, 0.0))
    places = np.random.default_rng(0).normal(size=(50, 2))
    np.testing.assert_allclose(model.values(places, 1), places[:, 1])
    np.testing.assert_allclose(model.values(places, 2), places[:, 1] * (1 + places[:, 0]))


def test_the_error_within_a_radius_is_that_of_the_remainder() -> None:
    compiled = compile_surface(typed("x**3 + x"))
    model = taylor_model(compiled, (1.0,))
    assert model_error(compiled, model, 1, 0.5).worst == pytest.approx(3 * 0.5**2 + 0.5**3)
    assert model_error(compiled, model, 2, 0.5).worst == pytest.approx(0.5**3)


def test_a_quadratic_is_its_own_model_of_second_order() -> None:
    compiled = compile_surface(typed("x**2/16 + 9*y**2 + x*y"))
    model = taylor_model(compiled, (3.0, -2.0))
    assert model_error(compiled, model, 2, 5.0).worst <= 1e-11
    assert model_error(compiled, model, 1, 5.0).worst > 100


def test_where_f_is_not_defined_there_is_no_model_and_the_error_says_so() -> None:
    compiled = compile_surface(typed("log(x) + y**2"))
    with pytest.raises(InputError, match="no Taylor model"):
        taylor_model(compiled, (-1.0, 0.0))
    model = taylor_model(compiled, (1.0, 0.0))
    assert model_error(compiled, model, 2, 0.5).defined
    assert not model_error(compiled, model, 2, 1.5).defined
    assert np.isfinite(model_error(compiled, model, 2, 1.5).worst)
