// Sets colour scheme and density before the first paint. A file of its own: the server's CSP allows no inline script.
(function () {
  var root = document.documentElement;
  var stored = {};
  try {
    stored = { scheme: localStorage.getItem('tocsin.colour-scheme'), density: JSON.parse(localStorage.getItem('tocsin.density') ?? 'null') };
  } catch {
    // Storage is blocked: the system's colours and the default density it is.
  }
  var dark = matchMedia('(prefers-color-scheme: dark)').matches;
  var scheme = stored.scheme === 'light' || stored.scheme === 'dark' ? stored.scheme : dark ? 'dark' : 'light';
  root.setAttribute('data-mantine-color-scheme', scheme);
  root.setAttribute('data-density', stored.density === 'compact' ? 'compact' : 'comfortable');
})();
