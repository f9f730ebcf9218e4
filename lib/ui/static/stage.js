// The stage: it listens, fetches the scene of the current step and shows it; it takes no input but
// F for the whole screen. What it shows last it keeps, whatever becomes of the server; it knows of
// no other step, and nothing of a scene that has gone stays in the page.

const POLL = 4000, RETRY = 700;
const stages = new WeakMap();

export default function mount({ data, parentElement }) {
  if (!stages.has(parentElement)) stages.set(parentElement, new Stage(data));
  return () => {
    const stage = stages.get(parentElement);
    stages.delete(parentElement);
    if (stage) stage.end();
  };
}

class Stage {
  constructor({ address, query, plotly, background }) {
    this.address = `${address}?${query}`;
    this.tag = null;
    this.root = document.createElement("div");
    this.root.className = "stage";
    this.root.style.backgroundColor = background;
    // straight below the body: nothing above it can move, dim or take it away
    document.body.append(this.root);
    this.sheets = new Sheets(this.root);
    this.fit = () => this.sheets.fit(innerWidth, innerHeight);
    this.press = (event) => this.pressed(event);
    addEventListener("resize", this.fit);
    addEventListener("keydown", this.press);
    this.fit();
    this.asleep = awake();
    this.open(`${address}/events?${query}`, plotly);
  }

  end() {
    this.ended = true;
    this.asleep();
    removeEventListener("resize", this.fit);
    removeEventListener("keydown", this.press);
    clearInterval(this.timer);
    if (this.ear) this.ear.close();
    this.root.remove();
  }

  async open(events, plotly) {
    for (;;) {
      try {
        await Promise.all([load(plotly), lettered()]);
        break;
      } catch (error) {
        await rest(RETRY);
      }
    }
    if (this.ended) return;
    this.ear = new Ear(events, { news: (kind) => kind === "scene" && this.follow(), heard: () => {} });
    this.timer = setInterval(() => this.follow(), POLL);
    this.follow();
  }

  // One fetch at a time; what comes in meanwhile is looked at right after.
  async follow() {
    this.again = true;
    if (this.following) return;
    this.following = true;
    while (this.again && !this.ended) {
      this.again = false;
      try {
        await this.settle();
      } catch (error) {
        console.info("stage:", String(error));
        await rest(RETRY);
        this.again = true;
      }
    }
    this.following = false;
  }

  async settle() {
    const headers = this.tag ? { "If-None-Match": this.tag } : {};
    const limit = AbortSignal.timeout(FETCH_LIMIT);
    const answer = await fetch(this.address, { headers, cache: "no-store", signal: limit });
    if (answer.status === 304) return;
    if (!answer.ok) throw new Error(answer.status);
    const scene = await answer.json();
    if (this.ended) return;
    await this.sheets.show(scene);
    this.root.style.backgroundColor = scene.background;
    this.tag = answer.headers.get("ETag");
    this.root.dataset.scene = scene.key;
    this.root.dataset.painted = Date.now();
  }

  pressed(event) {
    if (event.key.toLowerCase() !== "f" || event.ctrlKey || event.metaKey || event.altKey) return;
    if (document.fullscreenElement) document.exitFullscreen();
    else document.documentElement.requestFullscreen().catch(() => {});
  }
}
