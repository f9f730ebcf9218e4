// The console: keys and buttons move the ceremony, and it shows what the hall sees and what is next.
//
// Its pass stays in this tab (sessionStorage), so a reload or a new server asks for no code again.
// Each press is sent once the one before is answered, with the version this console then saw: what
// another console did meanwhile is shown, not doubled. What could not be sent is not sent later.

const PASS = "console.pass", LOST_AFTER = 5000, SEND_LIMIT = 4000, WIDE = 900, NOTICE = 4000;
const consoles = new WeakMap();

export default function mount({ data, parentElement }) {
  let held = consoles.get(parentElement);
  if (!held) consoles.set(parentElement, (held = {}));
  if (data.pass) sessionStorage.setItem(PASS, data.pass);
  if (!held.console && sessionStorage.getItem(PASS)) held.console = new Console(data);
  return () => {
    const last = consoles.get(parentElement);
    consoles.delete(parentElement);
    if (last && last.console) last.console.end();
  };
}

const HTML = `
  <header>
    <h1 class="name"></h1>
    <p class="decided"></p>
    <p class="facts"><span class="elapsed"></span><span class="stages"></span></p>
  </header>
  <p class="alarm lost" role="alert" hidden></p>
  <p class="alarm rehearsing" hidden></p>
  <p class="alarm dark" hidden></p>
  <section class="now"><h2></h2><div class="picture"></div></section>
  <div class="side">
    <section class="next"><h2></h2><p class="label"></p><ul class="names"></ul><div class="picture"></div></section>
    <nav class="steps"><h2></h2><ol></ol></nav>
  </div>
  <footer>
    <p class="notice" role="status"></p>
    <div class="moves">
      <button class="back" data-do="back"></button>
      <button class="forward" data-do="forward"></button>
      <button class="black" data-do="black" aria-pressed="false"></button>
      <button class="lift" data-do="lift" aria-pressed="false"></button>
    </div>
  </footer>
  <section class="more">
    <button class="rehearse" data-do="rehearse" aria-pressed="false"></button>
    <button class="restart" data-do="restart"></button>
    <p class="links"><a class="dark-stage" target="_blank"></a><a class="light-stage" target="_blank"></a></p>
    <p class="keys"></p>
    <p class="changed"></p>
    <button class="leave" data-do="leave"></button>
  </section>
  <div class="ask" role="alertdialog" aria-modal="true" aria-labelledby="console-asking" hidden>
    <div><p id="console-asking"></p><button class="yes"></button><button class="no"></button></div>
  </div>`;

class Console {
  constructor({ address, events, query, plotly, words, colors, name, stage, away }) {
    this.address = `${address}?${query}`;
    this.words = words;
    this.away = away;
    this.queue = Promise.resolve();
    this.drop = 0;
    this.does = new WeakMap();
    this.contact = performance.now();
    this.build(words, colors, name, stage);
    this.ready = Promise.all([load(plotly), lettered()]);
    this.ear = new Ear(`${events}?${query}&role=console`, {
      news: (kind, told) => this.news(kind, told),
      heard: () => this.heard(),
    });
    this.timer = setInterval(() => this.tick(), 250);
    this.asleep = awake();
    this.refresh();
  }

