// The wall: it listens, fetches and draws; it never reloads, never scrolls, never goes blank.
//
// Two chart nodes live as long as the page: the scene seen is redrawn in place by Plotly.react,
// the next one is drawn on the node behind and the two change places: a hard cut. Time left and
// freshness are counted here, by the server's clock, so that they go on when the server does not.
// Served as the module of a Streamlit component, and written whole into the saved copy.

const WIDTH = 1920, HEIGHT = 1080, LEFT = 72, RIGHT = 1848;
const SECOND = 1000, MINUTE = 60 * SECOND, HOUR = 60 * MINUTE, DAY = 24 * HOUR;
const FRESH = 5 * MINUTE, STALE = 15 * MINUTE;
const TICK = 250, LOST_AFTER = 12 * SECOND, DEAF_AFTER = 20 * SECOND, POLL = 30 * SECOND;
const RETRY = 1000, PREFETCH = 4 * SECOND, FETCH_LIMIT = 15 * SECOND;
const SKELETON_AFTER = 400, SENTENCE_AFTER = 10 * SECOND;
const walls = new WeakMap();

export default function mount({ data, parentElement }) {
  if (!walls.has(parentElement)) {
    walls.set(parentElement, new Wall(new Feed(data), data));
  }
  return () => {
    const wall = walls.get(parentElement);
    walls.delete(parentElement);
    if (wall) wall.end();
  };
}

// Where programme, scenes and news come from while there is a server.
class Feed {
  constructor({ base, query, plotly }) {
    this.base = base;
    this.query = query || "";
    this.plotly = plotly;
    this.started = null;
  }

  async programme() {
    const query = new URLSearchParams(this.query);
    if (this.started !== null) query.set("since", this.started);
    const answer = await this.ask(`${this.base}/programme?${query}`);
    const programme = await answer.json();
    if (!answer.ok) throw new Error(programme.error || answer.status);
    if (programme.since !== null) this.started = programme.since;
    return programme;
  }

  async scene(src, tag) {
    const headers = tag ? { "If-None-Match": tag } : {};
    const answer = await this.ask(`${this.base}/${src}`, headers);
    if (answer.status === 304) return null;
    if (!answer.ok) throw new Error(`${src}: ${answer.status}`);
    return { payload: await answer.json(), tag: answer.headers.get("ETag") };
  }

  ask(address, headers) {
    return fetch(address, { headers, cache: "no-store", signal: AbortSignal.timeout(FETCH_LIMIT) });
  }

  // Calls back with each piece of news until it is closed.
  listen(programme, { news, alive }) {
    const query = new URLSearchParams(this.query);
    if (this.started !== null) query.set("since", this.started);
    const source = new EventSource(`${this.base}/events?${query}`);
    for (const kind of ["board", "screen", "beat"]) {
      source.addEventListener(kind, (event) => {
        alive();
        news(kind, JSON.parse(event.data));
      });
    }
    return source;
  }
}

// The same from a saved copy: nothing is asked of anybody.
class Saved {
  constructor(copy) {
    this.copy = copy;
  }

  async programme() {
    return this.copy.programme;
  }

  async scene(src) {
    const payload = this.copy.scenes[src];
    if (!payload) throw new Error(src);
    return { payload, tag: payload.tag };
  }

  listen() {
    return null;
  }
}

class Wall {
  constructor(feed, opening) {
    this.feed = feed;
    this.words = opening.words;
    this.scenes = new Map();
    this.at = 0;
    this.source = null;
    this.shown = null;
    this.contact = performance.now();
    this.tried = null;
    this.turnEnds = 0;
    this.drawn = "";
    this.log = [];
    this.build(opening);
    this.busy = this.open();
    this.timer = setInterval(() => this.tick(), TICK);
    this.resized = () => this.fit();
    this.pressed = (event) => this.press(event);
    addEventListener("resize", this.resized);
    addEventListener("keydown", this.pressed);
  }

  end() {
    clearInterval(this.timer);
    removeEventListener("resize", this.resized);
    removeEventListener("keydown", this.pressed);
    if (this.source) this.source.close();
    this.root.remove();
  }

