// A wide table gets a frame of its own that scrolls, for a finger as for the keyboard; the page itself stays still.
for (const table of document.querySelectorAll('.tsd-typography table')) {
  const frame = document.createElement('div');
  frame.className = 'table-scroll';
  table.before(frame);
  frame.append(table);
}

function markScrolling() {
  for (const frame of document.querySelectorAll('.table-scroll')) {
    const isWide = frame.scrollWidth > frame.clientWidth;
    frame.toggleAttribute('tabindex', isWide);
    if (isWide) {
      frame.setAttribute('tabindex', '0');
      frame.setAttribute('role', 'region');
      frame.setAttribute('aria-label', 'Table');
    } else {
      frame.removeAttribute('role');
      frame.removeAttribute('aria-label');
    }
  }
}

addEventListener('resize', markScrolling);
markScrolling();
