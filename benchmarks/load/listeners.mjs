// Walls and phones without a picture: node listeners.mjs PORT WALLS PHONES [WALLS' QUERY]
//
// Node 18 or newer, nothing from npm. One process holds every stream, so that it is not what is
// measured: a Python client is busy before the server is.
//
// A wall does on the network what wall.js does: learns its programme, listens to the news, plays
// its turns, fetches the scene that is seen whenever the board changes (with the tag it has,
// packed), the next one before its turn, and asks for the programme every 30 s. A phone does what
// live.js does: it listens, packed, and is sent each board whole; nothing else is asked.
//
// "ready" is written once all of them listen. A line on stdin is answered with a line of JSON:
// by kind and listener the generations it has had and when ([generation, ms since 1970], each
// once), bytes, streams that broke, answers that were no answer, and this process's own
// processor time (s). It goes on until stdin is closed. A stream that breaks is opened again.
import http from "node:http";
import { createInterface } from "node:readline";
import zlib from "node:zlib";

const [port, walls, phones] = process.argv.slice(2, 5).map(Number);
const asked = process.argv[5] || "";
const POLL = 30_000, AHEAD = 4_000, TICK = 250, AGAIN = 1_000, OPENED_AT_ONCE = 50;
const FIRST_BYTES = 600;
const SYNC_FLUSH = Buffer.from([0x00, 0x00, 0xff, 0xff]);
const PARTIAL = { finishFlush: zlib.constants.Z_SYNC_FLUSH };
const agent = new http.Agent({ keepAlive: true, maxSockets: Infinity });

const now = () => performance.timeOrigin + performance.now();
const had = { wall: [], phone: [] };
const told = { bytes: { wall: 0, phone: 0 }, broken: 0, refused: 0, why: "" };
let listening = 0, expected = walls + phones;

function note(kind, number, generation, at) {
  const list = (had[kind][number] ??= []);
  if (!list.length || list[list.length - 1][0] < generation) list.push([generation, at]);
}

function generationOf(text) {
  const found = /"generation": ?(\d+)/.exec(text);
  return found && Number(found[1]);
}

function get(path, headers, kind) {
  return new Promise((resolve, reject) => {
    const request = http.get({ host: "127.0.0.1", port, path, headers, agent }, (answer) => {
      const parts = [];
      answer.on("data", (part) => parts.push(part));
      answer.on("end", () => {
        const body = Buffer.concat(parts);
        told.bytes[kind] += body.length;
        resolve({ status: answer.statusCode, headers: answer.headers, body });
      });
      answer.on("error", reject);
    });
    request.on("error", (error) => {
      // the server let an idle connection go just now: a browser asks again, and so does this
      if (request.reusedSocket && error.code === "ECONNRESET") get(path, headers, kind).then(resolve, reject);
      else reject(error);
    });
  });
}

// An endless stream; `take` is given each piece as it comes. Opened again when it ends.
function listen(path, headers, kind, take, opened) {
  let first = true;
  const again = () => {
    told.broken += 1;
    setTimeout(open, AGAIN);
  };
  const open = () => {
    const accept = { accept: "text/event-stream", ...headers };
    const request = http.get({ host: "127.0.0.1", port, path, headers: accept, agent: false }, (answer) => {
      if (answer.statusCode !== 200) {
        refused(`${path} ${answer.statusCode}`);
        answer.resume();
        again();
        return;
      }
      const reader = take(answer.headers["content-encoding"] === "gzip");
      answer.on("data", (part) => {
        told.bytes[kind] += part.length;
        reader(part);
      });
      let over = false;
      const end = () => {
        if (!over) again();
        over = true;
      };
      answer.on("end", end);
      answer.on("error", end);
      if (first) opened();
      first = false;
    });
    request.on("error", (error) => {
      if (!request.res) again();
    });
  };
  open();
}

// Whole events, as text, from the pieces of a plain stream.
function events(take) {
  let left = "";
  return (part) => {
    left += part.toString("utf8");
    for (let end; (end = left.indexOf("\n\n")) >= 0; left = left.slice(end + 2)) {
      const lines = left.slice(0, end).split("\n");
      const field = (name) => (lines.find((one) => one.startsWith(name)) || name).slice(name.length);
      take(field("event: "), field("data: "));
    }
  };
}

// ── walls ────────────────────────────────────────────────────────────────────

class Wall {
  constructor(number) {
    this.number = number;
    this.turns = [];
    this.place = 0;
    this.tags = new Map();
    this.old = new Set();
    this.isAhead = false;
    this.board = null;
  }