  build({ colors, words, title }) {
    const wall = document.createElement("div");
    wall.className = "wall";
    wall.innerHTML =
      '<div class="sheet seen"></div><div class="sheet"></div>' +
      '<div class="cover"><p class="words"></p><p class="loading"></p><i class="wide"></i><i class="number"></i>' +
      '<i class="line"></i><i class="chart"></i><i class="k k1"></i><i class="k k2"></i>' +
      '<i class="k k3"></i><i class="k k4"></i><p class="more"></p></div>';
    // straight below the body: nothing above it can move, dim or take it away
    document.body.append(wall);
    this.root = wall;
    this.sheets = [...wall.querySelectorAll(".sheet")];
    this.cover = wall.querySelector(".cover");
    this.cover.querySelector(".words").textContent = title || "";
    this.cover.querySelector(".loading").textContent = words.loading;
    this.colors = colors;
    this.paint();
    this.fit();
    this.opened = performance.now();
  }

  paint() {
    for (const [name, value] of Object.entries(this.colors)) {
      this.root.style.setProperty(`--${name.replaceAll("_", "-")}`, value);
    }
  }

  fit() {
    const scale = Math.min(innerWidth / WIDTH, innerHeight / HEIGHT);
    const x = (innerWidth - WIDTH * scale) / 2, y = (innerHeight - HEIGHT * scale) / 2;
    for (const one of [...this.sheets, this.cover]) {
      one.style.transform = `translate(${x}px, ${y}px) scale(${scale})`;
    }
  }

  press(event) {
    if (event.key === "ArrowRight" || event.key === "ArrowLeft") {
      this.turn(event.key === "ArrowRight" ? 1 : -1);
    }
  }

  // ── the server ────────────────────────────────────────────────────────────

  async open() {
    while (!this.ready) {
      try {
        await Promise.all([this.learn(), load(this.feed.plotly), lettered()]);
        this.ready = true;
      } catch (error) {
        this.tried = this.now();
        await rest(RETRY);
      }
    }
    this.listen();
    await this.turn(0);
  }

  async learn() {
    const programme = await this.feed.programme();
    const first = !this.programme;
    if (!first && programme.release !== this.programme.release) location.reload();
    const key = first || !this.current ? null : this.current.key;
    this.programme = programme;
    this.words = programme.words;
    this.colors = programme.colors;
    this.paint();
    if (programme.now !== null) this.setClock(programme.now);
    this.heard();
    if (first) return;
    const kept = new Set(programme.turns.map((turn) => turn.src));
    for (const src of this.scenes.keys()) if (!kept.has(src)) this.scenes.delete(src);
    const same = programme.turns.findIndex((turn) => turn.key === key);
    this.at = same >= 0 ? same : 0;
    this.gone = same < 0;
    this.drawn = "";
  }

  setClock(now) {
    this.clock = { now, read: performance.now() };
  }

  now() {
    if (!this.clock) return Date.now() + 7 * HOUR;
    const speed = this.programme ? this.programme.speed : 1;
    return this.clock.now + (performance.now() - this.clock.read) * speed;
  }

  heard() {
    this.contact = performance.now();
  }

  get lost() {
    return this.source && performance.now() - this.contact > LOST_AFTER;
  }

  listen() {
    if (this.source) this.source.close();
    this.listening = performance.now();
    this.source = this.feed.listen(this.programme, {
      news: (kind, told) => this.news(kind, told),
      alive: () => this.heard(),
    });
  }

  news(kind, told) {
    this.setClock(told.now);
    if (kind === "screen" && told.tag !== this.programme.tag) this.relearn();
    if (kind === "board" && told.tag !== this.board) {
      this.board = told.tag;
      for (const scene of this.scenes.values()) scene.old = true;
      this.follow();
    }
  }

  async relearn() {
    try {
      await this.learn();
      if (this.gone) await this.turn(0);
      else await this.settle();
    } catch (error) {
      this.note("programme", error);
    }
  }

  // A newer saved copy was found: go on with it where the old one stands.
  async takeOver() {
    for (const scene of this.scenes.values()) scene.old = true;
    await this.relearn();
  }

  // Ask again when nothing has been heard for long: the line may be dead without a word.
  watch() {
    if (!this.source || !this.programme) return;
    const silent = performance.now() - this.contact;
    if (performance.now() - this.listening < RETRY * 2) return;
    if (this.source.readyState === EventSource.CLOSED || silent > DEAF_AFTER) this.listen();
    if (!this.polling && performance.now() - (this.polled || 0) > (silent > 5000 ? 2000 : POLL)) {
      this.polled = performance.now();
      this.poll();
    }
  }

