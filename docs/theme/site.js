// What the theme of typedoc does not do by itself. Nothing here is needed to read a page.

const menu = document.getElementById('tsd-nav-container');

// The menu starts with the guides open; what the reader closes stays closed.
for (const group of ['First steps', 'Using it', 'Testing', 'Running it', 'Coming from elsewhere', 'API']) {
  const key = `tsd-accordion-${group}`;
  if (localStorage.getItem(key) === null) {
    localStorage.setItem(key, 'true');
    menu?.querySelector(`summary[data-key="${group}"]`)?.parentElement.setAttribute('open', '');
  }
}

// A wide table gets a frame of its own that scrolls, for a finger as for the keyboard; the page itself stays still.
const frames = new ResizeObserver((entries) => {
  for (const { target } of entries) {
    const isWide = target.scrollWidth > target.clientWidth;
    for (const [name, value] of Object.entries({ tabindex: '0', role: 'region', 'aria-label': 'Wide table' })) {
      if (isWide) {
        target.setAttribute(name, value);
      } else {
        target.removeAttribute(name);
      }
    }
  }
});
for (const table of document.querySelectorAll('.tsd-typography table')) {
  const frame = document.createElement('div');
  frame.className = 'table-scroll';
  table.before(frame);
  frame.append(table);
  frames.observe(frame);
}

// A control inside of a control cannot be told apart by those who hear the page.
for (const permalink of document.querySelectorAll('summary .tsd-anchor-icon')) {
  permalink.remove();
}
function freeLinksOfMenu() {
  for (const link of menu?.querySelectorAll('summary a') ?? []) {
    const title = document.createElement('span');
    title.append(...link.childNodes);
    link.replaceWith(title);
    link.textContent = 'Overview';
    const item = document.createElement('li');
    item.append(link);
    title.closest('details')?.querySelector('ul')?.prepend(item);
  }
}
if (menu !== null) {
  // The theme's script makes the menu when its data comes, before this script or after it.
  freeLinksOfMenu();
  new MutationObserver(freeLinksOfMenu).observe(menu, { childList: true, subtree: true });
}
const results = document.getElementById('tsd-search-results');
if (results !== null) {
  new MutationObserver(() => {
    for (const option of results.children) {
      const link = option.querySelector('a');
      if (link !== null) {
        option.ariaLabel = link.textContent;
        link.inert = true;
      }
    }
  }).observe(results, { childList: true });
  results.addEventListener('click', ({ target, isTrusted }) => {
    if (isTrusted && target instanceof Element) {
      target.closest('li')?.querySelector('a')?.click();
    }
  });
}
