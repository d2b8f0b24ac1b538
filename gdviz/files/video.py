"""MP4 and WebM films, through the package av."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import IO, Any

import av
import numpy as np
from av.video.reformatter import Colorspace

from gdviz.files.film import HOLD_MS, FilmPlan, Frame

# container, codec and its options: quality at which thin lines stay sharp, at a speed that keeps up with the drawing
_KINDS = {
    ".mp4": ("mp4", "libx264", {"crf": "18", "preset": "veryfast", "tune": "animation"}),
    ".webm": ("webm", "libvpx-vp9", {"crf": "24", "b": "0", "deadline": "realtime", "cpu-used": "6", "row-mt": "1"}),
}


def write_video(file: IO[bytes], suffix: str, plan: FilmPlan, frames: Iterable[Frame]) -> None:
    """Encode the frames as they come; an odd row or column at the edge is cut off, as the formats ask for."""
    form, codec, options = _KINDS[suffix]
    width, height = plan.width - plan.width % 2, plan.height - plan.height % 2
    with av.open(file, "w", format=form) as container:
        stream = container.add_stream(codec, rate=plan.fps, options=options)
        stream.width, stream.height, stream.pix_fmt = width, height, "yuv420p"
        _tag_colours(stream.codec_context)
        for frame in _held(frames, round(HOLD_MS * plan.fps / 1000)):
            container.mux(stream.encode(_video_frame(frame[:height, :width])))
        container.mux(stream.encode(None))


def _tag_colours(context: Any) -> None:
    """Say which of the usual ways from red, green and blue is meant: players guess otherwise, each its own way."""
    context.colorspace = context.color_primaries = context.color_trc = Colorspace.ITU709.value


def _held(frames: Iterable[Frame], times: int) -> Iterator[Frame]:
    """The frames, and the last so many times more."""
    frame = None
    for frame in frames:
        yield frame
    if frame is not None:
        for _ in range(times):
            yield frame


def _video_frame(frame: Frame) -> Any:
    # A byte of no meaning is read as opacity, which has none here either.
    whole = av.VideoFrame.from_ndarray(np.ascontiguousarray(frame), format="bgra")
    return whole.reformat(format="yuv420p", dst_colorspace=Colorspace.ITU709)