  async poll() {
    this.polling = true;
    this.tried = this.now();
    try {
      const tag = this.programme.tag, board = this.board;
      const programme = await this.feed.programme();
      this.setClock(programme.now);
      this.heard();
      if (programme.tag !== tag) await this.relearn();
      if (programme.board !== board) this.news("board", { now: programme.now, tag: programme.board });
    } catch (error) {
      // the next try is not far
    } finally {
      this.polling = false;
    }
  }

  // The scene of a turn, fetched when there is none or an old one; what is known when that fails.
  async fetched(turn) {
    const known = this.scenes.get(turn.src);
    if (known && !known.old) return known.payload;
    try {
      const found = await this.feed.scene(turn.src, known ? known.tag : null);
      this.heard();
      if (found === null) known.old = false;
      else {
        found.payload.tag = found.tag;
        this.scenes.set(turn.src, { ...found, old: false });
      }
    } catch (error) {
      this.note(turn.src, error);
    }
    const scene = this.scenes.get(turn.src);
    return scene ? scene.payload : null;
  }

  // What went wrong, for somebody who looks; the wall goes on.
  note(what, error) {
    this.log.push({ at: new Date().toISOString(), what, error: String(error) });
    this.log.splice(0, this.log.length - 50);
    console.info("wall:", what, String(error));
  }

  // ── the playlist ──────────────────────────────────────────────────────────

  get current() {
    return this.programme.turns[this.at];
  }

  tick() {
    const waited = performance.now() - this.opened;
    if (!this.shown) {
      this.cover.classList.toggle("late", waited > SKELETON_AFTER);
      if (waited > SENTENCE_AFTER) {
        this.cover.querySelector(".more").textContent = this.words.loading_long;
      }
    }
    if (!this.ready) return;
    this.watch();
    if (this.moving) return;
    const { pinned, held, turns } = this.programme;
    if (!turns.length) {
      this.cover.querySelector(".loading").textContent = this.words.no_campaign;
      return;
    }
    if (!this.shown) {
      if (performance.now() > this.turnEnds) this.turn(0);
      return;
    }
    if (pinned) {
      const wanted = turns.findIndex((turn) => turn.key === pinned);
      if (wanted >= 0 && wanted !== this.at) this.show(wanted);
    } else if (!held && turns.length > 1) {
      const left = this.turnEnds - performance.now();
      if (left <= 0) this.turn(1);
      else if (left < PREFETCH && !this.ahead) this.prefetch();
    }
    this.redraw();
  }

  async prefetch() {
    this.ahead = true;
    await this.fetched(this.programme.turns[(this.at + 1) % this.programme.turns.length]);
  }

  // Go on by some turns; one that cannot be had is skipped, the others go on.
  async turn(step) {
    const count = this.programme.turns.length;
    if (!count) return;
    this.turnEnds = performance.now() + 2 * SECOND;
    for (let tried = 0; tried < count; tried += 1) {
      const next = (this.at + step + Math.sign(step || 1) * tried + count * 2) % count;
      if (await this.show(next)) return;
    }
  }

  async show(index) {
    if (this.moving) return true;
    this.moving = true;
    try {
      const turn = this.programme.turns[index];
      // on time with what is known, brought up to date a moment later; only a first look waits
      const known = this.scenes.get(turn.src);
      const payload = known ? known.payload : await this.fetched(turn);
      if (!payload) return false;
      const [seen, behind] = this.sheets;
      const figure = this.filled(payload);
      await draw(behind, figure.figure);
      behind.classList.add("seen");
      seen.classList.remove("seen");
      this.sheets = [behind, seen];
      this.at = index;
      this.shown = payload;
      this.drawn = figure.words;
      this.ahead = false;
      behind.setAttribute("role", "img");
      behind.setAttribute("aria-label", payload.alt);
      this.turnEnds = performance.now() + turn.seconds * SECOND;
      this.root.dataset.scene = turn.key;
      this.root.dataset.generation = payload.generation;
      this.cover.hidden = true;
      if (known && known.old) this.follow();
      return true;
    } catch (error) {
      this.note(this.programme.turns[index].src, error);
      return false;
    } finally {
      this.moving = false;
    }
  }

