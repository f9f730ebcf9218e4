// Drawing for the stage and the console: put before each of them, so that each is one module.

const WIDTH = 1920, HEIGHT = 1080, FETCH_LIMIT = 5000;

function draw(node, figure) {
  return window.Plotly.react(node, figure.data, figure.layout,
    { staticPlot: true, displayModeBar: false, responsive: false });
}

let loading;
function load(address) {
  if (window.Plotly) return Promise.resolve();
  loading ??= new Promise((done, failed) => {
    const script = document.createElement("script");
    script.src = address;
    script.onload = done;
    script.onerror = () => {
      loading = undefined;
      script.remove();
      failed(new Error(address));
    };
    document.head.append(script);
  });
  return loading;
}

// Plotly measures text as it draws: the letters must be there before.
function lettered() {
  return Promise.all(["400", "600", "700", "800"].map((weight) =>
    document.fonts.load(`${weight} 40px "Noto Sans"`, "Đẫểữ 0")));
}

function rest(span) {
  return new Promise((done) => setTimeout(done, span));
}

// A screen that falls asleep in the middle would be worse than a flat battery; https only.
function awake() {
  const hold = () => {
    if (document.visibilityState === "visible" && navigator.wakeLock) {
      navigator.wakeLock.request("screen").catch(() => {});
    }
  };
  document.addEventListener("visibilitychange", hold);
  hold();
  return () => document.removeEventListener("visibilitychange", hold);
}

// Two sheets that change places: a scene is drawn behind and then seen at once, a hard cut.
class Sheets {
  constructor(parent) {
    this.parent = parent;
    for (const seen of [true, false]) {
      const sheet = document.createElement("div");
      sheet.className = seen ? "sheet seen" : "sheet";
      parent.append(sheet);
    }
  }

  fit(width, height) {
    const scale = Math.min(width / WIDTH, height / HEIGHT);
    const x = (width - WIDTH * scale) / 2, y = (height - HEIGHT * scale) / 2;
    for (const sheet of this.parent.querySelectorAll(".sheet")) {
      sheet.style.transform = `translate(${x}px, ${y}px) scale(${scale})`;
    }
  }

  async show(scene) {
    const seen = this.parent.querySelector(".sheet.seen");
    const behind = this.parent.querySelector(".sheet:not(.seen)");
    await draw(behind, scene.figure);
    behind.setAttribute("role", "img");
    behind.setAttribute("aria-label", scene.alt);
    behind.classList.add("seen");
    seen.classList.remove("seen");
    seen.removeAttribute("role");
    seen.removeAttribute("aria-label");
    this.parent.style.backgroundColor = scene.background;
    // a scene that has gone leaves no name in the page
    window.Plotly.purge(seen);
    seen.replaceChildren();
  }
}

// An EventSource that is opened anew when nothing has been heard for long: a line can die silently.
class Ear {
  constructor(address, { news, heard }) {
    this.address = address;
    this.news = news;
    this.heard = heard;
    this.open();
    this.timer = setInterval(() => this.watch(), 1000);
  }

  open() {
    if (this.source) this.source.close();
    this.contact = performance.now();
    this.source = new EventSource(this.address);
    for (const kind of ["scene", "beat"]) {
      this.source.addEventListener(kind, (event) => {
        this.contact = performance.now();
        this.heard();
        this.news(kind, JSON.parse(event.data));
      });
    }
  }

  watch() {
    const silent = performance.now() - this.contact;
    if (this.source.readyState === EventSource.CLOSED || silent > 6000) this.open();
  }

  close() {
    clearInterval(this.timer);
    this.source.close();
  }
}
