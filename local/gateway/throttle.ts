/** A token bucket as API Gateway's route throttling: `rate` requests per second, up to `burst` at once. */
export function createThrottle(rate: number, burst: number, milliseconds: () => number): { admit(): boolean } {
  let tokens = burst;
  let last = milliseconds();
  return {
    admit() {
      const now = milliseconds();
      tokens = Math.min(burst, tokens + ((now - last) / 1000) * rate);
      last = now;
      if (tokens < 1) return false;
      tokens -= 1;
      return true;
    },
  };
}