  // News: the scene that is seen first, then nothing until the others' turn comes.
  async follow() {
    if (!this.shown || this.following) {
      this.again = true;
      return;
    }
    this.following = true;
    do {
      this.again = false;
      await this.settle();
    } while (this.again);
    this.following = false;
  }

  async settle() {
    if (!this.shown) return;
    const turn = this.current;
    if (!turn) return;
    const payload = await this.fetched(turn);
    if (payload && turn === this.current && !this.moving) {
      this.shown = payload;
      await this.redraw();
    }
  }

  async redraw() {
    if (!this.shown || this.moving || this.drawing) return;
    const figure = this.filled(this.shown);
    if (figure.words === this.drawn) return;
    this.drawing = true;
    this.drawn = figure.words;
    try {
      await draw(this.sheets[0], figure.figure);
      this.root.dataset.generation = this.shown.generation;
      this.root.dataset.painted = Date.now();
    } catch (error) {
      this.note("redraw", error);
    } finally {
      this.drawing = false;
    }
  }

  // ── what the clock says ───────────────────────────────────────────────────

  filled(payload) {
    const said = this.told(payload);
    const stale = said.stale && payload.figures.stale;
    const figure = stale ? payload.figures.stale : payload.figures.live;
    const foot = this.foot(payload);
    const cleared = (one) => !(foot && one.name && one.name.startsWith("foot."));
    const annotations = figure.layout.annotations.filter(cleared).map((one) => {
      if (!one.name || !one.name.startsWith("clock.")) return one;
      const font = one.name === "clock.fresh" ? { ...one.font, color: said.color } : one.font;
      return { ...one, font, text: literal(said[one.name.slice(6)] || "") };
    });
    const shapes = figure.layout.shapes.filter(cleared).map((one) =>
      one.name === "clock.dot" ? this.dot(one, said) : one);
    if (foot) this.layFoot(payload.foot, foot, annotations, shapes);
    const words = JSON.stringify([payload.tag, stale ? 1 : 0, said, foot, this.colors.background]);
    return { words, figure: { data: figure.data, layout: { ...figure.layout, annotations, shapes } } };
  }

  told(payload) {
    const now = this.now(), words = this.words, colors = this.colors;
    const said = { left: "", fresh: "", mark: "dot", color: colors.text_2, stale: false };
    const { opens_at: opens, closes_at: closes, recorded_at: recorded } = payload;
    const long = closes - opens > DAY;
    const at = recorded === null ? "" : recorded < now - DAY || (long && now - recorded > 12 * HOUR)
      ? day(recorded, true) : clock(recorded);
    if (now < opens) {
      said.left = words.not_open;
      said.opens = put(words.opens, { at: clock(opens) });
      said.opens_in = until(words, "opens_in", opens - now);
      said.fresh = recorded === null ? words.none : put(words.quiet, { at });
      said.mark = recorded === null ? "ring" : "dot";
    } else if (now > closes) {
      said.left = long ? put(words.ended_days, { at: day(closes) }) : put(words.ended, { at: clock(closes) });
      said.fresh = payload.closed;
      said.mark = "square";
    } else {
      said.left = until(words, "left", closes - now);
      said.opens = put(words.opens, { at: clock(opens) });
      if (recorded === null) {
        said.fresh = words.none;
        said.mark = "ring";
      } else {
        const age = now - recorded;
        const limits = long ? [DAY, 2 * DAY] : [FRESH, STALE];
        said.fresh = put(age <= limits[0] ? words.fresh : words.quiet, { at });
        if (age > limits[1]) {
          said.stale = true;
          said.fresh = put(words.stale, { at });
          said.mark = "ring";
          said.color = colors.behind;
          said.silent = until(words, "silent", age);
        }
      }
    }
    if (this.lost || payload.kept) {
      said.fresh = this.lost ? (at ? put(words.lost, { at }) : words.lost_none) : put(words.stale, { at });
      said.mark = "ring";
      said.color = colors.behind;
    }
    if (this.programme.saved && !said.stale) said.fresh = put(words.saved_copy, { at });
    return said;
  }

  dot(shape, said) {
    const wide = measured(said.fresh, 34, 400), x = RIGHT - wide - 30, radius = 10;
    const ring = said.mark === "ring";
    const color = said.color === this.colors.text_2 ? this.colors.text : said.color;
    return {
      ...shape,
      type: said.mark === "square" ? "rect" : "circle",
      x0: (x - radius) / WIDTH, x1: (x + radius) / WIDTH,
      y0: 1 - (107 - radius) / HEIGHT, y1: 1 - (107 + radius) / HEIGHT,
      fillcolor: said.fresh === "" ? "rgba(0,0,0,0)" : ring ? this.colors.background : color,
      line: { color, width: said.fresh === "" ? 0 : ring ? 5 : 0 },
    };
  }

