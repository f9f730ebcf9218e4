"""What is written down is what Plotly's own figure would be."""

import plotly.graph_objects as go
import pytest

from lib.charts.spec import Spec


def test_it_is_the_figure_that_plotly_builds() -> None:
    figures = Spec(), go.Figure()
    for one in figures:
        one.update_layout(margin={"l": 8, "r": 8}, paper_bgcolor="white", xaxis={"ticks": ""})
        one.add_bar(x=[1, 2], y=[3, 4], marker_color="red", textfont={"size": 13})
        one.add_scatter(x=[1], y=[2], mode="markers", marker={"size": 3, "line": {"width": 1}})
        one.add_annotation(x=1, y=2, text="a", showarrow=False)
        one.add_shape(type="rect", x0=0, x1=1, y0=0, y1=1, line={"width": 0})
        one.update_layout(margin={"r": 50}, title_text="b")
        one.update_xaxes(range=[0, 1], title_font_size=12)
        one.update_yaxes(showgrid=True)
    written, built = figures
    plain = built.to_dict()
    plain["layout"].pop("template")
    assert written.to_dict() == plain


def test_a_line_across_ends_with_the_axis() -> None:
    figure = Spec().add_hline(y=3, line={"width": 1})
    (line,) = figure.layout.shapes
    assert (line.y0, line.y1, line.xref, line.x0, line.x1) == (3, 3, "x domain", 0, 1)


def test_what_one_chart_says_stays_with_it() -> None:
    shared = {"showgrid": False}
    one, other = Spec(), Spec()
    one.update_layout(xaxis=shared, yaxis=shared).update_xaxes(showgrid=True)
    assert (one.layout.xaxis.showgrid, one.layout.yaxis.showgrid) == (True, False)
    assert other.to_dict() == {"data": [], "layout": {}}
    assert shared == {"showgrid": False}


def test_a_word_that_plotly_does_not_know_is_found_by_building() -> None:
    with pytest.raises(ValueError, match="colour"):
        Spec().add_bar(x=[1], marker={"colour": "red"}).built  # noqa: B018
