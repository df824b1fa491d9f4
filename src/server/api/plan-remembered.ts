/** Milliseconds an answer stands. */
const rememberMs = 30_000;
/** Answers remembered at once; the oldest go first. */
const rememberAtMost = 10_000;

/**
 * Makes an answer once and gives it for 30 seconds to all who ask, as long as `state` is the same. Those who ask while it
 * is being made wait for it. One that failed is not remembered.
 */
export function createRemembered<Answer>(now: () => number = Date.now) {
  const known = new Map<string, { state: string; answer: Promise<Answer>; until: number }>();
  return (key: string, state: string, make: () => Promise<Answer>): Promise<Answer> => {
    const there = known.get(key);
    if (there && there.state === state && there.until > now()) return there.answer;
    const made = { state, answer: make(), until: now() + rememberMs };
    known.delete(key);
    known.set(key, made);
    made.answer.catch(() => {
      if (known.get(key) === made) known.delete(key);
    });
    const [oldest] = known.keys();
    if (known.size > rememberAtMost && oldest !== undefined) known.delete(oldest);
    return made.answer;
  };
}
