// A chart of a page. Its node lives as long as the page shows it: a new figure is drawn into it by
// Plotly.react, once, at the width there is.

const LOOKS = { displayModeBar: false, responsive: false, scrollZoom: false, doubleClick: false };
const charts = new WeakMap();

export default function mount({ data, parentElement, setTriggerValue }) {
  const node = parentElement.querySelector(".chart");
  if (!charts.has(node)) charts.set(node, new Chart(node));
  const chart = charts.get(node);
  chart.show(data, setTriggerValue);
  return () => {
    chart.end();
    charts.delete(node);
  };
}

class Chart {
  constructor(node) {
    this.node = node;
    this.width = 0;
    this.sizes = new ResizeObserver(() => this.fit());
    this.sizes.observe(node);
  }

  async show(asked, tell) {
    this.tell = tell;
    this.node.setAttribute("aria-label", asked.alt);
    this.node.classList.toggle("can-pick", asked.can_pick);
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
    if (!this.isListening) this.node.on("plotly_click", (event) => this.pick(event.points));
    this.isListening = true;
  }

  pick(points) {
    const codes = points.map((point) => point.customdata).filter((code) => typeof code === "string");
    if (codes[0] && this.node.classList.contains("can-pick")) this.tell("picked", codes[0]);
  }

  end() {
    this.ended = true;
    this.sizes.disconnect();
    if (this.isListening) window.Plotly.purge(this.node);
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

function library(address) {
  if (window.Plotly) return Promise.resolve();
  return new Promise((done, failed) => {
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
