export { enrolmentInForce } from './enrolment.ts';
export { createAuthenticator, sessionCookie, type Authenticator } from './authenticate.ts';
export { personas, type DrillPersona } from './personas.ts';
