// Keeps a chart of the page as a PNG: the figure on the screen, drawn anew at a fixed width by the
// plotly.js it was drawn with, between its title and measure above and its caption below.
//
// A picture inside of a picture has no fonts of the page, so its letters are put into it.

const MARGIN = 32, GAP = 12, LEAST = 220, SETTLING = 150;
const state = new WeakMap();

export default function mount({ data, parentElement }) {
  const button = parentElement.querySelector("button");
  const status = parentElement.querySelector("p");
  state.set(button, data);
  if (!button.disabled) named(button, data.label);
  button.onclick = async () => {
    const asked = state.get(button);
    button.disabled = true;
    button.setAttribute("aria-busy", "true");
    named(button, asked.busy);
    status.textContent = "";
    try {
      save(await drawn(asked), asked.file);
    } catch (error) {
      status.textContent = asked.failed;
      console.info(error);
    } finally {
      button.disabled = false;
      button.removeAttribute("aria-busy");
      named(button, asked.label);
      button.focus();
    }
  };
}

// The icon is a letter of the font that Streamlit draws its own icons with.
function named(button, words) {
  const icon = document.createElement("span");
  icon.textContent = "image";
  icon.setAttribute("aria-hidden", "true");
  icon.translate = false;
  button.replaceChildren(icon, words);
}

async function drawn(asked) {
  const shown = document.querySelector(`.st-key-${asked.chart} .js-plotly-plot`);
  if (!shown) throw new Error(`no chart ${asked.chart}`);
  const letters = await fonts(asked);
  const height = Math.max(Math.round(shown.offsetHeight), LEAST);
  const layout = { ...shown.layout, width: asked.width, height, autosize: false };
  const figure = { data: shown.data, layout };
  const size = { width: asked.width, height };
  const address = await window.Plotly.toImage(figure, { format: "svg", ...size });
  const chart = await picture(lettered(address, letters));
  return composed(asked, chart, height);
}

// The whole picture: words are broken where the width ends.
async function composed(asked, chart, height) {
  const canvas = document.createElement("canvas");
  const pen = canvas.getContext("2d");
  const room = asked.width;
  const lines = [];
  let down = MARGIN;
  const say = (words, size, weight, color) => {
    pen.font = `${weight} ${size}px ${asked.font}`;
    for (const line of broken(pen, words, room)) {
      down += Math.round(size * 1.35);
      lines.push({ line, size, weight, color, at: down - Math.round(size * 0.35) });
    }
  };
  say(asked.title, 22, 600, asked.colors.text);
  say(asked.measure, 15, 400, asked.colors.quiet);
  const top = down + GAP;
  down = top + height + GAP;
  const rule = down;
  down += GAP / 2;
  for (const words of asked.caption) say(words, 13, 400, asked.colors.quiet);
  canvas.width = (room + 2 * MARGIN) * asked.scale;
  canvas.height = (down + MARGIN) * asked.scale;
  pen.scale(asked.scale, asked.scale);
  pen.fillStyle = asked.colors.background;
  pen.fillRect(0, 0, canvas.width, canvas.height);
  pen.drawImage(chart, MARGIN, top, room, height);
  pen.fillStyle = asked.colors.line;
  pen.fillRect(MARGIN, rule, room, 1);
  for (const { line, size, weight, color, at } of lines) {
    pen.font = `${weight} ${size}px ${asked.font}`;
    pen.fillStyle = color;
    pen.fillText(line, MARGIN, at);
  }
  return new Promise((done, failed) => {
    canvas.toBlob((blob) => (blob ? done(blob) : failed(new Error("no picture"))), "image/png");
  });
}

function broken(pen, words, room) {
  const lines = [];
  let line = "";
  for (const word of words.split(" ")) {
    const longer = line ? `${line} ${word}` : word;
    if (line && pen.measureText(longer).width > room) {
      lines.push(line);
      line = word;
    } else line = longer;
  }
  return line ? [...lines, line] : lines;
}

// The page's font files, as text that an SVG can hold.
let known;
function fonts(asked) {
  known ??= Promise.all(asked.letters.map(async (address) => {
    const answer = await fetch(address);
    if (!answer.ok) throw new Error(address);
    return encoded(await answer.blob());
  })).catch((error) => {
    known = undefined;
    throw error;
  });
  return known;
}

function encoded(blob) {
  return new Promise((done, failed) => {
    const reader = new FileReader();
    reader.onload = () => done(reader.result);
    reader.onerror = () => failed(reader.error);
    reader.readAsDataURL(blob);
  });
}

function lettered(address, letters) {
  const [latin, vietnamese] = letters;
  const face = (file, range) => `@font-face{font-family:"Noto Sans";font-weight:100 900;`
    + `src:url(${file});unicode-range:${range}}`;
  const marked = "U+0102-0103,U+0110-0111,U+0128-0129,U+0168-0169,U+01A0-01B0,U+0300-0323,U+1EA0-1EF9";
  const style = face(latin, "U+0000-00FF,U+2000-22FF") + face(vietnamese, marked);
  const svg = decodeURIComponent(address.slice(address.indexOf(",") + 1));
  return svg.replace(/<svg[^>]*>/, (open) => `${open}<style>${style}</style>`);
}

async function picture(svg) {
  const address = URL.createObjectURL(new Blob([svg], { type: "image/svg+xml" }));
  try {
    const image = new Image();
    image.src = address;
    await image.decode();
    // its letters are made ready when it is first drawn, and are not waited for by decode
    document.createElement("canvas").getContext("2d").drawImage(image, 0, 0);
    await new Promise((done) => setTimeout(done, SETTLING));
    return image;
  } finally {
    setTimeout(() => URL.revokeObjectURL(address), 10000);
  }
}

function save(blob, name) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10000);
}