  build(words, colors, name, stage) {
    const root = document.createElement("main");
    root.className = "console";
    root.innerHTML = HTML;
    this.root = root;
    for (const [color, value] of Object.entries(colors)) {
      root.style.setProperty(`--${color.replaceAll("_", "-")}`, value);
    }
    this.find(".name").textContent = name;
    this.find(".now h2").textContent = words.seen;
    this.find(".next h2").textContent = words.next;
    this.find(".steps h2").textContent = words.steps;
    this.find(".keys").textContent = words.keys;
    for (const button of root.querySelectorAll("button[data-do]")) {
      button.textContent = words[button.dataset.do];
      this.does.set(button, () => this.act(button.dataset.do));
    }
    const [dark, light] = [this.find(".dark-stage"), this.find(".light-stage")];
    [dark.textContent, light.textContent] = [words.stage_dark, words.stage_light];
    [dark.href, light.href] = [stage.dark, stage.light];
    document.body.append(root);
    this.pictures = [".now .picture", ".next .picture"].map((one) => new Sheets(this.find(one)));
    this.resized = () => this.fit();
    this.pressed = (event) => this.press(event);
    addEventListener("resize", this.resized);
    addEventListener("keydown", this.pressed);
    // before anybody else hears of it: while Streamlit's notice of a lost connection is open, it
    // keeps clicks to itself, also those on what lies outside of it
    this.clicked = (event) => this.click(event);
    addEventListener("click", this.clicked, true);
    // Streamlit's notice of a lost connection would make this page deaf to fingers
    this.watching = new MutationObserver(() => {
      if (root.inert) root.inert = false;
      if (root.hasAttribute("aria-hidden")) root.removeAttribute("aria-hidden");
    });
    this.watching.observe(root, { attributes: true });
    this.below = document.getElementById("root");
    if (this.below) this.below.inert = true;
    this.fit();
  }

  end() {
    this.ended = true;
    this.asleep();
    clearInterval(this.timer);
    this.ear.close();
    this.watching.disconnect();
    removeEventListener("resize", this.resized);
    removeEventListener("keydown", this.pressed);
    removeEventListener("click", this.clicked, true);
    if (this.below) this.below.inert = false;
    this.root.remove();
  }

  find(selector) {
    return this.root.querySelector(selector);
  }

  fit() {
    for (const picture of this.pictures) {
      picture.fit(picture.parent.clientWidth, picture.parent.clientHeight);
    }
  }

  // ── the server ────────────────────────────────────────────────────────────

  async ask(command) {
    const pass = sessionStorage.getItem(PASS);
    const answer = await fetch(this.address, {
      method: command ? "POST" : "GET",
      headers: { Authorization: `Bearer ${pass}` },
      body: command ? JSON.stringify(command) : undefined,
      cache: "no-store",
      signal: AbortSignal.timeout(SEND_LIMIT),
    });
    if (answer.status === 401) this.refused();
    if (!answer.ok) throw new Error(answer.status);
    this.heard();
    return answer.json();
  }

  // The pass no longer holds: the page below asks for the code.
  refused() {
    sessionStorage.removeItem(PASS);
    this.end();
  }

  heard() {
    this.contact = performance.now();
  }

  news(kind, told) {
    if (!this.told) return;
    this.told.stages = told.stages;
    this.count();
    if (kind === "scene" && told.tag !== this.told.tag) this.refresh();
  }

  refresh() {
    if (this.refreshing) return;
    this.refreshing = true;
    this.line(() => this.ask(null).then((told) => this.apply(told)))
      .finally(() => { this.refreshing = false; });
  }

  // Commands and looks go one after the other; after one that failed, those that wait are dropped.
  line(work) {
    const turn = this.drop;
    this.queue = this.queue.then(async () => {
      if (this.ended || turn !== this.drop) return;
      try {
        await work();
      } catch (error) {
        this.drop += 1;
        this.failed = true;
      }
    });
    return this.queue;
  }

  // What is asked is made from what holds when its turn comes: a key pressed twice goes there and back.
  send(command) {
    const turn = this.drop;
    this.line(async () => {
      if (!this.told) return;
      const { version, record } = this.told;
      try {
        const told = await this.ask({ version, record, ...command(this.told) });
        if (!told.taken) this.notice(this.words.other);
        this.apply(told);
      } catch (error) {
        if (turn === this.drop) this.notice(this.words.not_sent);
        throw error;
      }
    });
  }

  // ── what is shown ─────────────────────────────────────────────────────────

