"""Apache Superset asked through its charts' data API: six charts of the district at once.

Its dataset is one flat table in a DuckDB file of its own, so that no chart needs a join. It is
asked for the sums that charts can show: no targets, no ranks, no names, no curve over the plan.
What it answers is compared with ours; it does less, and its times hold HTTP and JSON. A browser
asks for the charts of a dashboard at the same time, and so does this.
"""

import contextlib
import json
import time
import urllib.error
import urllib.request
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from http.client import HTTPConnection, HTTPException, HTTPResponse
from typing import Any

import duckdb

from benchmarks.contestants.questions import Answer, Page, Row, columns, difference, plain
from benchmarks.contestants.superset_server import USER, SupersetServer
from benchmarks.world import World
from lib.queries.people import MOST_LISTED

FLAT = """
select
    sales.unit_id, levels.competing_unit_id as district, sales.staff_code, sales.service_code,
    services.counter_code, sales.quantity, sales.revenue_vnd, sales.sold_on, sales.sold_at,
    sales.recorded_at, coalesce(voids.voided_at, timestamp '2200-01-01 00:00:00') as counts_until,
    case
        when sales.is_new_customer
            then coalesce(sales.customer_code, concat('sale ', cast(sales.sale_id as varchar)))
    end as new_customer
from sales
inner join services using (service_code)
inner join unit_levels as levels on levels.unit_id = sales.unit_id and levels.level = 0
left join voids using (sale_id)
"""
OF_COUNTER = "CAST(SUM(CASE WHEN counter_code = '{}' THEN quantity ELSE 0 END) AS BIGINT)"
UNTIMED = "CAST(COALESCE(SUM(CASE WHEN sold_at IS NULL THEN revenue_vnd END), 0) AS BIGINT)"
MEASURES = {
    "revenue_vnd": "CAST(SUM(revenue_vnd) AS BIGINT)",
    "quantity": "CAST(SUM(quantity) AS BIGINT)",
    "sale_count": "COUNT(*)",
    "new_customer_count": "COUNT(DISTINCT new_customer)",
    "active_staff_count": "COUNT(DISTINCT staff_code)",
    "goods_quantity": OF_COUNTER.format("goods"),
    "health_cover_quantity": OF_COUNTER.format("health_cover"),
    "untimed_revenue_vnd": UNTIMED,
}
CHARTS: Mapping[str, tuple[str | None, str | None, tuple[str, ...]]] = {
    "overview": (
        None,
        None,
        ("revenue_vnd", "sale_count", "new_customer_count", "active_staff_count",
         "goods_quantity", "health_cover_quantity", "untimed_revenue_vnd"),
    ),
    "curve": ("starts_at", "date_trunc('day', sold_at)", ("revenue_vnd",)),
    "revenue_by_hour": ("hour", "EXTRACT(hour FROM sold_at)", ("revenue_vnd",)),
    "revenue_by_service": ("service_code", None, ("revenue_vnd", "quantity", "sale_count")),
    "units_by_attainment": (
        "unit_id", None, ("revenue_vnd", "sale_count", "new_customer_count", "active_staff_count")
    ),
    "sellers": ("staff_code", None, ("revenue_vnd", "sale_count", "new_customer_count")),
}  # fmt: skip
"""For each question: what its chart is by, that as an expression where needed, its measures."""
MOST_ROWS = 100_000


