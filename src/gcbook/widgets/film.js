// A film that a reader starts and stops.

/**
 * A button that plays: `show(part)` is called with parts of the whole, from `share()` to 1, within
 * `seconds`; `busy` is told when it begins and ends.  Nothing moves unless asked, and who prefers
 * less motion gets `stills`, one in `pause` milliseconds.
 */
function makeFilm(bar, word, { show, share, seconds, stills, pause = 1000, busy = () => {} }) {
  let [request, timer] = [null, null];
  const running = () => request !== null || timer !== null;
  const stop = () => {
    if (!running()) return;
    cancelAnimationFrame(request);
    clearTimeout(timer);
    request = timer = null;
    node.textContent = word;
    busy(false);
  };
  const still = (i) => {
    show(Math.min(i / stills, 1));
    if (i >= stills) stop();
    else timer = setTimeout(still, pause, i + 1);
  };
  const play = () => {
    if (share() >= 1) show(0);
    const first = share();
    node.textContent = "Pause";
    busy(true);
    if (matchMedia("(prefers-reduced-motion: reduce)").matches) {
      timer = setTimeout(still, 0, Math.floor(first * stills) + 1);
      return;
    }
    let began = null;
    const frame = (now) => {
      began ??= now;
      const part = first + (now - began) / (1000 * seconds);
      show(Math.min(part, 1));
      if (part >= 1) stop();
      else request = requestAnimationFrame(frame);
    };
    request = requestAnimationFrame(frame);
  };
  const node = button(bar, word, () => (running() ? stop() : play()));
  return { stop };
}