  apply(told) {
    if (this.ended) return;
    this.failed = false;
    this.told = told;
    this.began = told.elapsed === null ? null : performance.now() - told.elapsed * 1000;
    this.find(".decided").textContent = told.decided;
    this.find(".changed").textContent = told.changed;
    this.find(".rehearsing").hidden = !told.rehearsal;
    this.find(".rehearsing").textContent = this.words.rehearsing;
    this.find(".alarm.dark").hidden = !told.black;
    this.find(".alarm.dark").textContent = this.words.is_dark;
    for (const [name, is_on] of [["black", told.black], ["lift", told.lifted], ["rehearse", told.rehearsal]]) {
      const button = this.find(`button.${name}`);
      button.setAttribute("aria-pressed", is_on);
      button.textContent = this.words[is_on ? `${name}_off` : name];
    }
    this.find("button.back").disabled = told.step === 0 && !told.black;
    this.find("button.forward").disabled = !told.next;
    this.find("button.forward").textContent = told.black ? this.words.forward_dark : this.words.forward;
    const next = told.next ? told.steps[told.next.step] : null;
    this.find(".next .label").textContent = next ? next.label
      : told.steps.length > 1 ? this.words.end : this.words.nothing;
    this.find(".next .names").replaceChildren(...(next ? next.names : []).map(item));
    this.list(told);
    this.count();
    this.root.dataset.scene = told.seen.key;
    this.root.dataset.step = told.step;
    this.root.dataset.version = told.version;
    this.paint(told);
  }

  // Pictures follow when there is time: keys come first.
  async paint(told) {
    await this.ready;
    if (told !== this.told || this.painting) return;
    this.painting = true;
    const [now, next] = this.pictures;
    next.parent.hidden = !told.next;
    try {
      await this.picture(now, told.seen);
      if (told.next && innerWidth >= WIDE) await this.picture(next, told.next.picture);
      this.fit();
    } finally {
      this.painting = false;
      if (told !== this.told && !this.ended) this.paint(this.told);
    }
  }

  async picture(sheets, scene) {
    const written = JSON.stringify(scene);
    if (sheets.shown === written || this.ended) return;
    await sheets.show(scene);
    sheets.shown = written;
  }

  list(told) {
    const list = this.find(".steps ol");
    const written = JSON.stringify(told.steps);
    if (this.listed !== written) {
      this.listed = written;
      list.replaceChildren(...told.steps.map((step) => {
        const button = document.createElement("button");
        button.textContent = step.label;
        for (const name of step.names) {
          const small = document.createElement("small");
          small.textContent = name;
          button.append(small);
        }
        this.does.set(button, () => this.send(() => ({ command: "go", step: step.at })));
        const entry = document.createElement("li");
        entry.append(button);
        return entry;
      }));
    }
    [...list.children].forEach((entry, at) => {
      const is_here = at === told.step;
      entry.firstChild.toggleAttribute("aria-current", is_here);
      // on a phone the list is part of the page, which must not jump
      if (is_here && this.at !== told.step && innerWidth >= WIDE) entry.scrollIntoView({ block: "nearest" });
    });
    this.at = told.step;
  }

  count() {
    const { stages } = this.told;
    const words = stages === 0 ? this.words.no_stage : this.words.stages.replace("{count}", stages);
    this.find(".stages").textContent = words;
    this.find(".stages").classList.toggle("none", stages === 0);
  }

  tick() {
    const silent = performance.now() - this.contact;
    const lost = silent > LOST_AFTER || this.failed;
    if (lost && !this.lostAt) this.lostAt = new Date(Date.now() - silent);
    if (!lost) this.lostAt = null;
    const alarm = this.find(".lost");
    alarm.hidden = !lost;
    if (lost) {
      const at = this.lostAt.toTimeString().slice(0, 8);
      alarm.textContent = this.words.lost.replace("{at}", at);
      if (this.failed && silent > 1000 && !this.refreshing) this.refresh();
    }
    const span = this.began == null ? null : (performance.now() - this.began) / 1000;
    this.find(".elapsed").textContent = span === null ? this.words.not_begun
      : this.words.elapsed.replace("{time}", clock(span));
    if (!this.told && !this.refreshing) this.refresh();
  }

