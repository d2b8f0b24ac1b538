"""The sentences about the lines of an optimizer, as templates: data for the display language."""

from __future__ import annotations

NOT_FINITE = "{name} has no finite value in this step: the run has left the numbers."
BRANCH_HOLDS = "{condition} holds, so the first line counts."
BRANCH_NOT = "{condition} does not hold, so the other line counts."

# Words for vectors, as they stand inside the other sentences.
THE_GRADIENT = "the gradient"
THE_VELOCITY = "the velocity"
THE_POINT = "the point"
THE_SQUARE = "the square of {thing}"
TIMES = "{factor} times {thing}"

GRADIENT = "The gradient points uphill: that way f rises fastest, by {slope} per unit of length."
GRADIENT_ZERO = "The gradient is zero: the ground is level here."
GRADIENT_AHEAD = "The gradient is taken at {place}: there f rises by {slope} per unit of length in its direction."
GRADIENT_AHEAD_ZERO = "The gradient is taken at {place}: the ground is level there."

PUSH_DOWN = "a push downhill"
PUSH_SIDEWAYS = "no push up or down"
PUSH_UP = "a push uphill"
VELOCITY_ONLY = "The velocity is nothing but {push}."
VELOCITY_KEEPS = "The velocity keeps {share} of itself and gains {push}."

KEEPS = "{name} keeps {share} of itself and gains {gain}."
AVERAGES = "{name} keeps {share} of itself and takes in {rest} of {thing}."
ACCUMULATES = "{name} keeps all of itself and adds {thing}: it can only grow."
MULTIPLIED = "{name} becomes {factor} times what it was."
MULTIPLIED_PLUS = "{name} becomes {factor} times what it was, and gains {gain}."

GROWS = "It grows in length from {before} to {after}."
SHRINKS = "It shrinks in length from {before} to {after}."
SAME_LENGTH = "Its length stays {after}."
GOES = "It goes from {before} to {after}."
STAYS_AT = "It stays {after}."

LOOK_AHEAD = "Looking ahead: {name} is the place {place}, {length} away from the point."
LARGER = "{name} takes in each coordinate the larger of {first} and {second}: {value}."
SMALLER = "{name} takes in each coordinate the smaller of {first} and {second}: {value}."
SIGNS = "Only the signs of {thing} count: {parts}."
COPY = "{name} is {thing}, unchanged."
CORRECTED = (
    "{name} is {thing} made {factor} times as large: an average that starts at zero is too small in its first steps."
)
CORRECTED_NO_MORE = "{name} is {thing}, almost unchanged: the correction for having started at zero has worn off."
TIMES_IT = "{name} is {factor} times {thing}."
MIXES = "{name} mixes {first} of {one} with {second} of {other}."
ADDS = "{name} is {one} plus {other}."
SUBTRACTS = "{name} is {one} minus {other}."
DIVIDED = "Every coordinate of {thing} is divided by a number of its own: {parts}."
HELD_BACK = "{coordinate} is held back most."

STEP_DOWN = "The step is {value}, {length} long, and leads downhill."
STEP_SIDEWAYS = "The step is {value}, {length} long, and leads neither up nor down."
STEP_UP = "The step is {value}, {length} long, and leads uphill."
STEP_ZERO = "The step is zero."

TRIED_ONE = "The first step that is tried along the line will do: {name} is {step}."
BACKTRACKED = (
    "Steps along the line are tried, each {factor} times the last, until the loss falls enough: {name} is "
    "{step}, after {trials}."
)
SEARCHED_WOLFE = (
    "A step along the line is sought that lowers the loss enough and leaves little slope: {name} is "
    "{step}, after {trials}."
)
SEARCHED_EXACT = "A place along the line is sought where the slope is zero: {name} is {step}, after {trials}."
NO_STEP = "No step along the line will do: {name} is 0."

GENERIC = "{name} comes to {value}, from {inputs}."
GENERIC_BARE = "{name} is {value}."
GENERIC_CHANGE = "{name} goes from {before} to {value}, by way of {inputs}."

STAYS = "The point stays where it is."
DRAWN_TO_ZERO = "The point keeps {share} of its coordinates, which draws it towards zero."
AGAINST_GRADIENT = "The point steps against the gradient, {factor} times as far as the gradient is long."
AGAINST = "The point steps against {thing}, {factor} times its length."
ALONG = "The point moves by {thing}."
MOVES = "The point moves by {value}."
FALLS = "This step is {length} long; f falls from {before} to {after}."
RISES = "This step is {length} long; f rises from {before} to {after}."
SAME_F = "This step is {length} long; f stays {after}."
NO_F = "This step is {length} long; f has no finite value at its end."
STRAIGHT_DOWN = "It leads straight down the steepest slope."
OFF = "It leads {angle}° off the steepest way down."
