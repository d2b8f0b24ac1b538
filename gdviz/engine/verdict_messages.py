"""The sentences in which a verdict is told: complete English templates, filled with numbers."""

from __future__ import annotations

# One coordinate, two, or more: curvatures are told one by one as long as they fit into a sentence.
MINIMUM_1 = "Reached a minimum: the gradient is {gradient:.2g} and the curvature is positive ({low:.3g})."
MINIMUM_2 = (
    "Reached a minimum: the gradient is {gradient:.2g} and both curvatures are positive ({low:.3g} and {high:.3g})."
)
MINIMUM_N = (
    "Reached a minimum: the gradient is {gradient:.2g} and all {dimension} curvatures are positive ({low:.3g} to "
    "{high:.3g})."
)
MINIMUM_FLAT = (
    "Reached a minimum: the gradient is {gradient:.2g} and nothing around is lower, though not every curvature is "
    "positive."
)
MINIMUM_KINK = "Reached a minimum at a kink: the gradient jumps here, but everything around is higher."
MINIMUM_NEAR = (
    "Stopped close to a minimum, about {distance:.2g} away: the largest component of the gradient, {largest:.2g}, is "
    "below the tolerance."
)

LOCAL_1 = (
    "Reached a local minimum: the curvature is positive ({low:.3g}), but the loss of {loss:.4g} is above the "
    "{best:.4g} known elsewhere."
)
LOCAL_2 = (
    "Reached a local minimum: both curvatures are positive ({low:.3g} and {high:.3g}), but the loss of {loss:.4g} "
    "is above the {best:.4g} known elsewhere."
)
LOCAL_N = (
    "Reached a local minimum: all {dimension} curvatures are positive ({low:.3g} to {high:.3g}), but the loss of "
    "{loss:.4g} is above the {best:.4g} known elsewhere."
)
LOCAL_FLAT = (
    "Reached a local minimum: nothing around is lower, but the loss of {loss:.4g} is above the {best:.4g} known "
    "elsewhere."
)
LOCAL_KINK = (
    "Reached a local minimum at a kink: everything around is higher, but the loss of {loss:.4g} is above the "
    "{best:.4g} known elsewhere."
)
LOCAL_NEAR = (
    "Stopped close to a local minimum, about {distance:.2g} away: its loss of {loss:.4g} is above the {best:.4g} "
    "known elsewhere."
)
LOCAL_DECLARED = (
    "Reached a local minimum: the gradient is {gradient:.2g} and everything around is higher, but the surface is known "
    "to go lower elsewhere."
)

SADDLE_2 = (
    "Stopped at a saddle: it curves up along one direction ({high:.3g}) and down along another ({low:.3g}); a "
    "nudge sideways would escape."
)
SADDLE_N = (
    "Stopped at a saddle: of its {dimension} curvatures ({low:.3g} to {high:.3g}), {down} go down; a nudge that "
    "way would escape."
)
SADDLE_FLAT = (
    "Stopped at a saddle: the gradient is {gradient:.2g}, yet close by the surface is lower on one side and "
    "higher on another."
)
SADDLE_KINK = (
    "Stopped at a saddle with a kink: the gradient jumps here, and the surface is lower on one side and higher on "
    "another."
)
SADDLE_NEAR = (
    "Stopped close to a saddle, about {distance:.2g} away: the largest component of the gradient, {largest:.2g}, is "
    "below the tolerance, though the surface goes on down."
)

MAXIMUM_1 = (
    "Sits on a maximum: the gradient is {gradient:.2g} and the curvature is negative ({low:.3g}); any nudge would "
    "go down."
)
MAXIMUM_2 = (
    "Sits on a maximum: the gradient is {gradient:.2g} and both curvatures are negative ({low:.3g} and "
    "{high:.3g}); any nudge would go down."
)
MAXIMUM_N = (
    "Sits on a maximum: the gradient is {gradient:.2g} and all {dimension} curvatures are negative ({low:.3g} to "
    "{high:.3g}); any nudge would go down."
)
MAXIMUM_FLAT = (
    "Sits on a maximum: the gradient is {gradient:.2g} and nothing around is higher, though not every curvature "
    "is negative."
)
MAXIMUM_KINK = "Sits on a maximum at a kink: the gradient jumps here, and everything around is lower."
MAXIMUM_NEAR = (
    "Stopped close to a maximum, about {distance:.2g} away: the largest component of the gradient, {largest:.2g}, is "
    "below the tolerance."
)

