// @ts-check
/** Before anything is painted: the light or dark desk that was chosen, so that nothing flashes. A classic script, since modules run later. */
(() => {
  try {
    const chosen = localStorage.getItem('pullquote/theme');
    if (chosen === 'light' || chosen === 'dark') document.documentElement.dataset.theme = chosen;
  } catch {
    // a browser that keeps nothing has the system's scheme
  }
})();
