// In the page: each frame, is exactly one scene seen and has it words? Which scene is it, since when?
//
// Installed once per page; `window.watch.take()` gives away what was noticed since the last time.
(() => {
  const wall = document.querySelector(".wall");
  const sheets = [...wall.querySelectorAll(".sheet")];
  const watch = { frames: 0, longest: 0, slowest: 0, blanks: [], turns: [], scene: null, last: null };
  const MOST_NAMED = 20, COVERED_EVERY = 15;

  function named(one) {
    return `${one.tagName.toLowerCase()} ${one.dataset.testid || one.className} "${one.textContent.slice(0, 60)}"`;
  }

  function wrong() {
    const now = [...document.querySelectorAll(".wall .sheet")];
    if (!wall.isConnected) return "the wall left the page";
    if (now.length !== 2 || now.some((sheet) => !sheets.includes(sheet))) return "other chart nodes";
    const seen = now.filter((sheet) => getComputedStyle(sheet).visibility === "visible");
    if (seen.length !== 1) return `${seen.length} scenes are seen`;
    if (getComputedStyle(wall).opacity !== "1") return "the wall is dimmed";
    if (!wall.querySelector(".cover").hidden) return "the wall is covered";
    const text = seen[0].querySelector("svg.main-svg text");
    if (!text || !seen[0].querySelector("svg.main-svg .annotation-text")) return "no words are drawn";
    if (watch.frames % COVERED_EVERY === 0) {
      const above = [[0.5, 0.5], [0.9, 0.1]].map(([x, y]) =>
        document.elementFromPoint(innerWidth * x, innerHeight * y));
      // a shut dialog may keep the page from being hit at all: then the document itself is
      const page = [null, document.documentElement, document.body];
      const other = above.find((one) => !page.includes(one) && !wall.contains(one));
      if (other !== undefined) return `before the wall stands ${named(other)}`;
    }
    return null;
  }

  function frame(at) {
    watch.frames += 1;
    if (watch.last !== null) watch.longest = Math.max(watch.longest, at - watch.last);
    watch.last = at;
    const found = wrong();
    if (found && watch.blanks.length < MOST_NAMED) watch.blanks.push({ at: Date.now(), found });
    if (wall.dataset.scene !== watch.scene) {
      watch.scene = wall.dataset.scene;
      watch.turns.push({ at: performance.now(), scene: watch.scene });
    }
    requestAnimationFrame(frame);
  }

  watch.take = () => {
    const told = { frames: watch.frames, longest: watch.longest, slowest: watch.slowest, blanks: watch.blanks, turns: watch.turns };
    watch.longest = 0;
    watch.blanks = [];
    watch.turns = [];
    return { ...told, scene: watch.scene, generation: wall.dataset.generation };
  };
  // Take the picture away for some frames: what watches must notice, or it watches nothing.
  watch.blind = (span) => new Promise((done) => {
    wall.style.opacity = "0";
    setTimeout(() => { wall.style.opacity = ""; done(); }, span);
  });
  new PerformanceObserver((found) => {
    for (const one of found.getEntries()) {
      if (one.name.includes("/feed/scene")) watch.slowest = Math.max(watch.slowest, one.duration);
    }
  }).observe({ type: "resource" });
  window.watch = watch;
  requestAnimationFrame(frame);
})();
