// A view of space that is turned by hand: the frame of the viewer, two sliders, a drag.

/** The viewer's axes for a longitude and a latitude: right, up, towards the viewer. */
export function frame(turn, tilt) {
  const [c, s] = [Math.cos(turn * RADIAN), Math.sin(turn * RADIAN)];
  const [u, v] = [Math.cos(tilt * RADIAN), Math.sin(tilt * RADIAN)];
  return [
    [-s, c, 0],
    [-v * c, -v * s, u],
    [u * c, u * s, v],
  ];
}

/** A point as the viewer sees it: [right, up, depth]. */
export const see = (axes, point) => axes.map((axis) => dot(axis, point));

/** Two sliders, and a hand on the picture, turn the view; returns what shows where it stands. */
function makeView(model, svg, bar) {
  const controls = [["turn", 0, 359], ["tilt", -89, 89]].map(([name, least, most]) =>
    [name, slider(bar, name, least, most, (value) => change(model, { [name]: value }))]);
  svg.classList.add("gc-turned");
  let from = null; // where the hand and the view were when the drag began
  svg.addEventListener("pointerdown", (event) => {
    svg.setPointerCapture(event.pointerId);
    from = { x: event.clientX, y: event.clientY, turn: model.get("turn"), tilt: model.get("tilt") };
  });
  svg.addEventListener("pointermove", (event) => {
    if (!from || !svg.hasPointerCapture(event.pointerId)) return;
    const turn = Math.round(from.turn - (event.clientX - from.x) / 2);
    const tilt = Math.round(from.tilt + (event.clientY - from.y) / 2);
    change(model, { turn: ((turn % 360) + 360) % 360, tilt: clamp(tilt, -89, 89) });
  });
  for (const end of ["pointerup", "pointercancel"]) svg.addEventListener(end, () => { from = null; });
  return () => controls.forEach(([name, { show }]) =>
    show(model.get(name), `${model.get(name)}°`, `${model.get(name)} degrees`));
}