  // What stands at the foot instead of what the scene has there: outage, saved copy, message.
  foot(payload) {
    const words = this.words;
    if (this.lost) {
      return { tone: "lost", main: put(words.retry, { at: clock(this.tried || this.now()) }), more: words.retry_more };
    }
    if (payload.kept) {
      const at = payload.recorded_at === null ? "–" : clock(payload.recorded_at);
      return { tone: "lost", main: put(words.kept, { at }), more: put(words.kept_more, { code: payload.kept }) };
    }
    if (this.programme.message) return { tone: "message", main: this.programme.message, more: "" };
    return null;
  }

  layFoot(top, { tone, main, more }, annotations, shapes) {
    const tall = HEIGHT - top > 120, message = tone === "message";
    const base = { xref: "paper", yref: "paper" };
    if (message) {
      shapes.push({ ...base, type: "rect", x0: 0, x1: 1, y0: 1 - (top + 2) / HEIGHT, y1: 0,
        fillcolor: this.colors.surface, line: { width: 0 } });
    }
    const color = message ? this.colors.text : this.colors.text;
    const line = (text, y, size, weight, shade) => {
      const fitted = shrunk(text, size, weight, RIGHT - LEFT);
      annotations.push({ ...base, text: literal(text), x: LEFT / WIDTH, y: 1 - y / HEIGHT,
        xanchor: "left", yanchor: "middle", showarrow: false, borderpad: 0,
        font: { size: fitted, weight, color: shade } });
    };
    const middle = (top + HEIGHT) / 2;
    if (message) line(main, tall ? middle : middle - 2, tall ? 54 : 46, 600, color);
    else if (tall && more) {
      line(main, top + 42, 38, 400, color);
      line(more, top + 98, 34, 400, this.colors.text_2);
    } else line(main, middle, 34, 400, color);
  }
}

// ── small things ────────────────────────────────────────────────────────────

function draw(node, figure) {
  return window.Plotly.react(node, figure.data, figure.layout,
    { staticPlot: true, displayModeBar: false, responsive: false });
}

let loading;
function load(address) {
  if (window.Plotly || !address) return Promise.resolve();
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
  const sample = "Đẫểữ 0";
  return Promise.all(["400", "600", "700", "800"].map((weight) =>
    document.fonts.load(`${weight} 40px "Noto Sans"`, sample)));
}

const canvas = document.createElement("canvas").getContext("2d");
function measured(words, size, weight) {
  canvas.font = `${weight} ${size}px "Noto Sans", sans-serif`;
  return canvas.measureText(words).width;
}

function shrunk(words, size, weight, room) {
  while (size > 34 && measured(words, size, weight) > room) size -= 1;
  return size;
}

function literal(words) {
  return words.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}

function put(words, values) {
  return words.replace(/\{(\w+)\}/g, (all, name) => (name in values ? values[name] : all));
}

const two = (number) => String(number).padStart(2, "0");

function clock(moment) {
  const date = new Date(moment);
  return `${two(date.getUTCHours())}:${two(date.getUTCMinutes())}`;
}

function day(moment, withClock = false) {
  const date = new Date(moment);
  const written = `${date.getUTCDate()}/${date.getUTCMonth() + 1}/${date.getUTCFullYear()}`;
  return withClock ? `${clock(moment)}, ${written}` : written;
}

// A stretch of time in words: whole days from two on, else hours and minutes.
function until(words, stem, span) {
  const m = Math.max(Math.floor(span / MINUTE), 0), h = Math.floor(m / 60), d = Math.floor(h / 24);
  if (d >= 2 && words[`${stem}_days`]) return put(words[`${stem}_days`], { d });
  if (h && m % 60 === 0 && words[`${stem}_whole_hours`]) return put(words[`${stem}_whole_hours`], { h });
  if (h) return put(words[`${stem}_hours`], { h, m: m % 60 });
  return put(words[`${stem}_minutes`], { m });
}

function rest(span) {
  return new Promise((done) => setTimeout(done, span));
}

export { Saved, Wall };
