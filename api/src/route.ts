import type { Static, TSchema } from 'typebox';

/** Who may call: anyone, any signed-in org, or the operator alone. */
export type Auth = 'public' | 'org' | 'operator';

/** One line of the route table. The server mounts it, OpenAPI documents it, clients are typed by it. */
export interface Route {
  method: 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE';
  path: string;
  summary: string;
  tag: string;
  auth: Auth;
  scope?: string;
  /** A dangerous act: a person must have shown a second factor a short while ago. Machines are bound by their scopes. */
  stepUp?: true;
  /** Open to somebody who has accepted an invitation and has no way to sign in yet. */
  enrolling?: true;
  params?: TSchema;
  query?: TSchema;
  body?: TSchema;
  /** Absent where the answer is a stream or a file: `produces` then says what comes. */
  response?: TSchema;
  status?: number;
  /** Largest JSON body, where the server's ordinary limit is too small for what the route takes. */
  maxBodyBytes?: number;
  /**
   * Whether an answer is recorded as a read of shared data: that of GET by those who are signed in, unless it says `none`;
   * `read` for another method that only reads.
   */
  audit?: 'read' | 'none';
  consumes?: readonly string[];
  produces?: readonly string[];
}

/** Keeps the literal schema types of each entry while checking its shape. */
export const table = <const T extends Record<string, Route>>(routes: T): T => routes;

type Part<R, K extends string> = K extends keyof R ? (R[K] extends TSchema ? Static<R[K]> : undefined) : undefined;
export type ParamsOf<R> = Part<R, 'params'>;
export type QueryOf<R> = Part<R, 'query'>;
export type BodyOf<R> = Part<R, 'body'>;
export type ResponseOf<R> = Part<R, 'response'>;
