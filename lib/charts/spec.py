"""A figure that is written down, not built: what Plotly draws, without checking each word of it.

Building a figure of plotly.graph_objects checks and copies every property as it is set: half of
the time a page took. The tests check instead: `data` and `layout` are those of the figure built.
"""

from typing import Any

import plotly.graph_objects as go

WHOLE_WORDS = {"paper_bgcolor": ("paper_bgcolor",), "plot_bgcolor": ("plot_bgcolor",)}
"""Names of Plotly in which an underscore does not lead into a part."""


class Spec(go.Figure):  # type: ignore[misc]  # plotly tells no types
    """Takes what plotly.graph_objects.Figure takes by the names used here, lists as they are."""

    def __init__(self) -> None:
        # not Figure's own beginning: that is what takes long
        self._written: dict[str, Any] = {"data": [], "layout": {}}

    def to_dict(self) -> dict[str, Any]:
        """The figure as Plotly's JSON schema has it."""
        return self._written

    to_plotly_json = to_dict

    def add_bar(self, **properties: Any) -> "Spec":
        """Bars."""
        return self._trace("bar", properties)

    def add_scatter(self, **properties: Any) -> "Spec":
        """Lines or dots."""
        return self._trace("scatter", properties)

    def add_heatmap(self, **properties: Any) -> "Spec":
        """Cells."""
        return self._trace("heatmap", properties)

    def add_annotation(self, **properties: Any) -> "Spec":
        """Words."""
        return self._listed("annotations", properties)

    def add_shape(self, **properties: Any) -> "Spec":
        """A line or a box."""
        return self._listed("shapes", properties)

    def add_hline(self, *, y: float, **properties: Any) -> "Spec":
        """A line across, at a height."""
        return self.add_shape(
            type="line", xref="x domain", x0=0, x1=1, yref="y", y0=y, y1=y, **properties
        )

    def update_layout(self, **properties: Any) -> "Spec":
        """Say more of the layout; what is a list takes the place of the one before."""
        _merge(self._written["layout"], properties)
        return self

    def update_xaxes(self, **properties: Any) -> "Spec":
        """Say more of the axis across."""
        return self.update_layout(xaxis=properties)

    def update_yaxes(self, **properties: Any) -> "Spec":
        """Say more of the axis upwards."""
        return self.update_layout(yaxis=properties)

    @property
    def built(self) -> go.Figure:
        """The same as a figure of plotly.graph_objects; ValueError when Plotly knows no such."""
        return go.Figure(self._written)

    @property
    def data(self) -> Any:
        """The traces of the figure built."""
        return self.built.data

    @property
    def layout(self) -> Any:
        """The layout of the figure built."""
        return self.built.layout

    @property
    def frames(self) -> tuple[()]:
        """None: nothing moves."""
        return ()

    def _trace(self, kind: str, properties: dict[str, Any]) -> "Spec":
        self._written["data"].append(_merge({"type": kind}, properties))
        return self

    def _listed(self, where: str, properties: dict[str, Any]) -> "Spec":
        self._written["layout"].setdefault(where, []).append(_merge({}, properties))
        return self


def _merge(into: dict[str, Any], properties: dict[str, Any]) -> dict[str, Any]:
    """Write properties into others; marker_color is the color of the marker."""
    for name, value in properties.items():
        *path, last = WHOLE_WORDS.get(name) or name.split("_")
        place = into
        for step in path:
            place = place.setdefault(step, {})
        if isinstance(value, dict):
            _merge(place.setdefault(last, {}), value)
        else:
            place[last] = value
    return into