  async open() {
    await this.learn();
    this.place = this.number % this.turns.length;
    this.endsAt = now() + (this.seconds() * ((this.number % 10) + 1)) / 10;
    await this.fetch(this.place);
    listen(`/feed/events?${asked}`, {}, "wall", () => events((kind, data) => this.news(kind, data)), ready);
    setInterval(() => this.play(), TICK);
    setTimeout(() => setInterval(() => this.learn().catch(refused), POLL), (POLL * (this.number % 10)) / 10);
  }

  async learn() {
    const answer = await get(`/feed/programme?${asked}`, {}, "wall");
    if (answer.status === 200) this.turns = JSON.parse(answer.body.toString("utf8")).turns;
    else refused(`programme ${answer.status}`);
  }

  seconds() {
    return this.turns[this.place].seconds * 1_000;
  }

  news(kind, data) {
    if (kind === "screen") this.learn().catch(refused);
    if (kind !== "board") return;
    const { tag } = JSON.parse(data);
    if (tag === this.board) return;
    this.board = tag;
    for (const source of this.tags.keys()) this.old.add(source);
    this.fetch(this.place).catch(refused);
  }

  play() {
    const left = this.endsAt - now(), after = (this.place + 1) % this.turns.length;
    if (left <= 0) {
      this.place = after;
      this.isAhead = false;
      this.endsAt = now() + this.seconds();
      this.fetch(after).catch(refused);
    } else if (left < AHEAD && !this.isAhead) {
      this.isAhead = true;
      this.fetch(after).catch(refused);
    }
  }

  async fetch(place) {
    const source = this.turns[place % this.turns.length].src;
    if (this.tags.has(source) && !this.old.has(source)) return;
    this.old.delete(source);
    const headers = { "accept-encoding": "gzip" };
    if (this.tags.has(source)) headers["if-none-match"] = this.tags.get(source);
    const answer = await get(`/feed/${source}`, headers, "wall");
    const at = now();
    if (answer.status === 304) return;
    if (answer.status !== 200) {
      refused(`${source} ${answer.status}`);
      this.old.add(source);
      return;
    }
    this.tags.set(source, answer.headers.etag);
    const begin = answer.headers["content-encoding"] === "gzip"
      ? zlib.gunzipSync(answer.body.subarray(0, FIRST_BYTES), PARTIAL)
      : answer.body.subarray(0, FIRST_BYTES);
    const generation = generationOf(begin.toString("utf8"));
    if (generation !== null) note("wall", this.number, generation, at);
  }
}

// ── phones ───────────────────────────────────────────────────────────────────

// The same bytes go to all phones: each piece is unpacked once, and known again by its bytes.
const known = [];

function generationIn(piece) {
  const seen = known.find(([bytes]) => bytes.equals(piece));
  if (seen) return seen[1];
  const text = zlib.inflateRawSync(piece, PARTIAL).toString("utf8");
  const generation = text.includes("event: board") ? generationOf(text) : null;
  known.unshift([Buffer.from(piece), generation]);
  known.length = Math.min(known.length, 8);
  return generation;
}

function phone(number) {
  const take = (isPacked) => {
    if (!isPacked) {
      return events((kind, data) => {
        const at = now(), generation = kind === "board" ? generationOf(data) : null;
        if (generation !== null) note("phone", number, generation, at);
      });
    }
    let left = Buffer.alloc(0), isHead = true;
    return (part) => {
      left = left.length ? Buffer.concat([left, part]) : part;
      if (isHead && left.length < 10) return;
      if (isHead) left = left.subarray(10);
      isHead = false;
      if (left.length < 4 || !left.subarray(-4).equals(SYNC_FLUSH)) return;
      const at = now(), generation = generationIn(left);
      if (generation !== null) note("phone", number, generation, at);
      left = Buffer.alloc(0);
    };
  };
  listen("/feed/live/events?lang=vi", { "accept-encoding": "gzip" }, "phone", take, ready);
}

function ready() {
  listening += 1;
  if (listening === expected) process.stdout.write("ready\n");
}

function refused(why) {
  told.refused += 1;
  told.why = String(why);
}

createInterface({ input: process.stdin })
  .on("line", () => {
    const { user, system } = process.cpuUsage();
    const taken = (user + system) / 1e6;
    process.stdout.write(`${JSON.stringify({ had, ...told, listening, processor: taken })}\n`);
  })
  .on("close", () => process.exit(0));

// A few at a time, as people come: more would wait in the server's queue for connections.
const waiting = [
  ...Array.from({ length: walls }, (_, number) => () => new Wall(number).open()),
  ...Array.from({ length: phones }, (_, number) => () => phone(number)),
];
const opening = setInterval(() => {
  for (const open of waiting.splice(0, OPENED_AT_ONCE)) Promise.resolve(open()).catch((error) => {
    process.stderr.write(`${error}\n`);
    process.exit(1);
  });
  if (!waiting.length) clearInterval(opening);
}, 200);
