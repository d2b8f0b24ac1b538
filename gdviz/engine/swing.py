"""Whether a lane ends in swings, round and round or back and forth, that will not settle.

Three things tell such swings from a lane on its way, all of them taken to go on for 256 steps as they went on in the
tail: the swings keep their size, their centre does not drift, and the loss does not fall by much beside their height.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from gdviz.engine.result import Floats
from gdviz.engine.terrain import lengths

Flags = NDArray[np.bool_]
Counts = NDArray[np.int64]

# A swing may lose this share of its size over the horizon and still count as lasting.
LASTING = 0.05
HORIZON = 256
# By so much may the thirds of a tail that repeats differ in size.
EVEN = 1.25
# The tail must look like itself a period earlier: the correlation that counts as coming back.
COMES_BACK = 0.9
# What never repeats must have crossed its own width so often: a random walk has not, by far.
CROSSINGS = 24
# The fewest points from which a swing is told: of a whole tail, of a part of one, and where there is no period.
WHOLE, PART, UNPERIODIC = 6, 12, 64


@dataclass(frozen=True)
class Swing:
    """A motion round and round or back and forth, staying where it is.

    `period` counts steps, 0 when it never quite repeats; `width` is in windows. A lasting swing will not settle, one
    that is not lasting does; a growing one gets wider all the time.
    """

    period: int
    width: float
    lasting: bool
    growing: bool = False


def swing(tail: Floats, losses: Floats, loss_at: Callable[[Floats], Floats]) -> Swing | None:
    """The swing that one tail of scaled points (k, dim) with losses (k,) ends in; see `swings`."""
    return swings(tail[None], losses[None], loss_at)[0]


def swings(tails: Floats, losses: Floats, loss_at: Callable[[Floats], Floats]) -> list[Swing | None]:
    """The swings in which tails of scaled points (lanes, k, dim) with losses (lanes, k) end; None for rest or progress.

    `loss_at` measures the loss at the swings' centres, (n, dim) -> (n,). Where a whole tail is no lasting swing, its
    last half or quarter may be: a lane has to get there first.
    """
    answer: list[Swing | None] = [None] * len(tails)
    going = np.flatnonzero(np.isfinite(tails).all(axis=(1, 2)) & np.isfinite(losses).all(axis=1))
    rows, least = tails.shape[1], WHOLE
    while rows >= least and len(going):
        whole = rows == tails.shape[1]
        some = going[_turning(tails[going, -rows:])]
        for lane, found in zip(some, _swings(tails[some, -rows:], losses[some, -rows:], loss_at), strict=True):
            # That a swing grows is only said of a whole tail: bursts grow, too, for a while.
            if found is not None and (found.lasting or answer[lane] is None) and (whole or not found.growing):
                answer[lane] = found
        going = np.array([lane for lane in going if not _lasts(answer[lane])], dtype=np.int64)
        rows, least = rows // 2, max(PART, tails.shape[1] // 4)
    return answer


def _lasts(found: Swing | None) -> bool:
    return found is not None and found.lasting


def _turning(tails: Floats) -> Flags:
    """Which tails have travelled at least twice as far as they got."""
    return np.asarray(lengths(tails[:, -1] - tails[:, 0]) < 0.5 * _travelled(tails))


def _travelled(tails: Floats) -> Floats:
    return np.asarray(lengths(np.diff(tails, axis=1)).sum(axis=1))


def _swings(tails: Floats, losses: Floats, loss_at: Callable[[Floats], Floats]) -> list[Swing | None]:
    """The swing of each whole tail, or None."""
    answer: list[Swing | None] = [None] * len(tails)
    if not len(tails):
        return answer
    periods = _periods(tails - tails.mean(axis=1, keepdims=True))
    regular = np.flatnonzero(periods)
    if len(regular):
        for lane, found in zip(
            regular, _regular(tails[regular], losses[regular], periods[regular], loss_at), strict=True
        ):
            answer[lane] = found
    others = np.flatnonzero((periods == 0) & (_travelled(tails) >= CROSSINGS * _widths(tails)))
    if len(others) and tails.shape[1] >= UNPERIODIC:
        for lane, found in zip(others, _irregular(tails[others], losses[others], loss_at), strict=True):
            answer[lane] = found
    return answer


def _periods(around: Floats) -> Counts:
    """The least number of steps after which each centred tail repeats itself, grown or shrunk; 0 if it does not.

    At least three periods must be seen.
    """
    rows = around.shape[1]
    spectrum = np.fft.rfft(around, 2 * rows, axis=1)
    power = np.einsum("lfd,lfd->lf", spectrum, spectrum.conj()).real
    products = np.fft.irfft(power, 2 * rows, axis=1)[:, : rows // 3 + 1]
    squares = np.pad(np.cumsum(np.einsum("lrd,lrd->lr", around, around), axis=1), ((0, 0), (1, 0)))
    lags = np.arange(products.shape[1])
    norms = np.sqrt(squares[:, rows - lags] * (squares[:, -1:] - squares[:, lags]))
    likeness = products / np.where(norms > 0, norms, np.inf)
    away = np.logical_or.accumulate(likeness < 0.5, axis=1)
    later = np.where(away, likeness, -np.inf)
    best = later.max(axis=1, keepdims=True)
    return np.where(best[:, 0] >= COMES_BACK, np.argmax(later >= best - 0.01, axis=1), 0)


def _regular(tails: Floats, losses: Floats, periods: Counts, loss_at: Callable[[Floats], Floats]) -> list[Swing | None]:
    """The swings of tails that repeat; None where one drifts or the loss keeps falling. Whole periods are compared."""
    rows = tails.shape[1]
    whole = periods * np.maximum(1, (rows // 2) // periods)
    centre, late_centre = _mean(tails, _first(rows, whole)), _mean(tails, _last(rows, whole))
    first, last = _first(rows, periods), _last(rows, periods)
    early_size, size = _size(tails, centre, first), _size(tails, late_centre, last)
    drift, thirds = lengths(late_centre - centre), _thirds(tails)
    late_loss = _mean(losses[..., None], last)[:, 0]
    fall = _mean(losses[..., None], first)[:, 0] - late_loss
    keeps = (1 - LASTING) ** ((rows - periods) / HORIZON)
    growing = (fall < 0) & (drift <= size) & _grow(thirds, keeps)
    # A burst that comes and goes is as wide before as after it, but not between.
    even = thirds.max(axis=1) <= EVEN * thirds.min(axis=1)
    lasting = growing | (even & (size >= early_size * keeps))
    settling = ~lasting & (np.diff(thirds, axis=1) < 0).all(axis=1)
    drifting = ~growing & (drift * HORIZON / (rows - whole) > 0.3 * size)
    height = np.abs(late_loss - loss_at(late_centre))
    progress = lasting & ~growing & (fall * HORIZON / (rows - periods) > 0.1 * height)
    there = (lasting | settling) & ~drifting & ~progress
    widths = _widths(tails, _last(rows, np.maximum(periods, 2))).tolist()
    columns = (periods.tolist(), widths, lasting.tolist(), growing.tolist())
    return [Swing(*numbers) if found else None for found, *numbers in zip(there, *columns, strict=True)]


def _grow(thirds: Floats, keeps: Floats) -> Flags:
    """Which swings got wider from third to third, by more than swings that keep their size may, and at an even pace."""
    factors = thirds[:, 1:] / thirds[:, :-1]
    return np.asarray((factors > keeps[:, None] ** -0.3).all(axis=1) & (factors[:, 1] >= 0.5 * factors[:, 0]))


def _irregular(tails: Floats, losses: Floats, loss_at: Callable[[Floats], Floats]) -> list[Swing | None]:
    """The swings of tails that never repeat but stay where they are: judged by halves, with room for chance."""
    rows = tails.shape[1]
    half = np.full(len(tails), rows // 2)
    early, late = _first(rows, half), _last(rows, half)
    centre, late_centre = _mean(tails, early), _mean(tails, late)
    early_size, size, thirds = _size(tails, centre, early), _size(tails, late_centre, late), _thirds(tails)
    late_loss = _mean(losses[..., None], late)[:, 0]
    fall = _mean(losses[..., None], early)[:, 0] - late_loss
    height = np.abs(late_loss - loss_at(late_centre))
    # If every fourth of m losses is news, their mean has the standard error std / sqrt(m / 4); three of them are no
    # chance.
    chance = 3 * losses.std(axis=1) * np.sqrt(8 / (rows // 2))
    shrinks = (size < 0.9 * early_size) | (np.diff(thirds, axis=1) < 0).all(axis=1)
    stays = (lengths(late_centre - centre) <= 0.3 * size) & (thirds.max(axis=1) <= 2 * thirds.min(axis=1)) & ~shrinks
    lasting = stays & (fall <= np.maximum(0.1 * height, chance))
    widths = _widths(tails, late).tolist()
    return [Swing(0, width, lasting=True) if found else None for found, width in zip(lasting, widths, strict=True)]


def _thirds(tails: Floats) -> Floats:
    """The size of each third of each tail: the root mean square distance from the third's own centre, (lanes, 3)."""
    lanes, rows, dim = tails.shape
    blocks = tails[:, rows % 3 :].reshape(lanes, 3, rows // 3, dim)
    around = blocks - blocks.mean(axis=2, keepdims=True)
    return np.asarray(np.sqrt(np.einsum("lbrd,lbrd->lb", around, around) / (rows // 3)))


def _first(rows: int, counts: Counts) -> Flags:
    """Which rows of each tail, (lanes, rows), are among its first so many."""
    return np.asarray(np.arange(rows) < counts[:, None])


def _last(rows: int, counts: Counts) -> Flags:
    """Which rows of each tail, (lanes, rows), are among its last so many."""
    return np.asarray(np.arange(rows) >= rows - counts[:, None])


def _mean(values: Floats, which: Flags) -> Floats:
    """The mean over some rows, (lanes, rows, n) -> (lanes, n)."""
    return np.asarray(np.einsum("lrd,lr->ld", values, which) / which.sum(axis=1)[:, None])


def _size(tails: Floats, centres: Floats, which: Flags) -> Floats:
    """The root mean square distance of some rows from a centre, (lanes,)."""
    around = tails - centres[:, None, :]
    return np.asarray(np.sqrt(np.einsum("lrd,lrd,lr->l", around, around, which) / which.sum(axis=1)))


def _widths(tails: Floats, which: Flags | None = None) -> Floats:
    """The longest side of the box around the points of each tail, or around some rows of it, (lanes,)."""
    if which is None:
        return np.asarray(np.ptp(tails, axis=1).max(axis=1))
    high = np.where(which[..., None], tails, -np.inf).max(axis=1)
    low = np.where(which[..., None], tails, np.inf).min(axis=1)
    return np.asarray((high - low).max(axis=1))