class Superset:
    """A client of a server that shows one world."""

    def __init__(self, server: SupersetServer, world: World, page: Page, *, cached: bool) -> None:
        self.name = "Superset, cached" if cached else "Superset, uncached"
        self._server, self._page, self._cached = server, page, cached
        self._pool = ThreadPoolExecutor(len(CHARTS))
        self._lines = {one: HTTPConnection("127.0.0.1", server.port) for one in CHARTS}
        self._headers = {"Content-Type": "application/json"}
        signed_in = self._post(
            "security/login", {"username": USER, "password": USER, "provider": "db"}
        )
        self._headers["Authorization"] = f"Bearer {signed_in['access_token']}"
        dataset = self._dataset(world)
        self._bodies = {one: self._body(one, dataset) for one in CHARTS}

    def page(self) -> Mapping[str, Answer]:
        """Ask for all charts at once and take their rows in."""
        found = dict(zip(CHARTS, self._pool.map(self._chart, CHARTS), strict=True))
        return {one: Answer(rows) for one, rows in found.items()}

    def differs(self, ours: Mapping[str, Answer]) -> str | None:
        """The measures its charts show, by what they are by."""
        for question, answer in self.page().items():
            by, _, measures = CHARTS[question]
            named = [*([by] if by else []), *measures]
            theirs = plain(answer, named)
            if question == "curve":
                theirs = _as_days(theirs)
            if question == "sellers":
                theirs = [row for row in theirs if row["staff_code"]][:MOST_LISTED]
            mine = _counted(question, plain(ours[question], columns(question)), named)
            found = difference(_ordered(theirs, by), _ordered(mine, by), named)
            if found is not None:
                return f"{question}, {found}"
        return None

    def processor_seconds(self) -> float:
        """Of the server and of this client."""
        return self._server.taken().cpu_seconds + time.process_time()

    def close(self) -> None:
        """Let go; the server goes on."""
        self._pool.shutdown()
        for line in self._lines.values():
            line.close()

    def _chart(self, question: str) -> list[Row]:
        line = self._lines[question]
        try:
            answer = self._answer(line, question)
        except (OSError, HTTPException):
            # a line that nobody used for a while is closed by the server: a browser opens another
            line.close()
            answer = self._answer(line, question)
        told = json.loads(answer.read())
        if answer.status != 200:
            raise RuntimeError(f"Superset, {question}: {told}")
        rows: list[Row] = told["result"][0]["data"]
        return rows

    def _answer(self, line: HTTPConnection, question: str) -> HTTPResponse:
        line.request("POST", "/api/v1/chart/data", self._bodies[question], self._headers)
        return line.getresponse()

    def _body(self, question: str, dataset: int) -> bytes:
        by, expression, measures = CHARTS[question]
        counted = [
            f"recorded_at <= TIMESTAMP '{self._page.as_of}'",
            f"counts_until > TIMESTAMP '{self._page.as_of}'",
            *(["sold_at IS NOT NULL"] if question == "curve" else []),
        ]
        column: Any = by
        if expression:
            column = {"expressionType": "SQL", "sqlExpression": expression, "label": by}
        query = {
            "columns": [column] if by else [],
            "metrics": [
                {"expressionType": "SQL", "sqlExpression": MEASURES[one], "label": one}
                for one in measures
            ],
            "filters": [{"col": "district", "op": "==", "val": self._page.district}],
            "extras": {"where": " AND ".join(counted), "having": ""},
            "row_limit": MOST_ROWS,
        }
        if question == "sellers":
            # and one more, for what nobody is named for
            query["row_limit"] = MOST_LISTED + 1
            query["orderby"] = [[query["metrics"][0], False], ["staff_code", True]]
        return json.dumps(
            {
                "datasource": {"id": dataset, "type": "table"},
                "force": not self._cached,
                "queries": [query],
                "result_format": "json",
                "result_type": "full",
            }
        ).encode()

    def _dataset(self, world: World) -> int:
        """The flat table of a world as a dataset, made when it is not there: its number."""
        file = world.folder / "flat.duckdb"
        if not file.exists():
            _flatten(world)
        name = world.folder.name
        for one in self._get("dataset/?q=(page_size:1000)")["result"]:
            if one["database"]["database_name"] == name:
                return int(one["id"])
        address = f"duckdb:///{file}?access_mode=read_only&threads=2&memory_limit=4GB"
        databases = {
            one["database_name"]: one["id"]
            for one in self._get("database/?q=(page_size:1000)")["result"]
        }
        if name not in databases:
            asked = {"database_name": name, "sqlalchemy_uri": address}
            databases[name] = self._post("database/", asked)["id"]
        table = {"database": databases[name], "schema": "main", "table_name": _table(world)}
        return int(self._post("dataset/", table)["id"])

    def _get(self, path: str) -> Any:
        return self._ask(urllib.request.Request(self._address(path), headers=self._headers))

    def _post(self, path: str, content: Mapping[str, Any]) -> Any:
        body = json.dumps(content).encode()
        return self._ask(urllib.request.Request(self._address(path), body, self._headers))

    def _address(self, path: str) -> str:
        return f"{self._server.url}/api/v1/{path}"

    @staticmethod
    def _ask(request: urllib.request.Request) -> Any:
        try:
            with urllib.request.urlopen(request, timeout=60) as answer:
                return json.loads(answer.read())
        except urllib.error.HTTPError as error:
            told = error.read().decode(errors="replace")
            raise RuntimeError(f"Superset, {request.full_url}: {told}") from error


def _flatten(world: World) -> None:
    """Write the flat table into a file of its own, in the order the sales came."""
    draft = world.folder / "flat.draft"
    draft.unlink(missing_ok=True)
    with (
        contextlib.closing(world.store()._cursor()) as cursor,
        duckdb.connect(str(draft)) as target,
    ):
        rows = cursor.execute(FLAT).to_arrow_reader(100_000)
        target.register("incoming", rows)
        target.execute(f"create table {_table(world)} as from incoming")
    draft.rename(world.folder / "flat.duckdb")


def _table(world: World) -> str:
    """Its own name for each world: Superset takes a table's name once."""
    return world.folder.name.replace("-", "_")


def _as_days(rows: Sequence[Row]) -> list[Row]:
    """Its times are milliseconds since 1970."""
    return [
        {**row, "starts_at": datetime.fromtimestamp(row["starts_at"] / 1000, UTC).date()}
        for row in rows
    ]


def _counted(question: str, rows: Sequence[Row], named: Sequence[str]) -> list[Row]:
    """Our rows as its charts have them: those with a sale, days for slots, no groups."""
    found = [dict(row) for row in rows]
    if question == "curve":
        found = [
            {**row, "starts_at": row["starts_at"].date()} for row in found if row["revenue_vnd"]
        ]
    elif question == "revenue_by_service":
        found = [row for row in found if row["service_code"] and row["sale_count"]]
    elif question == "units_by_attainment":
        found = [row for row in found if row["sale_count"]]
    elif question == "sellers":
        found = [row for row in found if row["sale_count"] and row["staff_code"]]
    return [{name: row[name] for name in named} for row in found]


def _ordered(rows: Sequence[Row], by: str | None) -> list[Row]:
    return sorted(rows, key=lambda row: str(row[by])) if by else list(rows)
