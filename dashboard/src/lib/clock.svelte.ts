/** The time the desk shows, by the service's clock: a tablet's own may be minutes off. */

/** Offsets below this are the answer's own travel and the header's whole seconds. */
const NOTICEABLE = 2_000;

let offset = 0;
export const time = $state({ now: Date.now() });

/** Take over the service's clock from the time of one of its answers, in milliseconds. */
export function setBy(serviceTime: number): void {
  const difference = serviceTime - Date.now();
  if (Number.isFinite(difference)) offset = Math.abs(difference) < NOTICEABLE ? 0 : difference;
}

/** Milliseconds since 1970 by the service's clock. */
export function now(): number {
  return Date.now() + offset;
}

/** Move `time.now` on once a second; returns what stops it. */
export function tick(): () => void {
  const timer = setInterval(() => (time.now = now()), 1000);
  return () => clearInterval(timer);
}