PLATEAU_LEVEL = "Is on level ground: the surface is flat all around, so no direction leads down."
PLATEAU_STOPPED = (
    "Stopped on a slope that counts as flat: the largest component of the gradient, {largest:.2g}, is below the "
    "tolerance, but no minimum is near."
)
PLATEAU_EARLY = (
    "Stopped early on a slope that counts as flat: the largest component of the gradient, {largest:.2g}, is below the "
    "tolerance, but the minimum is still about {distance:.2g} away."
)
PLATEAU_CRAWLING = (
    "Crawls on a plateau: the gradient is only {gradient:.2g}, and the last {count} steps covered no more than "
    "{distance:.2g}."
)

OSCILLATING_TO_AND_FRO = "Jumps back and forth over a width of {width:.2g} at every step and comes no nearer."
OSCILLATING_SHRINKING = (
    "Jumps back and forth over a width of {width:.2g} at every step, and that width shrank by only {share:.2g} % in "
    "the last {count} steps."
)
OSCILLATING_PERIOD = "Keeps swinging over a width of {width:.2g}: about every {period} steps it is back where it was."
OSCILLATING_IRREGULAR = "Keeps swinging over a width of {width:.2g}, neither settling nor repeating itself."
HOVERS_BATCHES = (
    "Hovers round a minimum, kept from it by the noise of the batches: in the last {count} steps it was {distance:.2g} "
    "away on average."
)
HOVERS_NOISE = (
    "Hovers round a minimum, kept from it by the noise on the gradient: in the last {count} steps it was "
    "{distance:.2g} away on average."
)
THROWN_BATCHES = (
    "Is thrown about a minimum by the noise of the batches: in the last {count} steps it was {distance:.2g} away on "
    "average."
)
THROWN_NOISE = (
    "Is thrown about a minimum by the noise on the gradient: in the last {count} steps it was {distance:.2g} away on "
    "average."
)
OSCILLATING_GROWING = "Swings wider and wider: over {width:.2g} by now."

DIVERGED_BOUND = (
    "Diverged: after step {steps} it was {distance:.2g} away from the middle of the window, past every bound."
)
DIVERGED_OVERFLOW = "Diverged: at step {steps} the numbers grew too large to be computed."
DIVERGED_UNDEFINED = "Left the surface: after step {steps} it stood where the loss is not defined."
DIVERGED_NO_GRADIENT = "Broke down at step {steps}: where it stood, the gradient is not defined."
DIVERGED_NOT_A_NUMBER = "Broke down at step {steps}: the rules gave a result that is not a number, such as 0/0."
DIVERGED_NEXT = "Diverged: after step {steps} the next step went past every bound or was not a number."
DIVERGED_LEAVING = (
    "Diverged: after step {steps} it was {windows:.2g} times as far from the middle of the window as the window is "
    "wide and still going farther."
)

BUDGET_NO_STEP = "Took no step: at the start the loss is {loss:.4g} and the gradient {gradient:.2g}."
BUDGET_FALLING = (
    "Still going down when the budget ran out after step {steps}: the loss is {loss:.4g} and the gradient "
    "{gradient:.2g}."
)
BUDGET_SETTLING = (
    "Still swinging, but less and less, when the budget ran out after step {steps}: the loss is {loss:.4g} and "
    "the gradient {gradient:.2g}."
)
BUDGET_NEAR = "Nearly there when the budget ran out after step {steps}: it was within {distance:.2g} of a minimum."
BUDGET_AT_SADDLE = (
    "Slow beside a saddle when the budget ran out after step {steps}: the saddle is about {distance:.2g} away."
)
BUDGET_PASSING = (
    "Was passing a level point at speed when the budget ran out after step {steps}: it would not have stayed there."
)
BUDGET_TINY_STEPS = (
    "Was hardly moving when the budget ran out after step {steps}: the loss is {loss:.4g} and the gradient "
    "{gradient:.2g}."
)
BUDGET_MOVING = (
    "Still on its way when the budget ran out after step {steps}: the loss is {loss:.4g} and the gradient "
    "{gradient:.2g}."
)

TEMPLATES = tuple(text for name, text in list(globals().items()) if name.isupper() and isinstance(text, str))
