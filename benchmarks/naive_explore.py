"""What one would write first: the whole table in pandas, filtered anew at each click.

A Streamlit page beside the analyst's desk of Ra Quân, for benchmarks/explore_latency.py: the
same filters by the same names, the same four figures, four charts and rows, with Plotly Express
and Streamlit's defaults. The table is read once and kept; NAIVE_SALES names its file.
"""

import os

import pandas as pd
import plotly.express as px
import streamlit as st

st.set_page_config(layout="wide")


@st.cache_resource
def sales() -> pd.DataFrame:
    """Every sale, one row each, names as categories."""
    return pd.read_parquet(os.environ["NAIVE_SALES"])


table = sales()
with st.sidebar:
    districts = st.multiselect("Địa bàn", sorted(table["district"].cat.categories))
    groups = st.pills("Nhóm dịch vụ", list(table["group"].cat.categories), selection_mode="multi")
    roles = st.pills("Vai trò", list(table["role"].cat.categories), selection_mode="multi")
found = table
if districts:
    found = found[found["district"].isin(districts)]
if groups:
    found = found[found["group"].isin(groups)]
if roles:
    found = found[found["role"].isin(roles)]
st.title("Phân tích")
for column, (label, value) in zip(
    st.columns(4),
    {
        "Doanh thu": found["revenue_vnd"].sum(),
        "Số giao dịch": len(found),
        "Số lượng": found["quantity"].sum(),
        "Người bán": found["staff"].nunique(),
    }.items(),
    strict=True,
):
    column.metric(label, f"{value:,}", border=True)
by_unit = found.groupby("district", observed=True)["revenue_vnd"].sum().sort_values()
by_hour = found.groupby(found["sold_at"].dt.hour)["revenue_vnd"].sum()
by_role = found.pivot_table(
    index="role", columns="group", values="revenue_vnd", aggfunc="sum", observed=True
)
curve = found.set_index("sold_at").sort_index()["revenue_vnd"].resample("15min").sum().cumsum()
left, middle, right = st.columns(3)
left.plotly_chart(px.bar(by_unit, orientation="h", height=340))
middle.plotly_chart(px.bar(by_hour, height=340))
right.plotly_chart(px.imshow(by_role, text_auto=True, height=340))
st.plotly_chart(px.line(curve, height=320))
st.dataframe(found.nlargest(20, "sold_at"))
