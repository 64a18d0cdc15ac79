import type { RequestState } from '../../functions/requests/index.ts';
import type { Staff } from '../support/journey.ts';
import type { TestCloud } from '../support/test-cloud.ts';
import type { ClockKeeper } from './clock-keeper.ts';

/** What a journey of these tests needs besides the site. */
export interface Surroundings {
  readonly cloud: TestCloud;
  readonly clock: ClockKeeper;
  readonly agent: () => Promise<Staff>;
  readonly approver: () => Promise<Staff>;
  /** The request's state as it is stored now. */
  readonly stateOf: (id: string) => Promise<RequestState>;
  /** The state as it was a moment ago: cheap, for who waits. */
  readonly lately: (id: string) => Promise<RequestState | undefined>;
  /** The request of a journey, once it was written. */
  readonly requestOf: (journey: string) => Promise<RequestState | undefined>;
}
