// The light board on a phone: it is sent the figures of all units and shows its own.
//
// One stream brings each new board whole. Where streams do not come through it asks every now and
// then instead. Nothing is done while nobody looks. Age and time left are counted here, by the
// server's clock, so that they go on when the server does not; the last figures always stay.
"use strict";
(() => {
  const SECOND = 1000, MINUTE = 60 * SECOND, HOUR = 60 * MINUTE, DAY = 24 * HOUR;
  const FRESH = 5 * MINUTE, STALE = 15 * MINUTE, NO_ANSWER = 10 * SECOND;
  const TICK = SECOND, LOST_AFTER = 6 * SECOND, POLLED_LOST_AFTER = 45 * SECOND;
  const DEAF_AFTER = 40 * SECOND, MUTE_AFTER = 8 * SECOND;
  const FIRST_WAIT = 4 * SECOND, LONGEST_WAIT = 20 * SECOND, LONGEST_POLLED_WAIT = MINUTE;
  const POLL = [15 * SECOND, 30 * SECOND], FETCH_LIMIT = 15 * SECOND;
  const RELOAD_WITHIN = 10 * SECOND, SAY_EVERY = MINUTE;
  const TOP = 10;

  const at = (id) => document.getElementById(id);
  const opening = JSON.parse(at("opening").textContent);
  const { words, feed } = opening;
  const asked = new URLSearchParams(location.search);
  const opened = performance.now();

  // ── small things ──────────────────────────────────────────────────────────

  const kept = {
    get(name) {
      try { return localStorage.getItem(`raquan.live.${name}`); } catch { return null; }
    },
    set(name, value) {
      try { localStorage.setItem(`raquan.live.${name}`, value); } catch { /* it is full, or off */ }
    },
  };

  function put(sentence, values) {
    return sentence.replace(/\{(\w+)\}/g, (all, name) => (name in values ? values[name] : all));
  }

  function element(name, set = {}, ...children) {
    const made = document.createElement(name);
    for (const [key, value] of Object.entries(set)) {
      if (key in made) made[key] = value;
      else made.setAttribute(key, value);
    }
    made.append(...children);
    return made;
  }

  // Only what has changed is written: a screen reader and a selection are left alone.
  function say(id, sentence) {
    const node = at(id);
    if (node.textContent !== sentence) node.textContent = sentence;
  }

  const between = ([least, most]) => least + Math.random() * (most - least);
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
  function until(stem, span) {
    const m = Math.max(Math.floor(span / MINUTE), 0), h = Math.floor(m / 60), d = Math.floor(h / 24);
    if (d >= 2 && words[`${stem}_days`]) return put(words[`${stem}_days`], { d });
    if (h && m % 60 === 0 && words[`${stem}_whole_hours`]) return put(words[`${stem}_whole_hours`], { h });
    if (h) return put(words[`${stem}_hours`], { h, m: m % 60 });
    return put(words[`${stem}_minutes`], { m });
  }

  // ── the board and its clock ───────────────────────────────────────────────

  let board = null, tag = "", ahead = null;  // ahead: the server's local time less this phone's
  const place = `board.${opening.language}.${asked.get("campaign") || ""}`;

  function remembered() {
    try {
      const found = JSON.parse(kept.get(place));
      return found && found.board && found.board.columns ? found : null;
    } catch { return null; }
  }

  function open() {
    const last = remembered();
    const sent = opening.board && { board: opening.board, tag: opening.tag };
    const newer = last && (!sent || (sent.board.campaign === last.board.campaign
      && last.board.generation > sent.board.generation));
    if (last) ahead = last.ahead;
    const first = newer ? last : sent;
    if (first) take(first.board, first.tag);
  }

  function take(found, called) {
    board = found;
    tag = called;
    if (board.campaign) kept.set(place, JSON.stringify({ board, tag, ahead }));
    chosen();
    draw();
  }

  function setClock(now) {
    ahead = now - Date.now();
  }

  // until the server has said what time it is there: by this phone's clock, as if it stood there
  const now = () => Date.now() + (ahead ?? 7 * HOUR);

  // ── the line to the server ────────────────────────────────────────────────

  let source = null, openedAt = 0, heardAt = opened, heardAny = false, isPolled = false;
  let brokenAt = null, failures = 0, triedAt = null;
  let reopening = 0, polling = 0, ticking = 0;

  function query(more = {}) {
    const found = new URLSearchParams({ lang: opening.language, ...more });
    if (asked.get("campaign")) found.set("campaign", asked.get("campaign"));
    return found;
  }

  function heard(byPoll = false) {
    heardAt = performance.now();
    isPolled = byPoll;
    brokenAt = null;
    if (!byPoll) {
      heardAny = true;
      failures = 0;
      clearTimeout(polling);
      polling = 0;
    }
  }

  function broken() {
    brokenAt ??= performance.now();
    triedAt = Date.now();
  }

  function listen() {
    clearTimeout(reopening);
    reopening = 0;
    if (source || document.hidden) return;
    if (!window.EventSource) { poll(); return; }
    openedAt = performance.now();
    heardAny = false;
    source = new EventSource(`${feed}/events?${query({ have: tag })}`);
    source.addEventListener("hello", (event) => {
      const told = JSON.parse(event.data);
      setClock(told.now);
      heard();
      renew(told.release);
      tick();
    });
    source.addEventListener("board", (event) => {
      heard();
      take(JSON.parse(event.data), event.lastEventId);
    });
    source.addEventListener("beat", (event) => {
      setClock(JSON.parse(event.data).now);
      heard();
    });
    source.onerror = again;
  }

  function hangUp() {
    if (source) source.close();
    source = null;
    clearTimeout(reopening);
    clearTimeout(polling);
    reopening = polling = 0;
  }

  // After a failure: later each time and never all phones at once.
  function again() {
    if (source) source.close();
    source = null;
    broken();
    failures += 1;
    const longest = isPolled ? LONGEST_POLLED_WAIT : LONGEST_WAIT;
    const wait = Math.min(longest, FIRST_WAIT * 2 ** (failures - 1));
    clearTimeout(reopening);
    reopening = setTimeout(listen, 300 + Math.random() * wait);
    if (failures > 1 && !polling) polling = setTimeout(poll, between([SECOND, POLL[0]]));
  }

  async function poll() {
    polling = 0;
    if (document.hidden) return;
    try {
      const answer = await fetch(`${feed}?${query()}`, {
        headers: tag ? { "If-None-Match": `"${tag}"` } : {},
        cache: "no-store", signal: AbortSignal.timeout(FETCH_LIMIT),
      });
      if (answer.status !== 304 && !answer.ok) throw new Error(answer.status);
      setClock(Number(answer.headers.get("X-Now")));
      heard(true);
      if (answer.ok) take(await answer.json(), answer.headers.get("ETag").replaceAll('"', ""));
    } catch {
      broken();
    }
    if (!source || !heardAny) polling = setTimeout(poll, between(POLL));
    tick();
  }

  // A server of a newer release has a newer page; once, and not all phones in the same moment.
  function renew(release) {
    if (release === opening.release) return;
    try {
      if (sessionStorage.getItem("raquan.live.release") === release) return;
      sessionStorage.setItem("raquan.live.release", release);
    } catch { return; }
    setTimeout(() => location.reload(), Math.random() * RELOAD_WITHIN);
  }

  function watch() {
    const silent = performance.now() - heardAt;
    if (source && silent > DEAF_AFTER && performance.now() - openedAt > DEAF_AFTER) again();
    // something on the way keeps the stream back: ask instead
    else if (source && !heardAny && !polling && performance.now() - openedAt > MUTE_AFTER) poll();
  }

  const isLost = () => brokenAt !== null && performance.now() - brokenAt > LOST_AFTER
    && performance.now() - heardAt > (isPolled ? POLLED_LOST_AFTER : LOST_AFTER);

  function wake() {
    if (document.hidden) {
      hangUp();
      clearInterval(ticking);
      return;
    }
    brokenAt = null;
    heardAt = performance.now();
    failures = 0;
    listen();
    clearInterval(ticking);
    ticking = setInterval(tick, TICK);
    tick();
  }

  // ── whose figures ─────────────────────────────────────────────────────────

  let mine = { unit: null, unknown: null }, level = 0;
  const columns = {};

  const get = (unit, column) => unit[columns[column]];
  const own = (unit, column) => unit && get(unit, column);

  function chosen() {
    if (!board.campaign) return;
    board.columns.forEach((name, index) => { columns[name] = index; });
    const wanted = asked.get("unit") || kept.get("unit");
    const found = board.units.find((unit) => get(unit, "unit_id") === wanted);
    mine = { unit: found || null, unknown: wanted && !found && asked.get("unit") ? wanted : null };
  }

  function choose(id) {
    kept.set("unit", id);
    if (id) asked.set("unit", id);
    else asked.delete("unit");
    history.replaceState(null, "", `${location.pathname}${asked.size ? `?${asked}` : ""}`);
    chosen();
    draw();
  }

  function options(select, units, value) {
    const offered = [["", words.none_chosen], ...units.map((unit) => [get(unit, "unit_id"), get(unit, "name")])];
    const key = JSON.stringify(offered);
    if (select.dataset.offered !== key) {
      select.dataset.offered = key;
      select.replaceChildren(...offered.map(([code, name]) => element("option", { value: code }, name)));
    }
    select.value = value || "";
  }

  // Units stand once more below themselves for what is booked on them directly: chosen once.
  const district = () => own(mine.unit, "district_id");
  const offices = () => board.units.filter((unit) => get(unit, "level") > 0
    && get(unit, "district_id") === district() && get(unit, "unit_id") !== district());

  function drawMine() {
    const districts = board.units.filter((unit) => get(unit, "level") === 0);
    say("district-label", board.levels[0] || "");
    say("office-label", board.levels[1] || "");
    options(at("district"), districts, district());
    const below = offices();
    options(at("office"), below, own(mine.unit, "level") > 0 ? own(mine.unit, "unit_id") : "");
    at("office-choice").hidden = !below.length;
    at("unknown").hidden = !mine.unknown;
    say("unknown", mine.unknown ? put(words.unknown_unit, { unit: mine.unknown }) : "");
    at("choose").hidden = Boolean(mine.unit);
    const whole = districts.find((unit) => get(unit, "unit_id") === district());
    const shown = [whole, own(mine.unit, "level") > 0 ? mine.unit : null].filter(Boolean);
    at("cards").replaceChildren(...shown.map(card));
  }

  function card(unit) {
    const kind = get(unit, "kind"), ofLevel = (board.ranking[get(unit, "level")] || []).length;
    const pairs = [
      [words.place, get(unit, "place") === words.missing ? words.missing
        : put(words.place_of, { place: get(unit, "place"), count: ofLevel })],
      [words.revenue, get(unit, "revenue")],
      [words.target, get(unit, "target")],
      [words.column_per_head, get(unit, "per_head")],
      [words.activation, get(unit, "active")],
      [words.recorded, get(unit, "recorded")],
    ];
    const made = element("article", { className: "unit" }, element("h3", {}, get(unit, "name")));
    if (get(unit, "attainment") !== null) {
      const share = element("b", {}, get(unit, "share"));
      made.append(element("p", { className: "number" }, share, ` ${words.of_target}`), bar(unit));
    }
    const standing = hidesPace() && ["ahead", "on_pace", "behind"].includes(kind) ? "" : words[`kind_${kind}`] || "";
    if (standing) {
      made.append(element("p", { className: `kind ${kind}` }, element("i", { "aria-hidden": "true" }), standing));
    }
    const list = element("dl");
    for (const [name, value] of pairs) list.append(element("dt", {}, name), element("dd", {}, value));
    made.append(list);
    return made;
  }

  function bar(unit) {
    const share = get(unit, "attainment");
    const made = element("div", { className: "bar", "aria-hidden": "true" }, element("i"), element("b"));
    fill(made, share, board.frozen ? null : board.whole.expected_share);
    return made;
  }

  function fill(node, share, pace) {
    const [done, due] = node.children;
    done.style.width = `${Math.min(Math.max(share || 0, 0), 1) * 100}%`;
    node.classList.toggle("reached", share >= 1);
    due.hidden = pace === null || hidesPace();
    due.style.left = `${Math.min(pace || 0, 1) * 100}%`;
  }

  // ── what is drawn anew with each board ────────────────────────────────────

  function draw() {
    const isThere = Boolean(board.campaign);
    for (const id of ["whole", "mine", "top"]) at(id).hidden = !isThere;
    if (isThere) {
      say("name", board.name);
      say("of", board.of);
      say("note", board.note);
      at("note").hidden = !board.note;
      document.title = `${board.name} – ${opening.title}`;
      drawWhole();
      drawCurve();
      drawMine();
      drawTop();
      say("version", put(words.version, { generation: board.generation }));
      document.body.dataset.generation = board.generation;
    }
    tick(true);
  }

  function drawWhole() {
    const { whole } = board;
    say("before", board.before || "");
    at("total").hidden = Boolean(board.before);
    say("target", whole.target);
    say("waiting", whole.waiting);
    if (board.before) return;
    say("number", whole.number);
    at("whole").classList.toggle("reached", whole.reached);
    const [label, value, beside] = whole.outlook || ["", "", ""];
    at("outlook").replaceChildren(...(whole.outlook ? [`${label}: `, element("b", {}, value), ` ${beside}`] : []));
    if (!at("says").textContent || performance.now() - (drawWhole.said || 0) > SAY_EVERY) {
      drawWhole.said = performance.now();
      say("says", whole.says);
    }
  }

  function drawCurve() {
    const { curve } = board, drawing = at("curve").querySelector("svg");
    drawing.setAttribute("aria-label", board.whole.curve);
    drawing.querySelector(".actual").setAttribute("points", curve.actual);
    drawing.querySelector(".plan").setAttribute("points", curve.plan);
    const target = drawing.querySelector(".target");
    for (const name of ["y1", "y2"]) target.setAttribute(name, curve.target ?? -10);
    const end = at("curve").querySelector(".end");
    end.hidden = !curve.end;
    if (curve.end) {
      const [x, y] = curve.end.split(",");
      end.style.left = `${x / 10}%`;
      end.style.top = `${y / 1000 * 7.5}rem`;
    }
    const last = curve.ticks.length - 1, clear = (index) => Math.min(
      curve.ticks[index][0] - curve.ticks[index - 1][0], curve.ticks[last][0] - curve.ticks[index][0]) > 160;
    const ticks = curve.ticks.filter((one, index) => index === 0 || index === last || clear(index));
    at("curve").querySelector(".ticks").replaceChildren(...ticks.map(([x, name]) => {
      const tick = element("span", {}, name);
      tick.style.left = `${x / 10}%`;
      return tick;
    }));
  }

  function drawTop() {
    const several = board.ranking.length > 1;
    if (level >= board.ranking.length) level = 0;
    at("levels").hidden = !several;
    at("levels").replaceChildren(...(several ? board.levels : []).map((name, index) => {
      const made = element("button", { type: "button", "aria-pressed": String(index === level) }, name);
      made.onclick = () => { level = index; drawTop(); at("levels").children[index].focus(); };
      return made;
    }));
    say("frozen", board.frozen);
    const order = (board.ranking[level] || []).map((index) => board.units[index]);
    const shown = order.filter((unit) => get(unit, "kind") !== "silent");
    const isMine = (unit) => mine.unit
      && [own(mine.unit, "unit_id"), district()].includes(get(unit, "unit_id"));
    const top = shown.slice(0, TOP), after = shown.slice(TOP).filter(isMine);
    say("top-title", top.length ? put(words.top, { count: top.length }) : words.top_none);
    at("top").querySelector("table").hidden = !top.length;
    at("rows").replaceChildren(...top.map((unit) => line(unit, isMine(unit))),
      ...(after.length ? [element("tr", { className: "gap", "aria-hidden": "true" }, element("td", { colSpan: 4 }, "⋯"))] : []),
      ...after.map((unit) => line(unit, true)));
  }

  function line(unit, isMine) {
    const share = element("td", {}, get(unit, "share"));
    if (get(unit, "attainment") !== null) share.append(bar(unit));
    return element("tr", { className: isMine ? "mine" : "" },
      element("td", {}, get(unit, "place")),
      element("th", { scope: "row" }, get(unit, "name"),
        ...(isMine ? [element("span", { className: "hidden" }, ` (${words.mine})`)] : [])),
      share, element("td", { "data-of": words.column_per_head }, get(unit, "per_head")));
  }

  // ── what the clock says ───────────────────────────────────────────────────

  let hidden = null;
  const hidesPace = () => Boolean(hidden);

  function told() {
    const { opens_at: opens, closes_at: closes, recorded_at: recorded } = board;
    const long = closes - opens > DAY, at = now();
    const said = { left: "", fresh: "", mark: "", isBad: false, isStale: false, alarm: "" };
    const moment = recorded === null ? "" : recorded < at - DAY || (long && at - recorded > 12 * HOUR)
      ? day(recorded, true) : clock(recorded);
    if (at < opens) {
      said.left = [put(words.opens, { at: long || opens - at > DAY ? day(opens, true) : clock(opens) }),
        until("opens_in", opens - at)].join(", ");
      said.fresh = recorded === null ? words.none : put(words.quiet, { at: moment });
      said.mark = recorded === null ? "ring" : "";
    } else if (at > closes) {
      said.left = long ? put(words.ended_days, { at: day(closes) }) : put(words.ended, { at: clock(closes) });
      said.fresh = board.closed;
      said.mark = "square";
    } else {
      said.left = until("left", closes - at);
      said.fresh = recorded === null ? words.none : fresh(at - recorded, moment, long, said);
      if (recorded === null) said.mark = "ring";
    }
    return said;
  }

  function fresh(age, moment, long, said) {
    const [quiet, stale] = long ? [DAY, 2 * DAY] : [FRESH, STALE];
    const ago = age < MINUTE ? "" : ` · ${until("ago", age)}`;
    if (age <= stale) return put(age <= quiet ? words.fresh : words.quiet, { at: moment }) + ago;
    Object.assign(said, { isStale: true, isBad: true, mark: "ring" });
    said.alarm = board.whole.stale_words || "";
    return put(words.stale, { at: moment }) + ago;
  }

  function cutOff(said) {
    const recorded = board.recorded_at;
    const moment = recorded === null ? "" : recorded < now() - DAY ? day(recorded, true) : clock(recorded);
    if (isLost()) {
      Object.assign(said, { isBad: true, mark: "ring" });
      said.fresh = moment ? put(words.lost, { at: moment }) : words.lost_none;
      const age = now() - recorded;
      if (moment && age >= MINUTE && age < DAY) said.fresh += ` · ${until("ago", age)}`;
      said.alarm = put(words.retry, { at: clock((triedAt ?? Date.now()) - Date.now() + now()) });
    } else if (board.kept) {
      Object.assign(said, { isBad: true, mark: "ring" });
      said.fresh = moment ? put(words.stale, { at: moment }) : words.none;
      said.alarm = `${put(words.kept, { at: moment || words.missing })} ${put(words.kept_more, { code: board.kept })}`;
    }
    return said;
  }

  function tick(isNew = false) {
    watch();
    if (!board || !board.campaign) { waitFor(); return; }
    const found = told();
    // nothing is called old by a clock that may be wrong, unless there is no other to be had
    if (ahead === null && !isLost() && found.isStale) {
      Object.assign(found, { isStale: false, isBad: false, mark: "", alarm: "" });
      found.fresh = put(words.quiet, { at: clock(board.recorded_at) });
    }
    const said = cutOff(found);
    const was = hidden;
    hidden = said.isStale;
    if (hidden !== was && !isNew) { draw(); return; }
    say("fresh", said.fresh);
    say("left", said.left);
    at("mark").parentElement.className = `state ${said.mark}${said.isBad ? " bad" : ""}`;
    document.body.classList.toggle("stale", said.isStale);
    alarm(said.alarm);
    const { whole } = board, [kind, sentence] = whole.pace || ["", ""];
    const shows = Boolean(sentence) && !said.isStale;
    at("pace").hidden = !shows;
    at("pace").className = kind;
    at("pace").lastElementChild.textContent = sentence;
    at("outlook").hidden = said.isStale;
    say("unit", (said.isStale ? whole.stale_unit : whole.unit) || "");
    fill(at("bar"), whole.attainment, whole.expected_share);
    at("bar").hidden = whole.attainment === null;
    document.body.dataset.state = isLost() ? "lost" : said.isStale ? "stale" : board.phase;
  }

  function waitFor() {
    document.body.dataset.state = board ? "none" : isLost() ? "lost" : "loading";
    if (board) say("fresh", words.no_campaign);
    else if (isLost()) say("fresh", words.lost_none);
    const late = !board && performance.now() - opened > NO_ANSWER;
    alarm(late ? words.loading_long : "");
  }

  function alarm(sentence) {
    at("alarm").hidden = !sentence;
    say("alarm", sentence);
  }

  // ── how it looks ──────────────────────────────────────────────────────────

  const prefersDark = matchMedia("(prefers-color-scheme: dark)");
  const isDark = () => (asked.get("theme") ? asked.get("theme") === "dark" : prefersDark.matches);

  function paint() {
    const theme = asked.get("theme");
    if (["light", "dark"].includes(theme)) document.documentElement.dataset.theme = theme;
    say("theme", isDark() ? words.light : words.dark);
  }

  at("theme").onclick = () => {
    asked.set("theme", isDark() ? "light" : "dark");
    history.replaceState(null, "", `${location.pathname}?${asked}`);
    paint();
  };
  at("language").onclick = () => {
    asked.set("lang", at("language").hreflang);
    at("language").href = `${location.pathname}?${asked}`;
  };
  at("language").href = `?lang=${at("language").hreflang}`;
  at("district").onchange = (event) => choose(event.target.value);
  at("office").onchange = (event) => choose(event.target.value || district());
  prefersDark.addEventListener("change", paint);
  document.addEventListener("visibilitychange", wake);
  addEventListener("offline", () => { if (source) again(); });
  addEventListener("online", () => { if (!source) { clearTimeout(reopening); reopening = setTimeout(listen, Math.random() * SECOND); } });

  if (navigator.serviceWorker && isSecureContext) {
    const key = `/live?lang=${asked.get("lang") || ""}&campaign=${asked.get("campaign") || ""}`;
    navigator.serviceWorker.register("/live-worker.js", { scope: "/live" })
      .then(() => caches.open("live")).then(async (cache) => (await cache.match(key)) || cache.add(key))
      .catch(() => { /* without it the page needs its server to open */ });
  }

  paint();
  open();
  wake();
})();
