// A chart of a page. Its node lives as long as the page shows it: a new figure is drawn into it by
// Plotly.react, once, at the width there is. Marks that can be picked are also a list, reached by
// Tab, walked through by arrows, picked by Enter.

const LOOKS = { displayModeBar: false, responsive: false, scrollZoom: false, doubleClick: false };
const charts = new WeakMap();

export default function mount({ data, parentElement, setTriggerValue }) {
  const node = parentElement.querySelector(".chart");
  if (!charts.has(node)) charts.set(node, new Chart(node, parentElement.querySelector(".marks")));
  const chart = charts.get(node);
  chart.show(data, setTriggerValue);
  return () => {
    chart.end();
    charts.delete(node);
  };
}

class Chart {
  constructor(node, list) {
    this.node = node;
    this.width = 0;
    this.marks = new Marks(list, node, (code) => this.pick(code));
    this.sizes = new ResizeObserver(() => this.fit());
    this.sizes.observe(node);
  }

  async show(asked, tell) {
    this.tell = tell;
    this.node.setAttribute("aria-label", asked.alt);
    this.node.parentElement.classList.toggle("can-pick", asked.marks.length > 0);
    this.marks.show(asked);
    if (asked.figure === this.written) return;
    this.written = asked.figure;
    this.figure = JSON.parse(asked.figure);
    // before anything is drawn: what stands below must not jump
    this.node.style.height = `${this.figure.layout.height}px`;
    try {
      if (!canDraw) await ready(asked.plotly);
    } catch (error) {
      this.written = undefined;
      this.node.textContent = asked.alt;
      console.info(error);
      return;
    }
    if (this.written !== asked.figure) return; // a newer one came while the library did
    this.width = 0;
    this.fit();
  }

  // Draws when there is something new or another width; what is hidden has none.
  fit() {
    const width = this.node.clientWidth;
    if (!canDraw || !this.figure || !width || width === this.width || this.ended) return;
    this.width = width;
    const { data, layout } = this.figure;
    if (!this.isListening) this.node.textContent = "";
    window.Plotly.react(this.node, data, { ...layout, width }, LOOKS);
    if (!this.isListening) this.node.on("plotly_click", (event) => this.clicked(event.points));
    this.isListening = true;
    this.marks.point();
  }

  clicked(points) {
    const code = points.map((point) => point.customdata).find((one) => this.marks.codes.includes(one));
    if (code) this.pick(code);
  }

  pick(code) {
    this.tell("picked", code);
  }

  end() {
    this.ended = true;
    this.sizes.disconnect();
    if (this.isListening) window.Plotly.purge(this.node);
  }
}

// ── marks by keyboard ───────────────────────────────────────────────────────

let lists = 0;

class Marks {
  constructor(list, node, pick) {
    this.list = list;
    this.node = node;
    this.at = 0;
    this.codes = [];
    this.name = `marks-${lists += 1}`;
    list.addEventListener("focus", () => this.point());
    list.addEventListener("blur", () => this.point());
    list.addEventListener("keydown", (event) => {
      const steps = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 };
      const last = this.codes.length - 1;
      if (event.key in steps) this.at = Math.min(Math.max(this.at + steps[event.key], 0), last);
      else if (event.key === "Home") this.at = 0;
      else if (event.key === "End") this.at = last;
      else if (event.key === "Enter" || event.key === " ") pick(this.codes[this.at]);
      else return;
      event.preventDefault();
      this.point();
    });
  }

  // `marks` are [code, words], in the order they are drawn.
  show({ alt, marks }) {
    this.list.setAttribute("aria-label", alt);
    const written = JSON.stringify(marks);
    if (written === this.written) return;
    this.written = written;
    const before = this.codes[this.at];
    this.codes = marks.map(([code]) => code);
    this.at = Math.max(this.codes.indexOf(before), 0);
    this.list.hidden = !marks.length;
    this.list.replaceChildren(...marks.map(([code, words], place) => {
      const option = document.createElement("li");
      option.setAttribute("role", "option");
      option.id = `${this.name}-${place}`;
      option.textContent = words;
      return option;
    }));
    this.point();
  }

  // Shows where the keyboard stands: on the mark, and to those who listen.
  point() {
    for (const mark of this.node.querySelectorAll(".pointed")) mark.classList.remove("pointed");
    if (document.activeElement !== this.list || !this.codes.length) return;
    [...this.list.children].forEach((option, place) => {
      option.setAttribute("aria-selected", place === this.at);
    });
    this.list.setAttribute("aria-activedescendant", this.list.children[this.at].id);
    const trace = (this.node.data ?? []).find(({ customdata }) => customdata);
    const place = trace ? trace.customdata.indexOf(this.codes[this.at]) : -1;
    const kind = trace?.type === "bar" ? ".barlayer .point" : ".scatterlayer .points path";
    const drawn = [...this.node.querySelectorAll(kind)];
    drawn.find((mark) => mark.__data__?.i === place)?.classList.add("pointed");
  }
}

// ── what is drawn with: the library, and the letters it measures ────────────

let canDraw = false, loading;
function ready(address) {
  loading ??= Promise.all([library(address), letters()]).then(() => {
    canDraw = true;
  }).catch((error) => {
    loading = undefined;
    throw error;
  });
  return loading;
}

async function library(address) {
  await window.plotlyAhead;
  if (window.Plotly) return;
  await new Promise((done, failed) => {
    const script = document.createElement("script");
    script.src = address;
    script.onload = done;
    script.onerror = () => {
      script.remove();
      failed(new Error(address));
    };
    document.head.append(script);
  });
}

function letters() {
  const sample = "Đẫểữ 0";
  return Promise.all(["400", "700"].map((weight) =>
    document.fonts.load(`${weight} 14px "Noto Sans"`, sample)));
}
