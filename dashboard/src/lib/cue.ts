/** The quiet cue for new questions: two short, soft notes, made on the spot. */

/** The notes, in hertz, and when each begins, in seconds. */
const NOTES = [
  { pitch: 659.25, at: 0 },
  { pitch: 880, at: 0.12 },
] as const;
/** How long a note rings, in seconds, and how loud it is at most, of 1. */
const LENGTH = 0.25;
export const LOUDEST = 0.08;
/** From silence to the loudest in so many seconds: no click. */
const RISE = 0.015;
const SILENCE = 0.0001;

let context: AudioContext | undefined;

/** Play the cue. A browser lets no page be heard that nobody has touched yet: then it is false. */
export async function ring(): Promise<boolean> {
  if (!navigator.userActivation.hasBeenActive) return false;
  context ??= new AudioContext();
  await context.resume();
  chime(context);
  return true;
}

/** Put the notes into what this context plays, from now on. */
export function chime(into: BaseAudioContext): void {
  for (const { pitch, at } of NOTES) sound(into, pitch, into.currentTime + at);
}

function sound(into: BaseAudioContext, pitch: number, at: number): void {
  const [tone, loudness] = [into.createOscillator(), into.createGain()];
  tone.frequency.value = pitch;
  loudness.gain.setValueAtTime(SILENCE, at);
  loudness.gain.exponentialRampToValueAtTime(LOUDEST, at + RISE);
  loudness.gain.exponentialRampToValueAtTime(SILENCE, at + LENGTH);
  tone.connect(loudness).connect(into.destination);
  tone.start(at);
  tone.stop(at + LENGTH);
}
