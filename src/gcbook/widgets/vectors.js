// Vectors, small systems of equations, hulls in the plane.

const dot = (a, b) => a.reduce((sum, value, i) => sum + value * b[i], 0);
const minus = (a, b) => a.map((value, i) => value - b[i]);
const cross = (a, b) => [a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]];
const isZero = (a) => a.every((value) => value === 0);

/** Solve a positive definite system by elimination. */
function solve(matrix, right) {
  const rows = matrix.map((row, i) => [...row, right[i]]);
  const n = rows.length;
  for (let p = 0; p < n; p += 1)
    for (let i = p + 1; i < n; i += 1) {
      const factor = rows[i][p] / rows[p][p];
      for (let j = p; j <= n; j += 1) rows[i][j] -= factor * rows[p][j];
    }
  const x = new Array(n).fill(0);
  for (let i = n - 1; i >= 0; i -= 1) {
    let rest = rows[i][n];
    for (let j = i + 1; j < n; j += 1) rest -= rows[i][j] * x[j];
    x[i] = rest / rows[i][i];
  }
  return x;
}

/** The corners of the convex hull of points in the plane, in order. */
function hullOf(points) {
  const sorted = [...points].sort((a, b) => a[0] - b[0] || a[1] - b[1]);
  const chain = (list) => list.reduce((kept, p) => {
    const turn = ([a, b]) => (b[0] - a[0]) * (p[1] - a[1]) - (b[1] - a[1]) * (p[0] - a[0]);
    while (kept.length > 1 && turn(kept.slice(-2)) <= 0) kept.pop();
    return [...kept, p];
  }, []).slice(0, -1);
  return sorted.length < 3 ? sorted : [...chain(sorted), ...chain(sorted.reverse())];
}
