"""The knobs that several optimizers share, each with its usual letter, range and one line of help."""

from __future__ import annotations

from gdviz.engine.optimizer import Hyper

# Above this an average forgets so slowly that 1 - share is not known to five digits.
SLOWEST = 0.99999999999
# Fastest decay at which the corrections 1 - beta**t keep their digits.
SLOWEST_CORRECTED = 0.999999
# Starting values are typed, not slid: the range only has to hold what a textbook starts from.
LARGEST_START = 1000.0


def rate(default: float) -> Hyper:
    """The learning rate."""
    return Hyper("lr", r"\eta", default, 1e-8, 100.0, log=True, help="Learning rate: how far one step goes.")


def friction(default: float) -> Hyper:
    """The share of the velocity that is kept; 0 is gradient descent, 1 never slows down."""
    return Hyper("mu", r"\mu", default, 0.0, 1.0, help="Share of the velocity kept from one step to the next.")


def memory(default: float) -> Hyper:
    """The share kept by a moving average of squares, in the methods that do not correct its start."""
    return Hyper("rho", r"\rho", default, 0.0, SLOWEST, help="Share of the average kept: near 1 is a long memory.")


def first_beta(default: float = 0.9) -> Hyper:
    """The share kept by Adam's average of gradients."""
    return Hyper("beta1", r"\beta_1", default, 0.0, SLOWEST_CORRECTED, help="Memory of the average of gradients.")


def second_beta(default: float = 0.999, low: float = 0.0) -> Hyper:
    """The share kept by Adam's average of squares."""
    return Hyper("beta2", r"\beta_2", default, low, SLOWEST_CORRECTED, help="Memory of the average of squares.")


def guard(default: float) -> Hyper:
    """The small number that keeps a division by a root away from zero."""
    return Hyper("eps", r"\epsilon", default, 0.0, 1.0, log=True, help="Small number against dividing by zero.")


def decay(default: float) -> Hyper:
    """The rate at which theta itself shrinks, apart from the gradient."""
    return Hyper("weight_decay", r"\lambda", default, 0.0, 1.0, help="How strongly every step pulls towards zero.")


def start_velocity() -> Hyper:
    """The velocity before the first step."""
    return Hyper("v0", "v_0", 0.0, -LARGEST_START, LARGEST_START, help="Velocity before the first step.", initial=True)


def start_squares(name: str, symbol: str) -> Hyper:
    """What an accumulator of squares holds before the first step."""
    return Hyper(name, symbol, 0.0, 0.0, LARGEST_START, help="Accumulator before the first step.", initial=True)