  notice(words) {
    const place = this.find(".notice");
    place.textContent = words;
    clearTimeout(this.quiet);
    this.quiet = setTimeout(() => { place.textContent = ""; }, NOTICE);
  }

  // ── the presenter ─────────────────────────────────────────────────────────

  press(event) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const asking = !this.find(".ask").hidden;
    if (event.key === "Escape" && asking) {
      this.answer(null);
      event.preventDefault();
      return;
    }
    if (asking) return;
    const focused = document.activeElement;
    const on = focused && this.root.contains(focused) && focused.matches("button, a");
    if (on && (event.key === "Enter" || event.key === " ")) return;
    const does = KEYS[event.key.length === 1 ? event.key.toLowerCase() : event.key];
    const digit = /^[1-9]$/.test(event.key) ? Number(event.key) : 0;
    if (!does && !digit) return;
    event.preventDefault();
    // a key held down is one press
    if (event.repeat) return;
    if (does) this.act(does);
    else if (this.told && digit <= this.told.titles.length) {
      this.send((told) => ({ command: "go", step: told.titles[digit - 1] }));
    }
  }

  click(event) {
    const button = event.target.closest && event.target.closest("button");
    if (!button || !this.root.contains(button) || button.disabled) return;
    event.stopPropagation();
    this.does.get(button)();
    // a remote's Enter must not press again what a finger touched last
    if (event.detail) button.blur();
  }

  act(does) {
    if (does === "forward" || does === "back") this.send(() => ({ command: does }));
    else if (does === "leave") this.leave();
    else if (!this.told) return;
    else if (does === "black") this.send((told) => ({ command: "black", on: !told.black }));
    else if (does === "lift") this.send((told) => ({ command: "lift", on: !told.lifted }));
    else if (does === "restart") {
      this.asked(this.words.restart_ask, this.words.restart, () => this.send(() => ({ command: "restart" })));
    } else if (does === "rehearse") {
      const on = !this.told.rehearsal, words = this.words;
      this.asked(on ? words.rehearse_ask : words.rehearse_off_ask, on ? words.rehearse : words.rehearse_off,
        () => this.send(() => ({ command: "rehearse", on })));
    }
  }

  asked(asking, yes, then) {
    const box = this.find(".ask");
    box.querySelector("p").textContent = asking;
    const [agree, keep] = [box.querySelector(".yes"), box.querySelector(".no")];
    [agree.textContent, keep.textContent] = [yes, this.words.keep];
    this.does.set(agree, () => this.answer(then));
    this.does.set(keep, () => this.answer(null));
    box.hidden = false;
    keep.focus();
  }

  answer(then) {
    this.find(".ask").hidden = true;
    if (document.activeElement) document.activeElement.blur();
    if (then) then();
  }

  async leave() {
    try {
      await this.ask({ command: "leave" });
    } catch (error) {
      // the pass ends by itself in a few hours
    }
    sessionStorage.removeItem(PASS);
    location.assign(this.away);
  }
}

const KEYS = {
  PageDown: "forward", ArrowRight: "forward", ArrowDown: "forward", " ": "forward", Enter: "forward",
  PageUp: "back", ArrowLeft: "back", ArrowUp: "back",
  b: "black", ".": "black", l: "lift", Home: "restart",
};

function item(words) {
  const entry = document.createElement("li");
  entry.textContent = words;
  return entry;
}

function clock(seconds) {
  const whole = Math.max(Math.floor(seconds), 0), two = (number) => String(number).padStart(2, "0");
  const hours = Math.floor(whole / 3600);
  const rest = `${two(Math.floor(whole / 60) % 60)}:${two(whole % 60)}`;
  return hours ? `${hours}:${rest}` : rest;
}
