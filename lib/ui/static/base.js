// Loaded before Streamlit's own script: the server is at the root, so a deep link need not search for it.
window.__streamlit = { BACKEND_BASE_URL: window.location.origin };
window.prerenderReady = false;

// What draws charts is read beside Streamlit's own scripts, not after them; chart.js waits for it, and
// tries again where nothing came.
{
  const { plotly } = document.currentScript.dataset;
  if (plotly) {
    const script = document.createElement("script");
    window.plotlyAhead = new Promise((over) => {
      script.onload = script.onerror = over;
    });
    script.src = plotly;
    document.head.append(script);
  }
}
