"""Lion: the sign of a momentum."""

from __future__ import annotations

from gdviz.engine.optimizer import Hyper, Optimizer, Role
from gdviz.optimizers.hypers import SLOWEST, decay, rate

# The paper's beta2 is 0.99; a race of 500 steps needs a memory that forgets the first slope before it ends.
LION = Optimizer(
    key="lion",
    title="Lion",
    summary="Only the direction counts: every coordinate moves by exactly the rate, up or down.",
    rules="""
        g      = grad(theta)
        c      = beta1*m + (1 - beta1)*g
        m      = beta2*m + (1 - beta2)*g
        scaled = sign(c)
        theta  = theta*(1 - lr*weight_decay) - lr*scaled
    """,
    hyperparameters=(
        rate(0.01),
        Hyper("beta1", r"\beta_1", 0.9, 0.0, SLOWEST, help="Share of the memory in the direction that is taken."),
        Hyper("beta2", r"\beta_2", 0.95, 0.0, SLOWEST, help="Share of the memory kept from one step to the next."),
        decay(0.0),
    ),
    roles={"g": Role.GRADIENT, "m": Role.MOMENT, "scaled": Role.SCALED},
    symbols={"scaled": r"\tilde{c}"},
    reference="Chen et al., 2023, arXiv:2302.06675, algorithm 2.",
)
