import type { Transaction } from '../../db/reader.ts';
import type { Asked } from '../queue-asked.ts';

/** A delivery whose signature was checked. */
export interface Delivery {
  /** GUID: the same for every redelivery. */
  id: string;
  event: string;
  payload: unknown;
}

/**
 * What an event asks for, written down in the transaction that remembers its delivery. Handlers conclude nothing: they
 * write no state, no reason and no hold. They throw a `ZodError` for a payload that is not what GitHub documents.
 */
export type Handler = (tx: Transaction, delivery: Delivery) => Promise<Effect>;

export interface Effect {
  /** Queued after the acknowledgement. */
  asked: Asked;
  /** Somebody's refresh was asked for. */
  refresh: boolean;
  /** A configuration file is to be read, or answered. */
  config: boolean;
  /** Id of a person who signed out everywhere. */
  signedOut?: number;
}
