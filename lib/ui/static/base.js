// Loaded before Streamlit's own script: the server is at the root, so a deep link need not search for it.
window.__streamlit = { BACKEND_BASE_URL: window.location.origin };
window.prerenderReady = false;
