// Exact gradient descent on the 880 points of Section 6.1, for the figure of the first page.
//
// The eleven points on a ray share the value y of the network in their direction, so a step needs
// eighty directions and a table: at rho u the margin is rho y, and it costs max(0, 1 - rho y).
// Weights are rows, flat: the k neurons of the class, then k against it.

const RAYS = 80;
const RADII = Array.from({ length: 11 }, (_, i) => 20 / (20 - i)); // from 1 to 2
const TOTAL = RAYS * RADII.length;
const ANGLES = Array.from({ length: RAYS }, (_, i) => (i + 1) * (Math.PI / 40));
const COSINES = Float64Array.from(ANGLES, Math.cos);
const SINES = Float64Array.from(ANGLES, Math.sin);
const SUMS = RADII.reduce((sums, radius) => [...sums, sums[sums.length - 1] + radius], [0]);

/** How many of the eleven points of a ray cost something, given the value y there. */
export function missed(y) {
  let count = 0;
  while (count < RADII.length && RADII[count] * y < 1) count += 1;
  return count;
}

/** The value of the network in one direction of the data. */
function value(weights, ray) {
  const [u, v, half] = [COSINES[ray], SINES[ray], weights.length / 2];
  let y = 0;
  for (let i = 0; i < weights.length; i += 2) {
    const input = weights[i] * u + weights[i + 1] * v;
    if (input > 0) y += i < half ? input : -input;
  }
  return y;
}

/** How many points of each ray cost something. */
export const missing = (weights) => ANGLES.map((_, ray) => missed(value(weights, ray)));

/** Loss and descent direction: the formula of the paper, also where the loss has a kink. */
function evaluate(weights, pull) {
  const half = weights.length / 2;
  let loss = 0;
  pull.fill(0);
  for (let ray = 0; ray < RAYS; ray += 1) {
    const y = value(weights, ray);
    const count = missed(y);
    if (count === 0) continue;
    loss += count - y * SUMS[count];
    const [u, v, sum] = [COSINES[ray], SINES[ray], SUMS[count]];
    for (let i = 0; i < weights.length; i += 2) {
      if (weights[i] * u + weights[i + 1] * v <= 0) continue;
      pull[i] += i < half ? sum * u : -sum * u;
      pull[i + 1] += i < half ? sum * v : -sum * v;
    }
  }
  return loss / TOTAL;
}

/** The neurons of the class that are not zero, by angle: [angle, x, y]. */
function around(weights) {
  const rows = [];
  for (let i = 0; i < weights.length / 2; i += 2) {
    const [x, y] = [weights[i], weights[i + 1]];
    if (x !== 0 || y !== 0) rows.push([Math.atan2(y, x), x, y]);
  }
  return rows.sort((a, b) => a[0] - b[0]);
}

/** From each neuron to its next neighbour, anticlockwise: {from, width, turn}. */
const gaps = (order) => order.map(([from, x, y], i) => {
  const [next, p, q] = order[(i + 1) % order.length];
  const width = i + 1 < order.length ? next - from : next + 2 * Math.PI - from;
  return { from, width, turn: x * q - y * p };
});

/**
 * The condition for the neurons of the class: no gap between neighbours reaches 180 degrees.
 * Where it is close the cross product decides, which is exact where the angle is rounded.
 */
export const surrounds = (weights) => {
  const between = gaps(around(weights));
  return between.length > 0 && between.every(({ width, turn }) => width < 3 || (width < 4 && turn > 0));
};

/**
 * A run as `gcbook.descend` makes it: {steps, outcome, losses, states, changes}, where states
 * are the flat weights before each update and at the end, and changes the steps at which the verdict of the condition
 * changes, beginning with 0 if it holds at the start.
 */
export function descend(start, step, limit) {
  const now = Float64Array.from(start.flat());
  const pull = new Float64Array(now.length);
  const [losses, states, changes] = [[], [], []];
  let [held, outcome] = [false, null];
  for (let t = 0; ; t += 1) {
    const loss = evaluate(now, pull);
    losses.push(loss);
    states.push(now.slice());
    const holds = surrounds(now);
    if (holds !== held) changes.push(t);
    held = holds;
    if (loss <= 0) outcome = "zero loss";
    else if (pull.every((value) => value === 0)) outcome = "zero gradient";
    else if (t >= limit) outcome = "step limit";
    if (outcome) return { steps: t, outcome, losses, states, changes };
    for (let i = 0; i < now.length; i += 1) now[i] += step * (pull[i] / TOTAL);
  }
}

/** Whether the condition holds at a step, from the changes of its verdict. */
export const holdsAt = (changes, t) => changes.filter((change) => change <= t).length % 2 === 1;

/** The stretches of steps with the condition: [first, one after the last], the last may be null. */
export function stretches(changes) {
  const pairs = [];
  for (let i = 0; i < changes.length; i += 2) pairs.push([changes[i], changes[i + 1] ?? null]);
  return pairs;
}

/** The arc of directions in which no neuron of the class is active: {from, width}, or null. */
export function unseen(weights) {
  const between = gaps(around(weights));
  if (between.length === 0) return { from: 0, width: 2 * Math.PI };
  const widest = between.reduce((best, gap) => (gap.width > best.width ? gap : best));
  const width = widest.width - Math.PI;
  return width > 0 ? { from: widest.from + Math.PI / 2, width } : null;
}
